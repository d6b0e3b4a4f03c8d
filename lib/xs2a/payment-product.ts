import { PAYMENT_PRODUCTS } from '@/db/schema/payments'
import { Refusal } from '@/lib/errors'
import type { PaymentProduct } from '@/lib/payments/payment'

/**
 * The payment product in the path, or `product_unknown` (404): before anything of the request is read, because what another
 * product would be written in is not for this one to judge.
 */
export function productOf(ids: Record<string, string>): PaymentProduct {
  const product = PAYMENT_PRODUCTS.find((known) => known === ids['payment-product'])
  if (product) return product
  throw new Refusal('product_unknown', {
    text: `The bank does not offer this product. Use ${PAYMENT_PRODUCTS.join(' or ')}, as JSON.`,
  })
}
