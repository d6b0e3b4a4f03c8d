import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { keyIdOf } from '@/lib/consent/open-access'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsByIban } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { failPaymentAuthorisations } from './fail-payment-authorisations'
import { ORDER_FIELD, openOrder } from './open-order'
import { paymentStatusAt } from './payment'
import { toldOfPayment } from './told-of-payment'
import { whyUndecidable } from './why-undecidable'

/**
 * The customer says no, identified or not: `RJCT`, nothing is paid. `already_decided` or `interaction_ended` otherwise. Who holds
 * the link may say no, also while the books do not answer or the third party is stopped. Known to a customer who is signed in it
 * stands in their list from then on, sealed under their key; where the third party named an account, only if it is theirs.
 */
export async function refusePayment({ linkId, psuId, requestId }: RefusePayment): Promise<void> {
  const behindLink = eq(payments.linkId, linkId)
  const [waiting] = await database().select().from(payments).where(behindLink)
  if (!waiting) throw new Refusal('interaction_ended')
  const { id: paymentId } = waiting
  // Asked before the transaction: a slow ledger must not hold locks.
  const by = psuId !== null && (await isTheirs(waiting, psuId)) ? psuId : null
  const key = by === null ? null : await vaultKey(await keyIdOf(by))
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const [asked] = await tx.select().from(payments).where(behindLink).for('update')
    if (!asked) throw new Refusal('interaction_ended')
    if (paymentStatusAt(asked, at) !== 'RCVD') throw await whyUndecidable(tx, { paymentId, at })
    const order = await openOrder(asked)
    const known = key ? { psuId: by, sealedOrder: key.seal(ORDER_FIELD, order) } : {}
    await tx
      .update(payments)
      .set({ status: 'RJCT', rejection: 'refused', decidedAt: at, lastActionAt: at, ...known })
      .where(behindLink)
    await failPaymentAuthorisations(tx, { paymentIds: [paymentId], psuId: by, at })
    await recordEvent(tx, {
      at,
      type: 'payment.refused',
      actor: by === null ? 'anonymous' : `psu:${by}`,
      subject: `payment:${paymentId}`,
      psuId: by,
      tppId: asked.tppId,
      requestId,
      ...(key && { personal: toldOfPayment(order) }),
    })
  })
}

/**
 * Whether it would be this customer who pays. Somebody else's payment, whose link they were sent, must not get its payee's and
 * its payer's name and number into their list; while the books cannot say, nobody is known.
 */
async function isTheirs(waiting: typeof payments.$inferSelect, psuId: string): Promise<boolean> {
  if (waiting.status !== 'RCVD') return false
  const { debtorIban } = await openOrder(waiting)
  if (debtorIban === null) return true
  const named = await ifReachable(accountsByIban([debtorIban], psuId))
  return named?.some(({ ineligible }) => ineligible !== 'not-held') ?? false
}

type RefusePayment = { linkId: string; psuId: string | null; requestId: string | null }
