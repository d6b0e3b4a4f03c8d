import 'server-only'
import { and, eq, gt, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { deliveries, deliveryHosts } from '@/db/schema/deliveries'
import { EgressFault } from '@/lib/egress/egress-fault'
import { sendOut } from '@/lib/egress/send-out'
import { log } from '@/lib/log'
import { noteReceived } from '@/lib/removal/note-received'
import { signRequest } from '@/lib/signing/sign-message'
import { signSecurityEvent } from '@/lib/signing/sign-security-event'
import { EventError } from './event-error'
import { noteTold } from './note-told'
import { restSeconds, retryAt } from './schedule'
import type { TakenDelivery } from './take-due'

/**
 * Sends one message that was taken, and keeps what became of it. Any 2xx is delivered, but a Security Event Token only by 202
 * (RFC 8935, 2.2); 410 (Gone) is given up at once, all else is tried again by the schedule until it ends. A request to delete is received by being delivered. A process that dies
 * in between leaves the lease to run out: the message goes again, under the same X-Request-ID.
 */
export async function deliver(taken: TakenDelivery): Promise<void> {
  const outcome = await send(taken)
  await database().transaction(async (tx) => {
    // The clock of the leases, not the sandbox's.
    const next = judge(taken, outcome)
    const settled = next.state === 'pending' ? null : sql`now()`
    const kept = await tx
      .update(deliveries)
      .set({
        state: next.state,
        nextAttemptAt: next.at ?? sql`next_attempt_at`,
        leasedUntil: null,
        lastStatus: outcome.status,
        lastFault: outcome.fault,
        settledAt: settled,
      })
      // Whoever was slower than the lease has nothing to say any more.
      .where(
        and(
          eq(deliveries.id, taken.id),
          eq(deliveries.state, 'pending'),
          eq(deliveries.attempts, taken.attempts),
        ),
      )
      .returning({ id: deliveries.id })
    if (kept.length === 0) return
    if (next.state === 'delivered') await noteTold(tx, [taken.id])
    if (next.state === 'delivered' && taken.removalId) await noteReceived(tx, taken.removalId)
    await (isAlive(outcome) ? hostIsBack(tx, taken) : hostFailed(tx, taken))
    report(taken, outcome, next.state)
  })
}

async function send(taken: TakenDelivery): Promise<Outcome> {
  const { endpoint: url } = taken
  try {
    const message = await (taken.format === 'security-event' ? eventToken(taken) : signedMessage(taken))
    const { status, body } = await sendOut({ url, method: 'POST', ...message })
    return { status, fault: status === 400 && taken.format === 'security-event' ? errorOf(body) : null }
  } catch (thrown) {
    if (thrown instanceof EgressFault) return { status: null, fault: thrown.code }
    throw thrown
  }
}

async function signedMessage({ id, endpoint, body }: TakenDelivery) {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-request-id': id }
  const request = { method: 'POST', url: new URL(endpoint).href, headers, body }
  return { headers: await signRequest(request), body }
}

/** RFC 8935, 2.1: the token is the whole body, and its own proof. */
async function eventToken({ body: claims }: TakenDelivery) {
  const headers = { 'content-type': 'application/secevent+jwt', accept: 'application/json' }
  return { headers, body: await signSecurityEvent(claims) }
}

/** RFC 8935, 2.3: what the receiver says is wrong with it; its description is another's text and stays outside. */
function errorOf(body: Buffer): string | null {
  try {
    return `set:${EventError.parse(JSON.parse(body.toString('utf8'))).err}`
  } catch {
    return null
  }
}

function judge({ attempts, plannedAt, format }: TakenDelivery, { status }: Outcome): Next {
  const taken =
    format === 'security-event' ? status === 202 : status !== null && status >= 200 && status < 300
  if (taken) return { state: 'delivered', at: null }
  const at = retryAt({ attempts, plannedAt, now: new Date(), random: Math.random() })
  return at === null || status === 410 ? { state: 'dead', at: null } : { state: 'pending', at }
}

/** A host that says no is there; one that fails or asks for peace had better rest. */
function isAlive({ status }: Outcome): boolean {
  return status !== null && status < 500 && status !== 408 && status !== 429
}

async function hostIsBack(tx: Transaction, { tppId, host }: TakenDelivery): Promise<void> {
  await tx
    .update(deliveryHosts)
    .set({ failures: 0, restsUntil: null })
    .where(and(eq(deliveryHosts.tppId, tppId), eq(deliveryHosts.host, host), gt(deliveryHosts.failures, 0)))
}

async function hostFailed(tx: Transaction, { tppId, host }: TakenDelivery): Promise<void> {
  const own = and(eq(deliveryHosts.tppId, tppId), eq(deliveryHosts.host, host))
  const [row] = await tx
    .update(deliveryHosts)
    .set({ failures: sql`least(failures + 1, 1000)` })
    .where(own)
    .returning({ failures: deliveryHosts.failures })
  const seconds = row ? restSeconds(row.failures) : null
  if (seconds === null) return
  await tx
    .update(deliveryHosts)
    .set({ restsUntil: sql`now() + make_interval(secs => ${seconds})` })
    .where(own)
}

function report({ id, tppId, host, attempts }: TakenDelivery, outcome: Outcome, state: Next['state']): void {
  const facts = { deliveryId: id, tppId, host, attempts, ...outcome }
  if (state === 'delivered') log.info(facts, 'A third party was told')
  else if (state === 'dead') log.error(facts, 'A third party could not be told and will not be')
  else log.warn(facts, 'A third party could not be told yet')
}

/** Either an answer's status, or why there was none. */
type Outcome = { status: number | null; fault: string | null }
type Next = { state: 'pending' | 'delivered' | 'dead'; at: Date | null }
