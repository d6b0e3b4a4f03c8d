import 'server-only'
import { and, eq, inArray, isNull, notInArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { postureChecks, postureFindings, posturePlaces } from '@/db/schema/posture'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import type { Resolve } from '@/lib/egress/checked-addresses'
import { type Finding, isFindingCode } from './finding'
import { judgeKey } from './judge-key'
import { lookAtEndpoint } from './look-at-endpoint'
import { registeredPlaces } from './registered-places'

const AT_ONCE = 4

/**
 * Looks at everything that one third party has registered and keeps what was found, from when and until when; what changed is
 * one row of the trail. Nothing is held while strangers are waited for. What a place that does not answer had before stays
 * open. It decides nothing: no verdict and no call reads what is kept here (PSD2 Art. 68(5)).
 */
export async function checkThirdParty({ tppId, resolve }: CheckThirdParty): Promise<void> {
  const at = await now()
  const { origins, keys } = await registeredPlaces(tppId)
  // Certificates live by the machine's clock, not by that of a sandbox.
  const looks = await inTurns(origins, async ({ origin, uses }) => ({
    place: origin,
    kind: 'origin' as const,
    uses,
    ...(await lookAtEndpoint({ origin, uses, now: new Date(), resolve })),
  }))
  await database().transaction(async (tx) => {
    await tx
      .insert(postureChecks)
      .values({ tppId, checkedAt: at })
      .onConflictDoUpdate({ target: postureChecks.tppId, set: { checkedAt: at } })
    const firstSeen = await firstSeenOf(tx, tppId)
    const seenKeys = keys.map(({ key, thumbprint }) => ({
      place: thumbprint,
      kind: 'key' as const,
      uses: ['signature'],
      facts: { kty: key.kty, ...(key.kid && { kid: key.kid }) },
      findings: judgeKey({ key, firstSeenAt: firstSeen.get(thumbprint) ?? at, now: at }),
      silent: false,
    }))
    const seen = [...new Map([...looks, ...seenKeys].map((one) => [one.place, one])).values()]
    await keepPlaces(tx, { tppId, at, seen, firstSeen })
    await keepFindings(tx, { tppId, at, seen })
  })
}

async function firstSeenOf(tx: Transaction, tppId: string): Promise<Map<string, Date>> {
  const rows = await tx
    .select({ place: posturePlaces.place, firstSeenAt: posturePlaces.firstSeenAt })
    .from(posturePlaces)
    .where(eq(posturePlaces.tppId, tppId))
  return new Map(rows.map(({ place, firstSeenAt }) => [place, firstSeenAt]))
}

async function keepPlaces(tx: Transaction, { tppId, at, seen, firstSeen }: KeepPlaces): Promise<void> {
  const own = eq(posturePlaces.tppId, tppId)
  const names = seen.map(({ place }) => place)
  await tx
    .delete(posturePlaces)
    .where(names.length > 0 ? and(own, notInArray(posturePlaces.place, names)) : own)
  for (const { place, kind, uses, facts } of seen) {
    const looked = { kind, uses, facts, checkedAt: at }
    await tx
      .insert(posturePlaces)
      .values({ tppId, place, firstSeenAt: firstSeen.get(place) ?? at, ...looked })
      .onConflictDoUpdate({ target: [posturePlaces.tppId, posturePlaces.place], set: looked })
  }
}

async function keepFindings(tx: Transaction, { tppId, at, seen }: KeepFindings): Promise<void> {
  const open = await tx
    .select()
    .from(postureFindings)
    .where(and(eq(postureFindings.tppId, tppId), isNull(postureFindings.goneAt)))
  const found = new Map(
    seen.flatMap(({ place, findings }) => findings.map((one) => [`${place} ${one.code}`, { place, ...one }])),
  )
  const silent = new Set(seen.filter((one) => one.silent).map(({ place }) => place))
  const gone = open.filter(
    ({ place, code }) => !found.has(`${place} ${code}`) && !(silent.has(place) && isLasting(code)),
  )
  const before = new Map(open.map((row) => [`${row.place} ${row.code}`, row]))
  const appeared = [...found].filter(([key]) => !before.has(key)).map(([, one]) => one)
  if (gone.length > 0)
    await tx
      .update(postureFindings)
      .set({ goneAt: at })
      .where(
        inArray(
          postureFindings.id,
          gone.map(({ id }) => id),
        ),
      )
  for (const [key, { detail }] of found) {
    const row = before.get(key)
    if (row && JSON.stringify(row.detail) !== JSON.stringify(detail))
      await tx.update(postureFindings).set({ detail }).where(eq(postureFindings.id, row.id))
  }
  if (appeared.length > 0)
    await tx
      .insert(postureFindings)
      .values(appeared.map((one) => ({ id: newId(), tppId, foundAt: at, ...one })))
  if (appeared.length + gone.length === 0) return
  const named = (rows: { place: string; code: string }[]) => rows.map(({ place, code }) => ({ place, code }))
  await recordEvent(tx, {
    at,
    type: 'tpp.posture-changed',
    actor: 'system',
    subject: `tpp:${tppId}`,
    tppId,
    detail: { found: named(appeared), gone: named(gone) },
  })
}

/** Not what an earlier silence was called: of two reasons for it the latest counts. */
const isLasting = (code: string) =>
  isFindingCode(code) && !['UNREACHABLE', 'TLS_FAILED', 'NAME_UNKNOWN', 'NOT_LOOKED_AT'].includes(code)

/** A few at a time, in order: one third party must not take all of the machine's connections. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (let start = 0; start < items.length; start += AT_ONCE)
    done.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))))
  return done
}

type SeenPlace = {
  place: string
  kind: 'origin' | 'key'
  uses: string[]
  facts: Record<string, unknown>
  findings: Finding[]
  silent: boolean
}
type KeepFindings = { tppId: string; at: Date; seen: SeenPlace[] }
type KeepPlaces = KeepFindings & { firstSeen: Map<string, Date> }
/** `resolve` is for tests. */
type CheckThirdParty = { tppId: string; resolve?: Resolve }
