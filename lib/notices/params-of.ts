import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Transaction } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { nameHolders } from '@/lib/psu/name-holders'
import { bankKey, vaultKeysById } from '@/lib/vault/vault'
import type { NoticeKind, NoticeParams } from './notice-kinds'

/** What is needed to word an event, looked up once for all who are told of it. */
export async function paramsOf(tx: Transaction, row: OutboxRow, actorPsuId: string | null) {
  const payload = await openPayload(tx, row)
  const about = await findAbout(tx, row)
  const [name = null] = actorPsuId === null ? [] : await nameHolders([actorPsuId])
  const told = await customersText(tx, row)
  const text = (key: string) => textOf(payload[key])
  const renamed = row.type === 'tpp.renamed'
  const dateOf = (kind: NoticeKind) => {
    const keys = DATE_OF[kind]
    return keys ? (keys.map(text).find((value) => value !== null) ?? null) : (about?.endsAt ?? null)
  }
  return (kind: NoticeKind, isOwn: boolean): NoticeParams => ({
    app: (renamed ? text('to') : null) ?? about?.app ?? null,
    funds: about?.funds ?? false,
    asked: about?.asked ?? false,
    name: isOwn ? null : name,
    told: told ?? text('reason') ?? text('name'),
    formerly: renamed ? text('from') : null,
    date: dateOf(kind),
    browser: text('browser'),
    // Why a payment was not carried out is told as an answer is.
    answer: text('answer') ?? text('rejection'),
    money: Amount.safeParse(payload.money).data ?? null,
    payee: text('payee'),
    path: text('objection') ?? pageOf(text('subject')),
  })
}

/**
 * Under which name of the payload the date stands that the words of a kind speak of, and of no other day; elsewhere it is the
 * end of the permission.
 */
const DATE_OF: Partial<Record<NoticeKind, readonly string[]>> = {
  appEnds: ['endsAt'],
  removalPassedOn: ['dueOn'],
  removalLetterSent: ['dueOn'],
  removalReceived: ['dueOn'],
  removalExtended: ['dueOn'],
  removalReminded: ['dueOn'],
  removalOverdue: ['dueOn'],
  paymentPlanned: ['executeOn'],
  paymentPaid: [],
  paymentFailed: [],
  paymentTakenBack: [],
  paymentTakenBackForYou: [],
  staffLookedPayment: [],
  recoveryUsed: ['coolsUntil'],
  accessReset: ['coolsUntil'],
}

/** Where what an event is about has its page. */
const pageOf = (subject: string | null) =>
  subject?.startsWith('payment:') ? `/payments/${subject.slice('payment:'.length)}` : null

const Amount = z.object({ amount: z.string(), currency: z.string() })

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

/** The payload lies under the key of its customer; where that is gone, what was clear in it is all there is. */
async function openPayload(tx: Transaction, row: OutboxRow): Promise<Record<string, unknown>> {
  if (row.psuId === null) return (await bankKey()).open('outbox.payload', row.sealedPayload)
  const { rows } = await tx.execute<{ key_id: string }>(
    sql`select key_id from psus where id = ${row.psuId}::uuid`,
  )
  const [key] = await vaultKeysById(rows.map(({ key_id }) => key_id))
  return key ? key.open('outbox.payload', row.sealedPayload) : row.detail
}

async function findAbout(tx: Transaction, { consentId, tppId }: OutboxRow): Promise<About | null> {
  if (consentId === null && tppId === null) return null
  const { rows } = await tx.execute<{
    app: string
    funds: boolean | null
    asked: boolean | null
    ends_at: string | null
  }>(
    consentId === null
      ? sql`select coalesce((select brand from applications where tpp_id = t.id order by created_at limit 1),
                   t.legal_name) as app, null as funds, null as asked, null as ends_at
            from tpps t where t.id = ${tppId}`
      : sql`select coalesce(a.brand, t.legal_name) as app, c.kind = 'fundsConfirmation' as funds,
                   exists (select from removals r where r.consent_id = c.id) as asked,
                   case when c.recurring and c.valid_until < '9999-01-01' then c.valid_until::text end as ends_at
            from consents c join tpps t on t.id = c.tpp_id left join applications a on a.client_id = c.client_id
            where c.id = ${consentId}`,
  )
  const [row] = rows
  return row
    ? { app: row.app, funds: row.funds === true, asked: row.asked === true, endsAt: row.ends_at }
    : null
}

/** What the bank tells customers of a decision about a third party; null where saying why would compromise security. */
async function customersText(tx: Transaction, { type, detail }: OutboxRow): Promise<string | null> {
  const decisionId = textOf(detail.decisionId)
  if (!type.startsWith('tpp.') || decisionId === null) return null
  const [decision] = await tx
    .select({ text: tppDecisions.customersText })
    .from(tppDecisions)
    .where(eq(tppDecisions.id, decisionId))
  return decision?.text ?? null
}

type About = { app: string; funds: boolean; asked: boolean; endsAt: string | null }
export type OutboxRow = {
  id: string
  eventId: string
  type: string
  consentId: string | null
  psuId: string | null
  tppId: string | null
  detail: Record<string, unknown>
  sealedPayload: Buffer
  createdAt: Date
}
