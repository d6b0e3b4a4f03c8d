import 'server-only'
import { type KeyObject, verify, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { type RegisterEntry, readIssued, readRegister } from '@/lib/sandbox/certificate-register'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

const MINUTE_MS = 60_000
const PROOF_MINUTES = 5

/** What every proven message says beside its own matter, so that it cannot be used for another, or later. */
export const PROVEN = {
  /** Of the certificate whose key signs. */
  serial: z.string().regex(/^[0-9a-f]{1,40}$/, 'must be the serial number in lower-case hexadecimal'),
  at: z.iso.datetime({ offset: true }),
}

/**
 * Whether a message comes from the holder of a certificate: the signature over its bytes is by the certificate's key (SHA-256;
 * ECDSA in DER, RSA in PKCS #1), and it is of these minutes. Returns the certificate's entry; refused as unknown, proof_missing
 * or proof_wrong.
 */
export function provenEntry({ folder, body, signature, serial, at, now }: ProvenEntry): RegisterEntry {
  if (!signature)
    throw new TrustRefusal(
      'proof_missing',
      "Sign the body with the certificate's key and send Proof-Of-Key: base64 (openssl dgst -sha256 -sign), or come with an authority's token.",
    )
  const entry = readRegister(folder).find((one) => one.serial === serial)
  const pem = entry && readIssued(folder, serial)
  if (!entry || !pem) throw new TrustRefusal('unknown', `This trust service issued no certificate ${serial}.`)
  const { publicKey, validToDate } = new X509Certificate(pem)
  if (!isSigned(publicKey, body, signature))
    throw new TrustRefusal(
      'proof_wrong',
      "The signature is not by the certificate's key over exactly these bytes.",
    )
  if (Math.abs(now.getTime() - new Date(at).getTime()) > PROOF_MINUTES * MINUTE_MS)
    throw new TrustRefusal(
      'proof_wrong',
      `"at" must be within ${PROOF_MINUTES} minutes of ${now.toISOString()}.`,
    )
  if (now > validToDate) throw new TrustRefusal('proof_wrong', 'The certificate has ended: order a new one.')
  return entry
}

function isSigned(key: KeyObject, body: Uint8Array, signature: string): boolean {
  try {
    return verify('sha256', body, key, Buffer.from(signature, 'base64'))
  } catch {
    // A key to practise with, which signs no SHA-256.
    return false
  }
}

type ProvenEntry = {
  folder: string
  body: Uint8Array
  signature: string | null
  serial: string
  at: string
  now: Date
}
