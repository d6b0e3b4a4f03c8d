import 'server-only'
import type { payments } from '@/db/schema/payments'
import { keyIdOf } from '@/lib/consent/open-access'
import { bankKey, vaultKey } from '@/lib/vault/vault'
import type { PaymentOrder } from './payment'

/** The names under which an order, and what its customer was shown, are sealed. */
export const ORDER_FIELD = 'payments.order'
export const RECORD_FIELD = 'payment_approvals.record'

/** Opens what is to be paid: under the bank's key while nobody who is known has answered, under the customer's from then on. */
export async function openOrder({
  psuId,
  sealedOrder,
}: Pick<typeof payments.$inferSelect, 'psuId' | 'sealedOrder'>): Promise<PaymentOrder> {
  const key = psuId === null ? await bankKey() : await vaultKey(await keyIdOf(psuId))
  return key.open<PaymentOrder>(ORDER_FIELD, sealedOrder)
}
