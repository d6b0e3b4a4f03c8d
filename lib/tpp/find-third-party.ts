import 'server-only'
import { count, desc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { tppCertificates } from '@/db/schema/tpps'
import type { StepResult } from '@/lib/eidas/verdict'
import { findInRegister } from '@/lib/register/find-in-register'
import { type FoundLookAlike, findLookAlikes } from './find-look-alikes'
import { findThirdParties, type ThirdPartyRow } from './find-third-parties'
import { lastCalls, type SeenCall } from './last-calls'
import { vetAnew } from './vet-certificate'

const CERTIFICATES_SHOWN = 10

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
  return { ...row, withdrawn: withdrawnOf(row), certificates, alike, consentsByStatus: byStatus, calls }
}

/**
 * What the register has taken back of the roles that its certificate names; nothing where it does not have it, or cannot be had.
 */
function withdrawnOf({ id, roles }: ThirdPartyRow): string[] {
  const { entry } = findInRegister(id)
  if (!entry) return []
  const kept: readonly string[] = entry.status === 'withdrawn' ? [] : entry.roles
  return roles.filter((role) => !kept.includes(role))
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
    const { verdict, refusal } = await vetAnew(der, 'web')
    const fault = refusal ? (refusal.text ?? refusal.code) : null
    return { thumbprint, serial, issuer, roles, notBefore, notAfter, fault, steps: verdict.steps }
  })
  return Promise.all(seen)
}

export type ThirdPartyDetail = ThirdPartyRow & {
  /** Those of its roles that the register has withdrawn. */
  withdrawn: string[]
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
