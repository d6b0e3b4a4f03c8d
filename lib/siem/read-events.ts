import 'server-only'
import { and, asc, gt, gte, lt, type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { securityEvents } from '@/db/schema/security-events'
import { indexKey } from '@/lib/vault/vault'
import { eventOfBlock, eventOfTrail, PSEUDONYM_LENGTH, type SiemEvent } from './siem-event'

const BATCH = 500

/**
 * What comes after a place in the trail and among what was turned away, at most a batch of each, with the place to go on from. Nothing
 * is passed over: an event's id has the time at which it was written, so what is not committed yet belongs to a transaction that
 * began before it, and nothing younger than the oldest of these is read. That costs a reader ten seconds.
 */
export async function readEvents({ after, since, behindMillis = BEHIND_MILLIS }: ReadEvents): Promise<Batch> {
  const until = await horizon(behindMillis)
  const index = await indexKey()
  const pseudonym = (id: string) => index.index('siem', id).toString('hex').slice(0, PSEUDONYM_LENGTH)
  const trail = await readTrail(after.trail, since, until)
  const blocks = await readBlocks(after.blocks, since)
  const lastBlock = blocks.at(-1)
  return {
    events: [...trail.map((row) => eventOfTrail(row, pseudonym)), ...blocks.map(eventOfBlock)],
    place: {
      trail: trail.at(-1)?.id ?? after.trail,
      blocks: lastBlock
        ? {
            minute: lastBlock.minute.toISOString(),
            rule: lastBlock.rule,
            source: lastBlock.source.toString('hex'),
          }
        : after.blocks,
    },
    more: trail.length === BATCH || blocks.length === BATCH,
  }
}

export const BEGINNING: Place = { trail: null, blocks: null }

/** By how much clocks of the instances and the database may differ. */
const BEHIND_MILLIS = 10_000

/** The id that an event of that moment would have at least: version 7 begins with its milliseconds (RFC 9562, 5.7). */
async function horizon(behindMillis: number): Promise<string> {
  const { rows } = await database().execute<{ until: Date }>(sql`
    select least(now(), min(xact_start)) - make_interval(secs => ${behindMillis / 1_000}) as until from pg_stat_activity where datname = current_database()`)
  const millis = new Date(rows[0]?.until ?? 0).getTime().toString(16).padStart(12, '0')
  return `${millis.slice(0, 8)}-${millis.slice(8)}-0000-0000-000000000000`
}

async function readTrail(after: string | null, since: Date | null, until: string) {
  return database()
    .select(TRAIL)
    .from(auditEvents)
    .where(
      and(
        lt(auditEvents.id, until),
        after === null ? undefined : gt(auditEvents.id, after),
        since === null ? undefined : gte(auditEvents.at, since),
      ),
    )
    .orderBy(asc(auditEvents.id))
    .limit(BATCH)
}

/** What is sealed stays here. */
const { id, at, type, actor, subject, psuId, tppId, consentId, requestId, detail } = auditEvents
const TRAIL = { id, at, type, actor, subject, psuId, tppId, consentId, requestId, detail }

/** A minute is told when it is over: until then it still counts. */
async function readBlocks(after: Place['blocks'], since: Date | null) {
  const { minute, rule, source, count, tppId: party, requestId: request } = securityEvents
  const past: SQL | undefined = after
    ? sql`(${minute}, ${rule}, ${source}) > (${after.minute}::timestamptz, ${after.rule}, decode(${after.source}, 'hex'))`
    : undefined
  return database()
    .select({ minute, rule, source, count, tppId: party, requestId: request })
    .from(securityEvents)
    .where(
      and(
        sql`${minute} < date_trunc('minute', placet_now() - interval '20 seconds')`,
        past,
        since === null ? undefined : gte(minute, since),
      ),
    )
    .orderBy(asc(minute), asc(rule), asc(source))
    .limit(BATCH)
}

export type Place = {
  trail: string | null
  blocks: { minute: string; rule: string; source: string } | null
}
type ReadEvents = { after: Place; since: Date | null; behindMillis?: number | undefined }
type Batch = { events: SiemEvent[]; place: Place; more: boolean }
