import type { PasskeyView } from '@/components/sca/passkey-cards'
import type { Authenticator, OwnAuthenticator } from '@/lib/sca/find-authenticators'

/**
 * Somebody's passkeys as cards, with the forms below `base`. The last one that works has no way to be removed, but where a
 * customer's recovery codes are left; none is changed in a session of one that has just let somebody back in.
 */
export function toPasskeyViews(
  authenticators: (Authenticator | OwnAuthenticator)[],
  session: { credentialId: string; authenticatedAt: Date },
  base = '/security',
): PasskeyView[] {
  const own = authenticators.find(({ credentialId }) => credentialId === session.credentialId)
  const frozen = own !== undefined && 'coolsUntil' in own && own.coolsUntil !== null
  return authenticators.map(({ id, credentialId, createdAt, lastUsedAt, removable, ...one }) => {
    const at = `${base}/passkeys/${id}`
    const current = credentialId === session.credentialId
    // An activation opens a session without a sign-in: the passkey of this session has been used all the same.
    const usedAt = lastUsedAt ?? (current ? session.authenticatedAt : null)
    const { coolsUntil = null, ...shown } = { coolsUntil: null, ...one }
    return {
      ...shown,
      id,
      createdAt: createdAt.toISOString(),
      lastUsedAt: usedAt?.toISOString() ?? null,
      coolsUntil: coolsUntil?.toISOString() ?? null,
      current,
      renameAction: frozen ? null : `${at}/rename`,
      removeAction: removable && !frozen ? `${at}/remove` : null,
    }
  })
}
