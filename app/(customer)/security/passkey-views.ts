import type { PasskeyView } from '@/components/sca/passkey-cards'
import type { OwnAuthenticator } from '@/lib/sca/find-authenticators'
import type { Customer } from '@/lib/session/customer'

/** The customer's passkeys as cards. The last one that works has no way to be removed, but where recovery codes are left. */
export function toPasskeyViews(authenticators: OwnAuthenticator[], customer: Customer): PasskeyView[] {
  return authenticators.map(
    ({ id, credentialId, createdAt, lastUsedAt, coolsUntil, removable, ...shown }) => {
      const at = `/security/passkeys/${id}`
      const current = credentialId === customer.credentialId
      // An activation opens a session without a sign-in: the passkey of this session has been used all the same.
      const usedAt = lastUsedAt ?? (current ? customer.authenticatedAt : null)
      return {
        ...shown,
        id,
        createdAt: createdAt.toISOString(),
        lastUsedAt: usedAt?.toISOString() ?? null,
        coolsUntil: coolsUntil?.toISOString() ?? null,
        current,
        renameAction: `${at}/rename`,
        removeAction: removable ? `${at}/remove` : null,
      }
    },
  )
}
