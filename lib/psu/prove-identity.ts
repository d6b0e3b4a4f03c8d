import 'server-only'
import type { IdentityProof } from './identity-proof'
import { proveByActivationCode } from './prove-by-activation-code'

/** How this bank finds out who somebody is before they have a passkey. A bank puts its own way here. */
export const proveIdentity: IdentityProof = proveByActivationCode
