import 'server-only'
import type { Transaction } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { tpps } from '@/db/schema/tpps'
import { recordEvent } from '@/lib/audit/record-event'
import { authorityOf } from './authority-of'
import { THIRD_PARTIES, type ThirdParty } from './third-parties'

const KNOWN_FOR_DAYS = 745
const DAY_MILLIS = 86_400_000

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
  return eventIds
}

function registered({ id, status, legalName, pausedDaysAgo, roles = ['PSP_AI'] }: ThirdParty, now: Date) {
  const pausedAt = pausedDaysAgo === undefined ? null : new Date(now.getTime() - pausedDaysAgo * DAY_MILLIS)
  const { id: authorityId, name: authorityName, country } = authorityOf(id)
  return { id, status, pausedAt, legalName, country, authorityId, authorityName, roles }
}
