import 'server-only'
import { and, count, desc, eq, gt } from 'drizzle-orm'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { tppCertificates } from '@/db/schema/tpps'
import type { StepResult } from '@/lib/eidas/verdict'
import { type FoundLookAlike, findLookAlikes } from './find-look-alikes'
import { findThirdParties, type ThirdPartyRow } from './find-third-parties'
import { vetCertificate } from './vet-certificate'

const CALLS_SHOWN = 20
const CERTIFICATES_SHOWN = 10
const DAYS_OF_CALLS = 30
const DAY_MILLIS = 86_400_000

/** Everything staff see of one third party, or null; nothing of it is about a single customer. */
export async function findThirdParty(tppId: string, now: Date): Promise<ThirdPartyDetail | null> {
  const [row] = await findThirdParties({ id: tppId })
  if (!row) return null
  const [certificates, alike, byStatus, calls] = await Promise.all([
    certificatesOf(tppId),
    findLookAlikes(database(), { tppId, names: [...new Set([row.brand, row.legalName])] }),
    database()
      .select({ status: consents.status, many: count() })
      .from(consents)
      .where(eq(consents.tppId, tppId))
      .groupBy(consents.status)
      .orderBy(consents.status),
    lastCalls(tppId, now),
  ])
  return { ...row, certificates, alike, consentsByStatus: byStatus, calls }
}

/** With the verdict on each at this moment, step by step; a source of revocation may be asked for it. */
async function certificatesOf(tppId: string): Promise<SeenCertificate[]> {
  const rows = await database()
    .select()
    .from(tppCertificates)
    .where(eq(tppCertificates.tppId, tppId))
    .orderBy(desc(tppCertificates.notAfter))
    .limit(CERTIFICATES_SHOWN)
  const seen = rows.map(async ({ thumbprint, serial, issuer, roles, notBefore, notAfter, der }) => {
    const { verdict, refusal } = await vetCertificate(der, 'web')
    const fault = refusal ? (refusal.text ?? refusal.code) : null
    return { thumbprint, serial, issuer, roles, notBefore, notAfter, fault, steps: verdict.steps }
  })
  return Promise.all(seen)
}

/** What became of the last calls of a third party; nothing of whose data they were about. */
export async function lastCalls(tppId: string, now: Date): Promise<SeenCall[]> {
  const { callId, at, method, route, status, code, requestId } = accessLog
  return database()
    .select({ callId, at, method, route, status, code, requestId })
    .from(accessLog)
    .where(and(eq(accessLog.tppId, tppId), gt(at, new Date(now.getTime() - DAYS_OF_CALLS * DAY_MILLIS))))
    .orderBy(desc(at))
    .limit(CALLS_SHOWN)
}

export type ThirdPartyDetail = ThirdPartyRow & {
  certificates: SeenCertificate[]
  /** Whom its names look like now: for the eye of staff, see `enrolTpp`. */
  alike: FoundLookAlike[]
  consentsByStatus: { status: string; many: number }[]
  calls: SeenCall[]
}

/** `fault` says why a call by it would be refused now; null: it would not be. */
export type SeenCertificate = {
  thumbprint: string
  serial: string
  issuer: string
  roles: string[]
  notBefore: Date
  notAfter: Date
  fault: string | null
  steps: readonly StepResult[]
}

export type SeenCall = {
  callId: string
  at: Date
  method: string
  route: string
  status: number
  code: string | null
  requestId: string | null
}
