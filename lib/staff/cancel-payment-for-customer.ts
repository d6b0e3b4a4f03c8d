import 'server-only'
import { database } from '@/db/connection'
import { Refusal } from '@/lib/errors'
import { cancelWithin } from '@/lib/payments/cancel-within'
import { findOpenedPayment } from './open-payment'
import type { WordTaken } from './stop-for-customer'

/**
 * Staff take back a payment that is not due yet on the word of its customer, by phone or in a branch: the same as the customer's
 * own taking back, with staff as its author. Who it is was checked, and how, and why they ask stands sealed in the trail; the
 * customer is told, and reads why. Also for a customer whom the bank has blocked: who calls about a stolen passkey often is.
 * Only who has opened the payment: `resource_unknown`; `status_invalid` once its day has come, or it is over. Taken back
 * already it stays as it was.
 */
export async function cancelPaymentForCustomer(
  input: CancelPaymentForCustomer,
): Promise<{ takenBackNow: boolean }> {
  const { paymentId, staffId, channel, identity, reason, requestId, now } = input
  const opened = await findOpenedPayment({ paymentId, staffId, now })
  if (!opened) throw new Refusal('resource_unknown')
  const stood = await database().transaction((tx) =>
    cancelWithin(tx, {
      paymentId,
      psuId: opened.psuId,
      event: 'payment.cancelled-by-staff',
      actor: `staff:${staffId}`,
      requestId,
      personal: { channel, identity, reason },
    }),
  )
  return { takenBackNow: stood !== 'CANC' }
}

type CancelPaymentForCustomer = WordTaken & { paymentId: string }
