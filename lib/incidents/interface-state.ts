import 'server-only'
import { and, desc, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { incidents } from '@/db/schema/incidents'
import { now } from '@/lib/clock'
import { accountsById } from '@/lib/core-banking/ledger'
import { timeLimit } from '@/lib/env'
import { log } from '@/lib/log'
import { type Availability, findAvailability } from '@/lib/measurements/find-availability'
import { OWN_RULES, type OwnRule } from './incident-rules'

const KEPT_MILLIS = 5_000
const BOOKS_MILLIS = 3_000
const SHOWN_MAX = 20
const SHOWN_DAYS = 90

/**
 * How the interface and the bank's books are at this moment, looked at anew every few seconds however many ask, what of the last
 * ninety days was measured, and the bank's own incidents in them. Nothing of a customer or of one third party. Never throws:
 * where not even the database answers, nothing is up.
 */
export function interfaceState(): Promise<InterfaceState> {
  if (kept && kept.until > performance.now()) return kept.state
  const state = look()
  kept = { until: performance.now() + KEPT_MILLIS, state }
  return state
}

let kept: { until: number; state: Promise<InterfaceState> } | null = null

async function look(): Promise<InterfaceState> {
  try {
    const checkedAt = await now()
    const found = await ownIncidents()
    const availability = await Promise.all([30, SHOWN_DAYS].map(findAvailability))
    const open = (rule: OwnRule) => found.find((one) => one.rule === rule && one.open) ?? null
    const answers = await doBooksAnswer()
    const faults = open('own-faults')
    const silent = open('books-silent')
    return {
      checkedAt,
      interface: { is: faults ? 'partly' : 'up', since: faults?.from ?? lastEnd(found, 'own-faults') },
      books: {
        is: answers ? (silent ? 'partly' : 'up') : 'down',
        since: answers && !silent ? lastEnd(found, 'books-silent') : (silent?.from ?? null),
      },
      availability,
      incidents: found,
    }
  } catch (thrown) {
    log.error({ err: thrown }, 'The state of the interface could not be told')
    const down = { is: 'down', since: null } as const
    return { checkedAt: new Date(), interface: down, books: down, availability: [], incidents: [] }
  }
}

/** An account that no bank has: whoever says that it is not there has looked. */
const NOBODYS = '00000000-0000-0000-0000-000000000000'

async function doBooksAnswer(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeLimit(BOOKS_MILLIS))
  })
  const asked = accountsById([NOBODYS]).then(
    () => true,
    () => false,
  )
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}

async function ownIncidents(): Promise<OwnIncident[]> {
  const rows = await database()
    .select({
      id: incidents.id,
      rule: sql<OwnRule>`${incidents.rule}`,
      openedAt: incidents.openedAt,
      lastSeenAt: incidents.lastSeenAt,
      closedAt: incidents.closedAt,
    })
    .from(incidents)
    .where(
      and(
        inArray(incidents.rule, [...OWN_RULES]),
        or(
          isNull(incidents.closedAt),
          gt(incidents.lastSeenAt, sql`placet_now() - make_interval(days => ${SHOWN_DAYS})`),
        ),
      ),
    )
    .orderBy(desc(incidents.openedAt))
    .limit(SHOWN_MAX)
  return rows.map(({ id, rule, openedAt, lastSeenAt, closedAt }) => ({
    id,
    rule,
    from: openedAt,
    until: lastSeenAt,
    open: closedAt === null,
  }))
}

const lastEnd = (found: readonly OwnIncident[], rule: OwnRule): Date | null =>
  found.find((one) => one.rule === rule && !one.open)?.until ?? null

/** `partly`: there are answers, and faults too. `since`: null where nothing else was seen for as long as it is shown. */
export type PartState = { is: 'up' | 'partly' | 'down'; since: Date | null }
export type OwnIncident = { id: string; rule: OwnRule; from: Date; until: Date; open: boolean }
export type InterfaceState = {
  checkedAt: Date
  interface: PartState
  books: PartState
  availability: Availability[]
  incidents: OwnIncident[]
}
