import 'server-only'
import { and, eq, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { transfer } from '@/lib/core-banking/ledger'
import type { TransferOutcome } from '@/lib/core-banking/payment-order'
import { isRefusal } from '@/lib/errors'
import { openOrder } from './open-order'
import { payableAccounts } from './payable-accounts'
import { type PaymentOrder, type PaymentStatus, paymentStatusAt } from './payment'
import { toldOfPayment } from './told-of-payment'

/**
 * Carries out an approved payment whose day has come, once: the ledger knows the payment's id, so that the job and the page that
 * does not want to wait for it may both try, and so may either after a crash. Returns how the payment stands then. What is not
 * due, or over, is left as it is. An approval is the customer's word and stands though its third party be stopped meanwhile; but
 * until it has begun it needs a customer who is there and may still pay alone from that account, as the books have it then: a
 * mandate may have ended since, or a life. Otherwise it is rejected. Throws `ledger_unavailable` while the ledger cannot say: tried
 * again later.
 */
export async function executePayment(paymentId: string): Promise<PaymentStatus> {
  const due = await findDue(paymentId)
  if (!due) return standing(paymentId)
  const order = await openOrder(due)
  if (due.startedAt === null && !(await mayStillPay(due, order))) {
    await settle(due, { order, outcome: 'account', only: isNull(payments.startedAt) })
    return standing(paymentId)
  }
  const begun = await begin(paymentId)
  if (!begun) return standing(paymentId)
  const { accountId } = begun
  if (accountId === null) throw new Error(`The payment ${paymentId} is approved and has no account`)
  const outcome = await transfer({
    id: paymentId,
    accountId,
    money: order.money,
    creditor: order.creditor,
    endToEndId: order.endToEndId,
    remittance: order.remittance,
    instant: begun.product === 'instant-sepa-credit-transfers',
  })
  await settle(begun, { order, outcome })
  return standing(paymentId)
}

/** Approved payments whose day at the bank has come. */
export async function isDue(): Promise<SQL | undefined> {
  const today = bankDay(await now(), brand.timeZone)
  return and(eq(payments.status, 'ACTC'), or(isNull(payments.executeOn), lte(payments.executeOn, today)))
}

async function findDue(paymentId: string): Promise<Begun | null> {
  const [due] = await database()
    .select()
    .from(payments)
    .where(and(eq(payments.id, paymentId), await isDue()))
  return due ?? null
}

async function mayStillPay({ psuId, accountId }: Begun, order: PaymentOrder): Promise<boolean> {
  if (psuId === null) return false
  const [psu] = await database().select({ status: psus.status }).from(psus).where(eq(psus.id, psuId))
  if (psu?.status !== 'active') return false
  const accounts = await payableAccounts(order, psuId).catch((thrown) => {
    // The account is not this customer's any more.
    if (isRefusal(thrown) && thrown.code === 'accounts_not_allowed') return []
    throw thrown
  })
  return accounts.some(({ account, unpayable }) => account.id === accountId && unpayable === null)
}

/** From this commit on nobody takes it back any more; whoever tries again after a crash begins again. */
async function begin(paymentId: string): Promise<Begun | null> {
  const [begun] = await database()
    .update(payments)
    .set({ startedAt: sql`coalesce(${payments.startedAt}, placet_now())` })
    .where(and(eq(payments.id, paymentId), await isDue()))
    .returning()
  return begun ?? null
}

/** Of several that carried it out one writes it down. */
async function settle({ id, psuId, tppId }: Begun, { order, outcome, only }: Settled): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const end =
      outcome === 'settled'
        ? ({ status: 'ACSC', settledAt: at } as const)
        : ({ status: 'RJCT', rejection: outcome } as const)
    const [written] = await tx
      .update(payments)
      .set({ ...end, lastActionAt: at })
      .where(and(eq(payments.id, id), eq(payments.status, 'ACTC'), only))
      .returning({ id: payments.id })
    if (!written) return
    await recordEvent(tx, {
      at,
      type: outcome === 'settled' ? 'payment.settled' : 'payment.failed',
      actor: 'system',
      subject: `payment:${id}`,
      psuId,
      tppId,
      detail: outcome === 'settled' ? {} : { rejection: outcome },
      personal: toldOfPayment(order),
    })
  })
}

async function standing(paymentId: string): Promise<PaymentStatus> {
  const [payment] = await database().select().from(payments).where(eq(payments.id, paymentId))
  if (!payment) throw new Error(`There is no payment ${paymentId}`)
  return paymentStatusAt(payment, await now())
}

type Begun = typeof payments.$inferSelect
type Settled = { order: PaymentOrder; outcome: TransferOutcome; only?: SQL }
