import 'server-only'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'
import { confirmAbsence } from '@/lib/register/find-in-register'
import { catchUp, checkRevocation, recallRevocation } from '@/lib/revocation/check-revocation'
import { conclude, concludeFault } from './conclude-vetted'
import { judged, type Known, type Vetted, versionNow } from './known-judgements'

/**
 * The verdict on a certificate as far as it can be had without waiting: what was judged before and what is known about its
 * revocation. Null where a source has to be asked first: see `vetCertificate`. Never throws for what a stranger presents.
 */
export function recallVetted(der: Uint8Array, use: CertificateUse): Vetted | null {
  const now = new Date()
  const known = judged(der, use, now)
  if (isCurrent(known.vetted)) return known.vetted
  const { subject, issuer } = known
  if (!subject) return keep(known, concludeFault(known))
  const standing = recallRevocation(subject, now)
  // Both, so that the second is not asked only after the first has answered.
  const issuerStanding = issuer && recallRevocation(issuer, now)
  if (!standing || (issuer && !issuerStanding)) return null
  return keep(known, conclude(known, { standing, issuerStanding, now }))
}

/** The verdict, and waits for the sources of revocation if it must: two seconds at most. */
export async function vetCertificate(der: Uint8Array, use: CertificateUse): Promise<Vetted> {
  const recalled = recallVetted(der, use)
  if (recalled) return recalled
  const now = new Date()
  const known = judged(der, use, now)
  const { subject, issuer } = known
  if (!subject) return keep(known, concludeFault(known))
  const [standing, issuerStanding] = await Promise.all([
    checkRevocation(subject, now),
    issuer && checkRevocation(issuer, now),
    known.judgement.certificate && confirmAbsence(known.judgement.certificate.organizationIdentifier, now),
  ])
  return keep(known, conclude(known, { standing, issuerStanding, now }))
}

/**
 * The same for a page that shows the verdict: on what is known anywhere at this moment, and not on what this process remembers.
 */
export async function vetAnew(der: Uint8Array, use: CertificateUse): Promise<Vetted> {
  const now = new Date()
  const known = judged(der, use, now)
  const { subject, issuer } = known
  await Promise.all([subject && catchUp(subject, now), issuer && catchUp(issuer, now)])
  known.vetted = null
  return await vetCertificate(der, use)
}

/** Whether a verdict may still be used: its certificate, its revocation data and the trust sources are as they were. */
export function isCurrent(vetted: Vetted | null): vetted is Vetted {
  return vetted !== null && Date.now() < vetted.until && vetted.version === versionNow()
}

function keep(known: Known, vetted: Vetted): Vetted {
  known.vetted = vetted
  return vetted
}
