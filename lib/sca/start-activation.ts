import 'server-only'
import { proveIdentity } from '@/lib/psu/prove-identity'
import { createRegistrationChallenge } from './create-registration-challenge'

/**
 * Options for the first passkey of whoever the evidence proves. Uses nothing up: only enrolling does, so that opening
 * the link, or closing the system's dialog, costs the customer nothing. Throws `activation_invalid`.
 */
export async function startActivation({ evidence, now }: { evidence: string; now: Date }) {
  const proof = await proveIdentity.check(evidence, now)
  return createRegistrationChallenge({
    purpose: 'activate',
    binding: activationBinding(proof.proofId),
    psuId: proof.psuId,
    now,
  })
}

/** A challenge given out for one proof answers no other. */
export const activationBinding = (proofId: string) => `activation:${proofId}`
