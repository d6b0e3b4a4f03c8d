import 'server-only'
import { and, asc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { outbox } from '@/db/schema/outbox'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { customerOf } from '@/lib/consent/customer-of'
import { log } from '@/lib/log'
import { marketProfile } from '@/lib/market-profile'
import { accountsShown, askHolders, concernsHolders, type Holders } from './ask-holders'
import { findRecipients, SHARING_AT_ONCE } from './find-recipients'
import { insertNotices } from './insert-notices'
import { isNewDevice } from './is-new-device'
import { type NoticeKind, type NoticeParams, TELLINGS, type Telling } from './notice-kinds'
import { type OutboxRow, paramsOf } from './params-of'

const ROWS_AT_ONCE = 20
const REST_MILLIS = 60_000

/** Rows that could not be planned: a fault of ours must not keep what came after it. They are tried again after a rest. */
const resting = new Map<string, number>()

const NOBODY: Holders = { accountIds: [], kept: false, psuIds: [] }

/**
 * Turns what decisions left in the outbox for customers into notices, and returns how many rows it took. Each row is taken by
 * one planner and marked in the transaction that writes its notices; any number may plan side by side. The ledger is asked
 * before that transaction, about what other planners may settle meanwhile, and those with nothing to ask do not wait for it.
 */
export async function planNotices(): Promise<number> {
  const due = await findDue()
  const taken = await write(due.filter((row) => !concernsHolders(row)))
  return taken + (await write(await ask(due.filter(concernsHolders))))
}

/** Looked at only, and locked by nobody. */
async function findDue(): Promise<Due[]> {
  const passed = stillResting()
  return database()
    .select({ id: outbox.id, type: outbox.type, consentId: outbox.consentId })
    .from(outbox)
    .where(
      and(
        eq(outbox.audience, 'customer'),
        isNull(outbox.sentAt),
        passed.length > 0 ? notInArray(outbox.id, passed) : undefined,
      ),
    )
    .orderBy(asc(outbox.sequence))
    .limit(ROWS_AT_ONCE)
}

/** With the ledger's answers; those about which it gave none are left to rest. */
async function ask(due: readonly Due[]): Promise<Due[]> {
  const asked = await Promise.all(
    due.map(async (row) => {
      try {
        return row.consentId === null ? row : { ...row, holders: await askHolders(row.consentId) }
      } catch (thrown) {
        rest(row, thrown)
        return null
      }
    }),
  )
  return asked.filter((row) => row !== null)
}

async function write(due: readonly Due[]): Promise<number> {
  if (due.length === 0) return 0
  const holdersOf = new Map(due.map(({ id, holders }) => [id, holders]))
  return database().transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(outbox)
      .where(and(inArray(outbox.id, [...holdersOf.keys()]), isNull(outbox.sentAt)))
      .orderBy(asc(outbox.sequence))
      .for('update', { skipLocked: true })
    const settled: string[] = []
    for (const row of rows) if (await planOne(tx, row, holdersOf.get(row.id))) settled.push(row.id)
    if (settled.length > 0)
      await tx.update(outbox).set({ sentAt: sql`placet_now()` }).where(inArray(outbox.id, settled))
    return rows.length
  })
}

/** Whether nothing of the row is left to tell. */
async function planOne(tx: Transaction, row: OutboxRow, holders: Holders = NOBODY): Promise<boolean> {
  try {
    return await tx.transaction((part) => tell(part, row, holders))
  } catch (thrown) {
    rest(row, thrown)
    return false
  }
}

function rest({ id, type }: Pick<OutboxRow, 'id' | 'type'>, thrown: unknown): void {
  log.error({ err: thrown, outboxId: id, type }, 'A notice could not be planned')
  resting.set(id, Date.now() + REST_MILLIS)
}

async function tell(tx: Transaction, row: OutboxRow, holders: Holders): Promise<boolean> {
  const telling = TELLINGS[row.type as EventType]
  if (!telling) return true
  if (row.consentId !== null && concernsHolders(row) && (await isOutdated(tx, row.consentId, holders)))
    return false
  const { eventId, psuId, consentId, tppId, createdAt: at } = row
  const { to, joint } = telling
  const about = { eventId, psuId, consentId, tppId, at }
  const recipients = await findRecipients(tx, { to, holders: holders.psuIds, ...about })
  const actor = await actorOf(tx, row)
  const params = await paramsOf(tx, row, actor)
  const drafts = recipients.flatMap(({ isJoint, ...recipient }) => {
    const kind = isJoint ? (joint ?? null) : kindFor(telling, { actor, psuId: recipient.psuId })
    if (kind === null || isToldOtherwise(row)) return []
    const words = params(kind, recipient.psuId === actor)
    return [{ eventId, kind, at, ...recipient, params: isJoint ? asOthersRead(words) : words }]
  })
  const wanted = row.type === 'psu.signed-in' && !(await isNewDevice(tx, row)) ? [] : drafts
  await insertNotices(tx, wanted)
  return telling.to !== 'sharing' || recipients.length < SHARING_AT_ONCE
}

/** Whether other accounts are shown, or they are kept from others by now, than when the ledger was asked: it is asked again. */
async function isOutdated(tx: Transaction, consentId: string, asked: Holders): Promise<boolean> {
  const { accountIds, kept } = await accountsShown(tx, consentId)
  return kept !== asked.kept || accountIds.join() !== asked.accountIds.join()
}

/** Of somebody else's permission: by whom, and with which third party only where the market wants that. */
const asOthersRead = ({ name = null, app = null }: NoticeParams): NoticeParams => ({
  name,
  app: marketProfile.otherHoldersSeeThirdParty ? app : null,
})

/**
 * A passkey made to get back in is what the notice about that tells of; a payment that is carried out at once is told once, with
 * what became of it.
 */
const isToldOtherwise = ({ type, detail }: OutboxRow) =>
  (type === 'authenticator.created' && (detail.by === 'recovery' || detail.by === 'reset')) ||
  (type === 'payment.approved' && typeof detail.executeOn !== 'string')

function kindFor(
  telling: Telling,
  { actor, psuId }: { actor: string | null; psuId: string },
): NoticeKind | null {
  if (actor === null) return telling.other
  return actor === psuId ? telling.own : telling.holder
}

/** The customer who did it. Clear in the trail, of the month in which it happened. */
async function actorOf(tx: Transaction, { eventId, createdAt }: OutboxRow): Promise<string | null> {
  const [event] = await tx
    .select({ actor: auditEvents.actor })
    .from(auditEvents)
    .where(and(eq(auditEvents.at, createdAt), eq(auditEvents.id, eventId)))
  return event ? customerOf(event.actor as Actor) : null
}

function stillResting(): string[] {
  for (const [id, until] of resting) if (until <= Date.now()) resting.delete(id)
  return [...resting.keys()]
}

type Due = Pick<OutboxRow, 'id' | 'type' | 'consentId'> & { holders?: Holders }
