import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { plain } from '@/components/ui/rich-text'
import { type CustomersPayment, findPayment } from '@/lib/payments/find-payments'
import { type Customer, peekCustomer, requireCustomer } from '@/lib/session/customer'

/** The payment that an address names and the customer whose it is; of another's there is no page. */
export async function openPayment(params: PaymentParams): Promise<OpenPayment> {
  const customer = await requireCustomer()
  const payment = await found(customer.psuId, (await params).paymentId)
  if (!payment) notFound()
  return { customer, payment }
}

/** The same for a page's title, which asks nobody to sign in. */
export async function peekPayment(params: PaymentParams): Promise<CustomersPayment | null> {
  const customer = await peekCustomer()
  return customer ? found(customer.psuId, (await params).paymentId) : null
}

/** Once a request, for the page and its title. */
const found = cache(async (psuId: string, paymentId: string) =>
  z.uuid().safeParse(paymentId).success ? findPayment({ paymentId, psuId }) : null,
)

/** What the title of a page about one payment needs, where no elements may stand. */
export const titleValues = (
  { order }: CustomersPayment,
  money: (given: CustomersPayment['order']['money']) => string,
) => ({
  amount: money(order.money),
  payee: order.creditor.name,
  ...plain,
})

export type PaymentParams = Promise<{ paymentId: string }>
type OpenPayment = { customer: Customer; payment: CustomersPayment }
