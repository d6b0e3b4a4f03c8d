import type { PasskeyView } from '@/components/sca/passkey-cards'
import type { Authenticator } from '@/lib/sca/find-authenticators'

/** Somebody's passkeys as cards, with the forms below `base`. The last one that works has no way to be removed. */
export function toPasskeyViews(
  authenticators: Authenticator[],
  session: { credentialId: string; authenticatedAt: Date },
  base = '/security',
): PasskeyView[] {
  return authenticators.map(({ id, credentialId, createdAt, lastUsedAt, removable, ...shown }) => {
    const at = `${base}/passkeys/${id}`
    const current = credentialId === session.credentialId
    // An activation opens a session without a sign-in: the passkey of this session has been used all the same.
    const usedAt = lastUsedAt ?? (current ? session.authenticatedAt : null)
    return {
      ...shown,
      id,
      createdAt: createdAt.toISOString(),
      lastUsedAt: usedAt?.toISOString() ?? null,
      current,
      renameAction: `${at}/rename`,
      removeAction: removable ? `${at}/remove` : null,
    }
  })
}
