import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { authorityReports, tppDecisions } from '@/db/schema/tpp-decisions'
import { tpps } from '@/db/schema/tpps'
import { recordEvent } from '@/lib/audit/record-event'
import { countAffected } from '@/lib/tpp/count-affected'
import { reportToAuthority } from '@/lib/tpp/report-to-authority'
import { authorityOf } from './authority-of'
import { seedId } from './seed-id'
import { STAFF } from './staff'
import { THIRD_PARTIES, type ThirdParty } from './third-parties'

const KNOWN_FOR_DAYS = 745
const DAY_MILLIS = 86_400_000
const HOUR_MILLIS = 3_600_000

/**
 * The register of third parties with one application each. One that has called already (a certificate makes it known)
 * keeps what it told. Without certificates none of them can call; Saldo brings its own.
 */
export async function writeThirdParties(tx: Transaction, now: Date): Promise<string[]> {
  const all: readonly ThirdParty[] = Object.values(THIRD_PARTIES)
  const firstSeenAt = new Date(now.getTime() - KNOWN_FOR_DAYS * DAY_MILLIS)
  const written = await tx
    .insert(tpps)
    .values(all.map((tpp) => ({ ...registered(tpp, now), firstSeenAt, lastSeenAt: now })))
    .onConflictDoNothing()
    .returning({ id: tpps.id })
  await tx
    .insert(applications)
    .values(
      all.map(({ id, brand, purpose, site }) => ({
        clientId: id,
        tppId: id,
        brand,
        clientUri: site,
        redirectUris: site === null ? [] : [`${site}/callback`],
        authenticationMethod: 'tls_client_auth' as const,
        fapiProfile: 'fapi2-security-profile' as const,
        rotatesRefreshTokens: 'no' as const,
        purposes: [purpose],
        createdAt: firstSeenAt,
        updatedAt: firstSeenAt,
      })),
    )
    .onConflictDoNothing()
  const eventIds: string[] = []
  for (const { id } of written)
    for (const type of ['tpp.enrolled', 'tpp.registered'] as const) {
      if (type === 'tpp.registered' && all.find((tpp) => tpp.id === id)?.site === null) continue
      const actor = `tpp:${id}` as const
      const { eventId } = await recordEvent(tx, { at: firstSeenAt, type, actor, subject: actor, tppId: id })
      eventIds.push(eventId)
    }
  for (const tpp of all) eventIds.push(...(await writePause(tx, tpp, now)))
  return eventIds
}

/** Why a paused one is paused: decided by two, as any pause is. */
async function writePause(tx: Transaction, { id, pausedDaysAgo }: ThirdParty, now: Date): Promise<string[]> {
  if (pausedDaysAgo === undefined) return []
  const at = new Date(now.getTime() - pausedDaysAgo * DAY_MILLIS)
  const decisionId = seedId(`pause:${id}`)
  const values = {
    id: decisionId,
    tppId: id,
    action: 'pause' as const,
    state: 'approved' as const,
    ground: 'licence-withdrawn' as const,
    note: 'Its authority has told us that the licence to read accounts was withdrawn.',
    tppText: 'Your authority has told us that your licence was withdrawn. Call us once it is back.',
    customersText: 'Its authority has withdrawn its licence to read accounts.',
    requestedBy: STAFF.operator.id,
    requestedAt: new Date(at.getTime() - HOUR_MILLIS),
    decidedBy: STAFF.approver.id,
    decidedAt: at,
    ...countAffected(id),
  }
  const [decision] = await tx.insert(tppDecisions).values(values).returning()
  const [tpp] = await tx.select().from(tpps).where(eq(tpps.id, id))
  if (decision && tpp)
    await tx.insert(authorityReports).values({
      id: seedId(`report:${id}`),
      tppId: id,
      decisionId,
      body: reportToAuthority({ decision, tpp, now: at }),
      createdAt: at,
    })
  const actor = `staff:${STAFF.approver.id}` as const
  const detail = { decisionId, ground: 'licence-withdrawn', endsAt: null }
  const { eventId } = await recordEvent(tx, {
    at,
    type: 'tpp.paused',
    actor,
    subject: `tpp:${id}`,
    tppId: id,
    detail,
  })
  return [eventId]
}

function registered({ id, status, legalName, pausedDaysAgo, roles = ['PSP_AI'] }: ThirdParty, now: Date) {
  const pausedAt = pausedDaysAgo === undefined ? null : new Date(now.getTime() - pausedDaysAgo * DAY_MILLIS)
  const { id: authorityId, name: authorityName, country } = authorityOf(id)
  return { id, status, pausedAt, legalName, country, authorityId, authorityName, roles }
}
