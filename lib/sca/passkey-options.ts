import 'server-only'
import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server'
import { ALGORITHMS, CHALLENGE_SECONDS, relyingParty } from './relying-party'

/** What a browser is asked for an answer with a passkey; an empty `allowed` names none, so it tells nothing. */
export function assertionOptions({ challenge, allowed }: AssertionOptions) {
  return generateAuthenticationOptions({
    rpID: relyingParty.id,
    challenge: Uint8Array.from(challenge),
    timeout: CHALLENGE_SECONDS * 1000,
    userVerification: 'required',
    allowCredentials: allowed,
  })
}

/**
 * What a browser is asked for a new passkey: one that is found without a user name and verifies its user, without
 * attestation. `name` is shown in the device's own list, to tell two holders of one device apart.
 */
export function registrationOptions({ challenge, handle, name, excluded }: RegistrationOptions) {
  return generateRegistrationOptions({
    rpName: relyingParty.name,
    rpID: relyingParty.id,
    userName: name,
    userDisplayName: name,
    userID: Uint8Array.from(handle),
    challenge: Uint8Array.from(challenge),
    supportedAlgorithmIDs: ALGORITHMS,
    timeout: CHALLENGE_SECONDS * 1000,
    attestationType: 'none',
    excludeCredentials: excluded,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

type Credential = { id: string; transports: string[] }
type AssertionOptions = { challenge: Buffer; allowed: Credential[] }
type RegistrationOptions = { challenge: Buffer; handle: Buffer; name: string; excluded: Credential[] }
