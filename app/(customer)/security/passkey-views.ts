import type { PasskeyView } from '@/components/sca/passkey-cards'
import type { Authenticator } from '@/lib/sca/find-authenticators'
import type { Customer } from '@/lib/session/customer'

/** The customer's passkeys as cards. The last one that works has no way to be removed. */
export function toPasskeyViews(authenticators: Authenticator[], customer: Customer): PasskeyView[] {
  return authenticators.map(({ id, credentialId, createdAt, lastUsedAt, removable, ...shown }) => {
    const at = `/security/passkeys/${id}`
    return {
      ...shown,
      id,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      current: credentialId === customer.credentialId,
      renameAction: `${at}/rename`,
      removeAction: removable ? `${at}/remove` : null,
    }
  })
}
