import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { env } from '@/lib/env'

const USER_PRESENT_AND_VERIFIED = 0x05

/**
 * A passkey that the customer had when the seeded permissions were given, and has removed since: its private key exists
 * only while the seed runs. Answers like an authenticator, so that the kept evidence has its true form.
 */
export function formerPasskey(credentialId: string): FormerPasskey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const relyingParty = createHash('sha256').update(new URL(env.PUBLIC_ORIGIN).hostname).digest()
  return {
    credentialId,
    answer: (challenge) => {
      const clientData = Buffer.from(
        JSON.stringify({
          type: 'webauthn.get',
          challenge: challenge.toString('base64url'),
          origin: env.PUBLIC_ORIGIN,
          crossOrigin: false,
        }),
      )
      const authenticatorData = Buffer.concat([
        relyingParty,
        Buffer.of(USER_PRESENT_AND_VERIFIED, 0, 0, 0, 0),
      ])
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
      return {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      }
    },
  }
}

export type FormerPasskey = {
  credentialId: string
  /** A WebAuthn assertion over this challenge, as JSON. */
  answer: (challenge: Buffer) => object
}
