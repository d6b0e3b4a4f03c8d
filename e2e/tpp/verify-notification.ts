import { createHash, createPublicKey } from 'node:crypto'
import { createVerifier, httpbis } from 'http-message-signatures'
import type { JWK } from 'jose'

/**
 * Whether a notification is what the bank sent (RFC 9421, RFC 9530): its digest fits its body, and the signature over
 * method, address, digest and X-Request-ID is by a key that the bank publishes. Anything else is a stranger.
 */
export async function isFromBank({ url, headers, body, keys }: Notification): Promise<boolean> {
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
  if (headers['content-digest'] !== digest) return false
  const config = {
    requiredFields: ['@method', '@target-uri', 'content-digest', 'content-type', 'x-request-id'],
    requiredParams: ['created', 'expires', 'keyid'],
    all: true,
    keyLookup: async ({ keyid }: { keyid?: string }) => verifierOf(await keys(), keyid),
  }
  return httpbis.verifyMessage(config, { method: 'POST', url, headers }).then(
    (verified) => verified === true,
    () => false,
  )
}

function verifierOf(keys: JWK[], keyid: string | undefined) {
  const key = keys.find(({ kid, crv }) => kid === keyid && crv === 'P-256')
  if (!key || !keyid) return null
  const publicKey = createPublicKey({ key, format: 'jwk' })
  return {
    id: keyid,
    algs: ['ecdsa-p256-sha256' as const],
    verify: createVerifier(publicKey, 'ecdsa-p256-sha256'),
  }
}

type Notification = {
  url: string
  headers: Record<string, string>
  body: string
  keys: () => Promise<JWK[]>
}
