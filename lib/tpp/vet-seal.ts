import 'server-only'
import type { KeyObject } from 'node:crypto'
import type { Name } from '@peculiar/asn1-x509'
import type { PspRole, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import { Refusal } from '@/lib/errors'
import { mayServeUnanswered } from './require-role'
import { vetCertificate } from './vet-certificate'

/**
 * Vets a QSealC as a QWAC is vetted: type, PSD2 statement, issuer, time, revocation, and by the policy for `role` where nobody
 * says whether it is revoked. Throws the certificate's refusal. With what a signature is checked by: its key, and the issuer's
 * name as a name.
 */
export async function vetSeal({ der, role }: VetSeal): Promise<Seal> {
  const { certificate: good, content, refusal, unanswered } = await vetCertificate(der, 'eseal')
  const certificate =
    good ?? (unanswered && role !== null && mayServeUnanswered(role) ? unanswered.certificate : null)
  if (!certificate || !content) throw refusal ?? new Refusal('certificate_invalid')
  return { certificate, issuer: content.issuer, publicKey: content.x509.publicKey }
}

/** `role` is null for what needs none: then nothing is believed that nobody answers for now. */
type VetSeal = { der: Uint8Array; role: PspRole | null }
export type Seal = { certificate: QualifiedCertificate; issuer: Name; publicKey: KeyObject }
