import { createHash, X509Certificate } from 'node:crypto'
import type { SigningServer } from './signing-client'

/**
 * The headers by which we sign one request to the bank's interface (Berlin Group 1.3, message signing): digest of the body,
 * our QSealC, and the signature over what `headers` holds of the names that have to be signed.
 */
export async function sealMessage({ signing, headers, body }: SealMessage): Promise<Record<string, string>> {
  const { serial, certificate } = await signing.sealCertificate()
  const qsealc = new X509Certificate(certificate)
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
  const signed = Object.entries({ ...headers, digest }).filter(([name]) => SIGNED.includes(name))
  const text = signed.map(([name, value]) => `${name}: ${value}`).join('\n')
  const parameters = {
    keyId: `SN=${serial},CA=${issuerOf(qsealc)}`,
    algorithm: 'rsa-sha256',
    headers: signed.map(([name]) => name).join(' '),
    signature: await signing.seal(serial, text),
  }
  return {
    digest,
    signature: Object.entries(parameters)
      .map(([name, value]) => `${name}="${value}"`)
      .join(','),
    'tpp-signature-certificate': qsealc.raw.toString('base64'),
  }
}

const SIGNED = ['digest', 'x-request-id', 'psu-id', 'psu-corporate-id', 'tpp-redirect-uri']

/** RFC 4514: the most specific part first. Node has one part a line, the other way round, and escapes as it asks. */
function issuerOf({ issuer }: X509Certificate): string {
  return issuer.split('\n').reverse().join(',')
}

type SealMessage = { signing: SigningServer; headers: Record<string, string>; body: string }
