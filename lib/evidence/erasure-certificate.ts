import { z } from 'zod'
import type { EvidenceKey, EvidenceKeySet } from './evidence-file'
import { type InvalidEvidence, verifyEvidence } from './verify-evidence'

export const CERTIFICATE_FORMAT = 'placet/erasure-certificate/1'

const What = z.string().regex(/^[a-z_]+$/)

/**
 * What a bank states about an erasure that it has carried out: when it was asked, when which number of keys was destroyed, how
 * many rows of which kind went with that, and which a law keeps, sealed apart, until which day. It names nobody: `id` is the
 * case, which the bank alone can lead back to who asked.
 */
export const ErasureCertificate = z.strictObject({
  format: z.literal(CERTIFICATE_FORMAT),
  id: z.uuid(),
  issuedAt: z.iso.datetime(),
  bank: z.strictObject({ name: z.string(), origin: z.string() }),
  requestedAt: z.iso.datetime(),
  preparedAt: z.iso.datetime(),
  keysDestroyed: z.int().positive(),
  erased: z.array(z.strictObject({ what: What, rows: z.int().positive() })),
  kept: z.array(
    z.strictObject({ what: What, rows: z.int().positive(), law: z.string(), until: z.iso.date() }),
  ),
})
export type ErasureCertificate = z.infer<typeof ErasureCertificate>

/** Judges a certificate as `verifyReceipt` does a receipt: pure, by keys that the verifier trusts already. */
export async function verifyCertificate(text: string, keys: EvidenceKeySet): Promise<CertificateVerdict> {
  const verdict = await verifyEvidence(text, keys)
  if (!verdict.valid) return verdict
  const certificate = ErasureCertificate.safeParse(verdict.payload).data
  return certificate
    ? { valid: true, certificate, key: verdict.key }
    : { valid: false, reason: 'no-certificate' }
}

export type CertificateVerdict =
  | { valid: true; certificate: ErasureCertificate; key: EvidenceKey }
  | { valid: false; reason: InvalidEvidence | 'no-certificate' }
