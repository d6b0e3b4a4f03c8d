import { getLocale, getTranslations } from 'next-intl/server'
import { PaymentDetail } from '@/components/payments/payment-detail'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { brand } from '@/lib/brand'
import { formatsFor } from '@/lib/formats'
import { findPaymentEvents } from '@/lib/payments/find-payment-events'
import { authenticatorName } from '@/lib/sca/authenticator-name'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../../customer-frame'
import { paymentHref } from '../payment-view'
import { toPaymentDetail } from './detail-view'
import { openPayment, type PaymentParams, peekPayment, titleValues } from './opened-payment'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: PaymentPageProps) {
  const t = await getTranslations('payments')
  const payment = await peekPayment(params)
  if (!payment) return { title: t('back') }
  const { money } = formatsFor(await getLocale(), brand.timeZone)
  return { title: t.markup('title', titleValues(payment, money)) }
}

/** One payment: how it stands, what happened, what was approved and how, and who asked. */
export default async function PaymentPage({ params, searchParams }: PaymentPageProps) {
  const { customer, payment } = await openPayment(params)
  const { psuId } = customer
  const { id, credentialId } = payment
  const query = await searchParams
  const passkey = credentialId && (await authenticatorName({ credentialId, psuId }))
  const events = await findPaymentEvents({ paymentId: id, psuId })
  return (
    <CustomerFrame name={customer.name} path={paymentHref(id)} wide={true}>
      <PaymentDetail view={toPaymentDetail({ payment, events, passkey: passkey || null })}>
        <Outcome>
          <Said
            done={query.done !== undefined}
            problem={query.problem}
            takenBack={payment.status === 'CANC'}
          />
        </Outcome>
      </PaymentDetail>
    </CustomerFrame>
  )
}

/** What became of the form that led back here. A link by itself calms nobody: what is not so is not said. */
async function Said({ done, problem, takenBack }: SaidProps) {
  const t = await getTranslations('payments')
  // Asked a second time, as by the browser's way back: it is so already, and the page says it.
  if (takenBack) return done ? <Notice icon="tick">{t('done')}</Notice> : null
  const text = problem === 'notHere' ? t('tooLate') : problemText(problem, await getLocale())
  return text ? <Notice tone="danger">{text}</Notice> : null
}

type SaidProps = { done: boolean; problem: string | undefined; takenBack: boolean }
type PaymentPageProps = {
  params: PaymentParams
  searchParams: Promise<{ done?: string; problem?: string }>
}
