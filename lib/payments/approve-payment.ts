import 'server-only'
import { and, eq, exists, gt, inArray, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { paymentApprovals, payments } from '@/db/schema/payments'
import { tpps } from '@/db/schema/tpps'
import { recordEvent } from '@/lib/audit/record-event'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { hashRecord } from '@/lib/consent/consent-record'
import { holdCustomers } from '@/lib/consent/hold-customers'
import { keyIdOf } from '@/lib/consent/open-access'
import { scaPredecessorsOf } from '@/lib/consent/sca-status'
import { Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { requireSettledPasskey } from '@/lib/psu/cool-down'
import { statusNow } from '@/lib/tpp/status-now'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { executionOf } from './execution-day'
import { ORDER_FIELD, openOrder, RECORD_FIELD } from './open-order'
import { payableAccounts } from './payable-accounts'
import type { PaymentOrder } from './payment'
import type { PaymentRecord } from './payment-record'
import { toldOfPayment } from './told-of-payment'
import { whyUndecidable } from './why-undecidable'

/**
 * The customer approves. One transaction: the record that was signed, the authorisation, the trail, and the job that carries the
 * payment out commit together or not at all. Of two answers one wins, on any instances: `already_decided`. After the time of the
 * link `interaction_ended`, and `certificate_blocked` while its third party is stopped. `request_changed` where the record is not
 * of this order, `accounts_not_allowed` for an account that cannot pay it. `cooling_down` for a passkey that a recovery has just
 * made, `psu_blocked` for a customer whom the bank has blocked. `executeAt` is when the payment is carried out: now, or as its day
 * begins.
 */
export async function approvePayment(input: ApprovePayment): Promise<{ at: Date; executeAt: Date }> {
  const { paymentId, psuId, accountId } = input
  const order = await openWaiting(paymentId)
  requireRecordOf(order, input)
  // Asked before the transaction: a slow ledger must not hold locks.
  const found = (await payableAccounts(order, psuId)).find(({ account }) => account.id === accountId)
  if (found?.unpayable !== null || found.account.iban !== input.record.account.iban)
    throw new Refusal('accounts_not_allowed')
  const key = await vaultKey(await keyIdOf(psuId))
  return database().transaction(async (tx) => {
    const at = await now(tx)
    await holdCustomers(tx, psuId)
    const sealedOrder = key.seal(ORDER_FIELD, order)
    const [approved] = await tx
      .update(payments)
      .set({ status: 'ACTC', psuId, accountId, sealedOrder, decidedAt: at, lastActionAt: at })
      .where(
        and(
          eq(payments.id, paymentId),
          eq(payments.status, 'RCVD'),
          gt(payments.answerBy, at),
          exists(
            tx
              .select({ one: sql`1` })
              .from(tpps)
              .where(and(eq(tpps.id, payments.tppId), eq(statusNow(), 'active'))),
          ),
        ),
      )
      .returning({ tppId: payments.tppId })
    if (!approved) throw await whyUndecidable(tx, { paymentId, at })
    await requireSettledPasskey(tx, { credentialId: input.credentialId, now: at })
    await keepApproval(tx, { ...input, key, at })
    await recordEvent(tx, {
      at,
      type: 'payment.approved',
      actor: `psu:${psuId}`,
      subject: `payment:${paymentId}`,
      psuId,
      tppId: approved.tppId,
      requestId: input.requestId,
      detail: { executeOn: order.executeOn, recordHash: input.recordHash.toString('base64url') },
      personal: toldOfPayment(order),
    })
    const { executeOn } = order
    const executeAt = executionOf({ executeOn, approvedAt: at, timeZone: brand.timeZone })
    const jobKey = `payment.execute:${paymentId}`
    await enqueueJob(tx, 'payment.execute', { paymentId }, { runAt: executeAt, jobKey })
    return { at, executeAt }
  })
}

async function openWaiting(paymentId: string): Promise<PaymentOrder> {
  const [payment] = await database().select().from(payments).where(eq(payments.id, paymentId))
  if (payment?.status !== 'RCVD') throw await whyUndecidable(database(), { paymentId, at: await now() })
  return openOrder(payment)
}

/** What was signed is this order and no other, and a payee whose name is another's was accepted knowingly (RTS Art. 5). */
function requireRecordOf(
  order: PaymentOrder,
  { paymentId, record, recordHash, nonce }: ApprovePayment,
): void {
  const { money, creditor, payee, account, reference, executeOn } = record
  const same =
    record.paymentId === paymentId &&
    money.amount === order.money.amount &&
    money.currency === order.money.currency &&
    creditor.name === order.creditor.name &&
    creditor.iban === order.creditor.iban &&
    (order.debtorIban === null || account.iban === order.debtorIban) &&
    reference === order.remittance &&
    executeOn === order.executeOn &&
    recordHash.equals(hashRecord(nonce, record))
  if (!same) throw new Refusal('request_changed')
  if (payee.result === 'no-match' && !payee.accepted) throw new Refusal('format_error', { path: 'accepted' })
}

/** The record under the customer's key, and the authorisation with the passkey's answer. */
async function keepApproval(
  tx: Transaction,
  approval: ApprovePayment & { key: VaultKey; at: Date },
): Promise<void> {
  const { paymentId, psuId, credentialId, assertion, record, recordHash, nonce, key, at } = approval
  const [authorisation] = await tx
    .update(authorisations)
    .set({
      scaStatus: 'finalised',
      psuId,
      credentialId,
      sealedAssertion: key.seal('authorisations.assertion', assertion),
      updatedAt: at,
    })
    .where(
      and(
        eq(authorisations.resourceKind, 'payment'),
        eq(authorisations.resourceId, paymentId),
        inArray(authorisations.scaStatus, scaPredecessorsOf('finalised')),
      ),
    )
    .returning({ id: authorisations.id })
  if (!authorisation) throw new Refusal('already_decided')
  await tx.insert(paymentApprovals).values({
    paymentId,
    sealedRecord: key.seal(RECORD_FIELD, record),
    recordHash,
    nonce,
    textVersion: record.textVersion,
    locale: record.locale,
    authorisationId: authorisation.id,
    decidedAt: at,
  })
}

export type ApprovePayment = {
  paymentId: string
  psuId: string
  accountId: string
  record: PaymentRecord
  recordHash: Buffer
  nonce: Buffer
  credentialId: string
  assertion: unknown
  requestId: string | null
}
