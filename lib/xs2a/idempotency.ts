import 'server-only'
import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import type { Sealed } from '@/db/schema/columns'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { bankKey, indexKey } from '@/lib/vault/vault'
import type { Xs2aCall } from './call'
import { inTurnOf } from './in-turn-of'
import { BODY_BYTES_MAX } from './read-body'
import type { About, Reply, RoutedCall } from './route'
import { DoorRefusal } from './tpp-messages'

/**
 * Runs a write at most once (X-Request-ID, xs2a.md 1.4). The same id with the same content within 24 hours gets the
 * same answer; with other content it is `format_error`; once the resource has changed since, `status_invalid`: no
 * answer outlives what it tells of. A write that was refused changed nothing, is not kept, and is judged anew. Where an
 * answer needs a token, the repetition does too: the line's `again` judges it.
 */
export async function answerOnce(call: WriteCall): Promise<Reply> {
  return inTurnOf(`${call.tpp.id} ${call.requestId}`, async () => {
    const content = await contentOf(call.raw)
    const before = await findAnswer(call, content)
    if (before) return before
    const reply = await call.route.handle(call).catch(async (thrown) => {
      // Another instance may have answered the same request meanwhile: then what stands in the way is that very answer.
      const meanwhile = await findAnswer(call, content)
      if (!meanwhile) throw thrown
      // Or this very call decided, and only the answer to its commit was lost: then its row stands already (FLT-06, INV-02).
      call.entry.recorded ||= await isRecorded(call.callId)
      return meanwhile
    })
    await requireKept(call, reply)
    return reply
  })
}

/** Whether the row of this call stands already: what it decided may be committed although nobody heard so. */
export async function isRecorded(callId: string): Promise<boolean> {
  const { rowCount } = await database().execute(
    sql`select from access_log where call_id = ${callId} and at > placet_now() - interval '5 minutes'`,
  )
  return rowCount !== null && rowCount > 0
}

/**
 * Keeps the answer within the transaction that decided it. Check and act are one statement: of two that arrive at once,
 * on any instances, one has its row and the other throws, so that its whole transaction is undone.
 */
export async function keepAnswer(tx: Transaction, kept: KeepAnswer): Promise<void> {
  const { tppId, requestId, raw, reply, about } = kept
  const [content, key] = await Promise.all([contentOf(raw), bankKey()])
  const { consentId, paymentId, authorisationId } = columnsOf(about)
  const written = await tx.execute(sql`
    insert into idempotent_answers as kept
      (tpp_id, request_id, content, consent_id, payment_id, authorisation_id, state, sealed_answer, created_at)
    values (${tppId}, ${requestId}, ${content}, ${consentId}, ${paymentId}, ${authorisationId}, ${stateOf({
      consentId: sql`${consentId}::uuid`,
      paymentId: sql`${paymentId}::uuid`,
      authorisationId: sql`${authorisationId}::uuid`,
    })}, ${key.seal(SEALED_AS, reply)}, placet_now())
    on conflict (tpp_id, request_id) do update set content = excluded.content, consent_id = excluded.consent_id,
      payment_id = excluded.payment_id, authorisation_id = excluded.authorisation_id, state = excluded.state,
      sealed_answer = excluded.sealed_answer, created_at = excluded.created_at
      where kept.created_at <= placet_now() - interval '24 hours'`)
  if (written.rowCount !== 1) throw new Error('This request is being answered already')
}

/** A new line of the table that makes something and does not keep its answer fails at its first call, not in production. */
async function requireKept({ tpp, requestId, route }: WriteCall, { status }: Reply): Promise<void> {
  if ((status !== 201 && !route.again) || env.NODE_ENV === 'production') return
  const { rows } = await database().execute(sql`
    select 1 from idempotent_answers where tpp_id = ${tpp.id} and request_id = ${requestId}`)
  if (rows.length === 0) throw new Error(`${route.operationId} made something without recordIn`)
}

/** How the resource stands, in one word; both the row and the look-up ask by this. What has ended does not run out. */
const stateOf = ({ consentId, paymentId, authorisationId }: Record<keyof Columns, SQL>) => sql`coalesce((
  select concat_ws(':', c.status, c.version,
    c.status in ('received', 'partiallyAuthorised', 'valid') and c.ends_at <= placet_now(),
    (select a.sca_status from authorisations a where a.id = ${authorisationId} and a.resource_id = c.id))
  from consents c where c.id = ${consentId}), (
  select concat_ws(':', p.status, p.status = 'RCVD' and p.answer_by <= placet_now(),
    (select a.sca_status from authorisations a where a.id = ${authorisationId} and a.resource_id = p.id))
  from payments p where p.id = ${paymentId}), '')`

/** One of the two, by what the write was about. */
const columnsOf = (about: About): Columns => ({
  consentId: 'consentId' in about ? about.consentId : null,
  paymentId: 'paymentId' in about ? about.paymentId : null,
  authorisationId: about.authorisationId ?? null,
})

async function findAnswer(call: WriteCall, content: Buffer): Promise<Reply | null> {
  const { tpp, requestId, entry } = call
  const { rows } = await database().execute<Found>(sql`
    select content, consent_id, sealed_answer,
      state = ${stateOf({
        consentId: sql`kept.consent_id`,
        paymentId: sql`kept.payment_id`,
        authorisationId: sql`kept.authorisation_id`,
      })} as unchanged
    from idempotent_answers kept
    where tpp_id = ${tpp.id} and request_id = ${requestId} and created_at > placet_now() - interval '24 hours'`)
  const [found] = rows
  if (!found) return null
  if (!found.content.equals(content))
    throw new Refusal('format_error', {
      path: 'X-Request-ID',
      text: 'This X-Request-ID was used for another request within 24 hours. Use a new UUID for each request.',
    })
  entry.consentId = found.consent_id
  await call.route.again?.(call)
  if (!found.unchanged)
    throw new Refusal('status_invalid', {
      path: 'X-Request-ID',
      text: 'This request was answered already, and the resource has changed since. Read its status.',
    })
  return (await bankKey()).open<Reply>(SEALED_AS, found.sealed_answer)
}

const SEALED_AS = 'idempotent_answers.answer'

/** What the standard defines beside path, query and body. A renewed token or signature is the same request. */
const HEADERS = [
  'content-type',
  'consent-id',
  'psu-id',
  'psu-id-type',
  'psu-corporate-id',
  'psu-corporate-id-type',
  'psu-ip-address',
  'psu-ip-port',
  'psu-user-agent',
  'psu-device-id',
  'psu-geo-location',
  'psu-http-method',
  'psu-accept',
  'psu-accept-charset',
  'psu-accept-encoding',
  'psu-accept-language',
  'tpp-redirect-uri',
  'tpp-nok-redirect-uri',
  'tpp-redirect-preferred',
  'tpp-decoupled-preferred',
  'tpp-explicit-authorisation-preferred',
  'tpp-rejection-nofunds-preferred',
  'tpp-notification-uri',
  'tpp-notification-content-preferred',
  'tpp-brand-logging-information',
]

/** A keyed hash: what was sent names people, and an unkeyed one could be guessed back. */
async function contentOf(raw: Xs2aCall): Promise<Buffer> {
  const body = await raw.readBody(BODY_BYTES_MAX)
  if (body === null) throw new DoorRefusal('body_too_large')
  const digest = createHash('sha256').update(body).digest('base64')
  const headers = HEADERS.map((name) => raw.header(name) ?? null)
  const sent = JSON.stringify([raw.method, raw.path, raw.search, digest, headers])
  return (await indexKey()).index('idempotent_answers.content', sent)
}

type WriteCall = RoutedCall<unknown, unknown>
type Columns = { consentId: string | null; paymentId: string | null; authorisationId: string | null }
type KeepAnswer = { tppId: string; requestId: string; raw: Xs2aCall; reply: Reply; about: About }
type Found = { content: Buffer; consent_id: string | null; sealed_answer: Sealed; unchanged: boolean }
