import 'server-only'
import { eq, getTableColumns } from 'drizzle-orm'
import { database } from '@/db/connection'
import { tppCertificates, tpps } from '@/db/schema/tpps'
import { PSP_ROLES } from '@/lib/eidas/qualified-certificate'
import { Refusal } from '@/lib/errors'
import type { Caller, Tpp, VettedCertificate } from './caller'
import { decisionText } from './decision-text'
import { enrolTpp } from './enrol-tpp'
import { statusNow } from './status-now'

/**
 * For this long a call costs no look-up. A pause binds at once all the same: the hot statement reads the status again, and
 * whatever does not go through it asks `fresh`.
 */
const REMEMBERED_MILLIS = 1_000
const REMEMBERED_MAX = 2_000

/**
 * The third party behind a vetted certificate: its organizationIdentifier, whatever the certificate. The first valid
 * call enrols it. Throws the caller's refusal when no certificate was vetted, `certificate_blocked` when paused. `fresh`:
 * nothing remembered will do, because no statement reads the status again.
 */
export async function identifyTpp(caller: Caller, now: Date, { fresh = false } = {}): Promise<Tpp> {
  const { certificate, refusal } = caller
  if (!certificate) throw refusal ?? new Refusal('certificate_missing')
  // A pause that is remembered could be over: nobody waits a second to be served again.
  const known = fresh ? null : recallTpp(certificate)
  const tpp = known?.status === 'active' ? known : await lookUp(certificate, now)
  if (tpp.status === 'active') return tpp
  throw new Refusal('certificate_blocked', { text: await decisionText(tpp.id) })
}

/** What this process learnt within the last second, so that a door need not ask for the time first. */
export function recallTpp({ thumbprint }: VettedCertificate): Tpp | null {
  const known = remembered.get(thumbprint)
  return known && known.until > performance.now() ? known.tpp : null
}

const remembered = new Map<string, { tpp: Tpp; until: number }>()

async function lookUp(certificate: VettedCertificate, now: Date): Promise<Tpp> {
  let row = await find(certificate)
  if (!row) {
    await enrolTpp(certificate, now)
    row = await find(certificate)
  }
  if (!row) throw new Error(`${certificate.organizationIdentifier} was enrolled and cannot be found`)
  const tpp = { ...row, roles: PSP_ROLES.filter((role) => row.roles.includes(role)) }
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(certificate.thumbprint, { tpp, until: performance.now() + REMEMBERED_MILLIS })
  return tpp
}

/** Only with a certificate seen before: a new one goes through enrolment, which keeps it. */
async function find({ thumbprint }: VettedCertificate) {
  const { id, legalName, country, authorityId, authorityName, roles } = getTableColumns(tpps)
  const [row] = await database()
    .select({ id, status: statusNow(), legalName, country, authorityId, authorityName, roles })
    .from(tppCertificates)
    .innerJoin(tpps, eq(tpps.id, tppCertificates.tppId))
    .where(eq(tppCertificates.thumbprint, thumbprint))
  return row
}
