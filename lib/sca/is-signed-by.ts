import 'server-only'
import { verifySignature } from '@simplewebauthn/server/helpers'
import type { AssertionResponse } from './assertion-answer'

/**
 * Whether this passkey's own key signed an answer to this very challenge, however wrong the rest of it is. Only then did the
 * passkey fail: anything else, an old answer played again too, can be sent by whoever knows the passkey's id.
 */
export async function isSignedBy({ publicKey, response, challenge }: IsSignedBy): Promise<boolean> {
  try {
    const clientData = bytesOf(response.response.clientDataJSON)
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', clientData))
    const signed = await verifySignature({
      signature: bytesOf(response.response.signature),
      data: Uint8Array.from([...bytesOf(response.response.authenticatorData), ...hash]),
      credentialPublicKey: Uint8Array.from(publicKey),
    })
    return signed && JSON.parse(new TextDecoder().decode(clientData)).challenge === challenge
  } catch {
    // All of it comes from outside; what cannot be read was not made by a passkey.
    return false
  }
}

const bytesOf = (base64url: string) => Uint8Array.from(Buffer.from(base64url, 'base64url'))

type IsSignedBy = { publicKey: Buffer; response: AssertionResponse; challenge: string }
