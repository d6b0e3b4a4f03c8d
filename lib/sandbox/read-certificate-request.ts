import 'reflect-metadata'
import 'server-only'
import { createHash, createPublicKey } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { isOneDerElement } from '@/lib/eidas/der'
import { isStrongKey } from '@/lib/eidas/signature-algorithm'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

const PEM =
  /^\s*-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END (?:NEW )?CERTIFICATE REQUEST-----\s*$/
const HASHES = ['SHA-256', 'SHA-384', 'SHA-512']

/**
 * The public key of a certificate signing request (PKCS #10, PEM or DER), after proof that its sender has the private key.
 * Nothing else of the request is read: who the holder is stands in the register. Refused as malformed or key_refused.
 */
export async function readCertificateRequest(request: string | Uint8Array): Promise<RequestedKey> {
  const csr = parse(typeof request === 'string' ? derOf(request) : request)
  const { hash } = csr.signatureAlgorithm
  if (!HASHES.includes(hash?.name ?? ''))
    throw new TrustRefusal('key_refused', 'Sign the request with SHA-256 or better (openssl req -sha256).')
  // What does not verify, and what makes the library throw, is equally no proof.
  const isProven = await csr.verify().catch(() => false)
  if (!isProven)
    throw new TrustRefusal(
      'malformed',
      'The request is not signed by the key that it names: make it with that key.',
    )
  requireStrong(csr.publicKey)
  return { publicKey: csr.publicKey, key: keyOf(csr.publicKey.rawData) }
}

/** By what a key is known in the register: SHA-256 of its SubjectPublicKeyInfo. */
export function keyOf(spki: ArrayBuffer): string {
  return createHash('sha256').update(Buffer.from(spki)).digest('base64url')
}

function derOf(text: string): Buffer {
  const [, base64] = PEM.exec(text) ?? []
  if (base64) return Buffer.from(base64, 'base64')
  if (/^[A-Za-z0-9+/=\s]+$/.test(text)) return Buffer.from(text, 'base64')
  throw new TrustRefusal(
    'malformed',
    'Send one PKCS #10 request, as PEM (openssl req -new) or base64 of its DER.',
  )
}

function parse(der: Uint8Array): x509.Pkcs10CertificateRequest {
  try {
    // The parser forgives lengths that do not fit, and works through whatever it is given.
    if (isOneDerElement(der)) return new x509.Pkcs10CertificateRequest(new Uint8Array(der))
  } catch {
    // Said below: whatever a parser throws about a stranger's input is the stranger's fault.
  }
  throw new TrustRefusal('malformed', 'This is no PKCS #10 request in DER: make it with openssl req -new.')
}

function requireStrong({ rawData }: x509.PublicKey): void {
  const key = createPublicKey({ key: Buffer.from(rawData), type: 'spki', format: 'der' })
  if (isStrongKey(key)) return
  throw new TrustRefusal(
    'key_refused',
    'Bring an RSA key of 2048 to 8192 bits with the usual exponent 65537, or one on P-256, P-384 or P-521.',
  )
}

export type RequestedKey = { publicKey: x509.PublicKey; key: string }
