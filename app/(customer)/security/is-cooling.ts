import { findAuthenticators } from '@/lib/sca/find-authenticators'
import type { Customer } from '@/lib/session/customer'

/** Whether this session was opened with a passkey that a recovery has just made: then nothing here can be changed yet. */
export async function isCooling({ psuId, credentialId }: Customer, now: Date): Promise<boolean> {
  const held = await findAuthenticators({ psuId, now })
  return held.some((one) => one.coolsUntil !== null && one.credentialId === credentialId)
}
