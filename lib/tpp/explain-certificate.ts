import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { tpps } from '@/db/schema/tpps'
import { brand } from '@/lib/brand'
import type { CertificateUse, PspRole } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'
import type { StepResult } from '@/lib/eidas/verdict'
import type { Refusal } from '@/lib/errors'
import { daysLeft } from './certificate-end'
import { decisionText } from './decision-text'
import { statusNow } from './status-now'
import { vetAnew } from './vet-certificate'

/**
 * Why a certificate is good or is not, step by step, as a call by it would find at this moment. It tells what the certificate
 * and the public sources about it say, and nothing of what its holder does at the bank. Writes nothing; never throws for what
 * the bytes contain.
 */
export async function explainCertificate({ der, use }: ExplainCertificate): Promise<Explanation> {
  const { verdict, refusal } = await vetAnew(der, use)
  const now = new Date()
  const { good, reason, steps, certificate } = verdict
  return {
    good,
    reason,
    refusal,
    judgedAs: use === 'web' ? 'QWAC' : 'QSealC',
    judgedAt: now,
    certificate: certificate && {
      organizationIdentifier: certificate.organizationIdentifier,
      name: certificate.subject.organization,
      country: certificate.subject.country,
      authority: certificate.authority,
      roles: certificate.roles,
      serial: certificate.serial,
      issuer: certificate.issuer,
      thumbprint: certificate.thumbprint,
      notBefore: certificate.notBefore,
      notAfter: certificate.notAfter,
      daysLeft: daysLeft({ notAfter: certificate.notAfter, now, timeZone: brand.timeZone }),
    },
    steps: steps.map((step) => ({
      ...step,
      ageSeconds: step.asOf && Math.max(0, Math.round((now.getTime() - step.asOf.getTime()) / 1_000)),
    })),
  }
}

/** What stands against a third party beside its certificate. Only for who has proved to be that third party. */
export async function standingOf(tppId: string): Promise<Standing> {
  const [row] = await database().select({ status: statusNow() }).from(tpps).where(eq(tpps.id, tppId))
  if (!row) return { status: 'unknown', text: 'No call by this organisation has been served yet.' }
  if (row.status === 'active') return { status: 'active', text: null }
  return { status: row.status, text: await decisionText(tppId) }
}

export type ExplainedStep = StepResult & { ageSeconds: number | null }

export type Explanation = {
  good: boolean
  reason: Reason | null
  refusal: Refusal | null
  judgedAs: 'QWAC' | 'QSealC'
  judgedAt: Date
  /** What it says, where it could be read whole; true only where the verdict is good. */
  certificate: {
    organizationIdentifier: string
    name: string
    country: string
    authority: { id: string; name: string; country: string }
    roles: readonly PspRole[]
    serial: string
    issuer: string
    thumbprint: string
    notBefore: Date
    notAfter: Date
    daysLeft: number
  } | null
  steps: ExplainedStep[]
}

type Standing = { status: 'active' | 'paused' | 'ended' | 'unknown'; text: string | null }
type ExplainCertificate = { der: Uint8Array; use: CertificateUse }
