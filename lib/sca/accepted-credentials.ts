import 'server-only'
import { relyingParty, userHandleOf } from './relying-party'

/** Which of a customer's passkeys the bank takes, as the browser's Signal API wants it told. */
export function acceptedCredentials(psuId: string, held: readonly { credentialId: string }[]) {
  return {
    rpId: relyingParty.id,
    userId: userHandleOf(psuId).toString('base64url'),
    credentialIds: held.map(({ credentialId }) => credentialId),
  }
}
