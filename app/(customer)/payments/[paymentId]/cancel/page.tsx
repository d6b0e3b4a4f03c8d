import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { TakeBack } from '@/components/payments/take-back'
import { CustomerFrame } from '../../../customer-frame'
import { paymentHref } from '../../payment-view'
import { openPayment, type PaymentParams } from '../opened-payment'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('payments'))('takeBack') })

/** The question before a payment is taken back; where it is too late, the payment's page says so. */
export default async function TakeBackPage({ params }: { params: PaymentParams }) {
  const { customer, payment } = await openPayment(params)
  const { order, tpp, cancellable, id } = payment
  const href = paymentHref(id)
  if (!cancellable || order.executeOn === null) redirect(`${href}?problem=notHere`)
  return (
    <CustomerFrame name={customer.name} path={`${href}/cancel`}>
      <TakeBack
        view={{
          payee: order.creditor.name,
          tpp: tpp.brand,
          money: order.money,
          executeOn: order.executeOn,
          action: `${href}/cancel/confirm`,
          keepHref: href,
        }}
      />
    </CustomerFrame>
  )
}
