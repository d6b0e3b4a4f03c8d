import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { OpenedPayment } from '@/components/staff/opened-payment'
import { TakeBackForCustomer } from '@/components/staff/take-back-for-customer'
import { BackLink } from '@/components/ui/back-link'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { now as currentTime } from '@/lib/clock'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { findOpenedPayment } from '@/lib/staff/open-payment'
import { mayDo } from '@/lib/staff/roles'
import { StaffFrame } from '../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('payment.title') })

/** A payment that was opened with a reason, for as long as that look lasts; else the masked one. */
export default async function OpenedPaymentPage({ params, searchParams }: OpenedPaymentPageProps) {
  const colleague = await requireColleague('permissions.open')
  const { paymentId } = await params
  const { staffId } = colleague
  const opened = z.uuid().safeParse(paymentId).success
    ? await findOpenedPayment({ paymentId, staffId, now: await currentTime() })
    : null
  const listHref = `/staff/permissions?${new URLSearchParams({ ref: paymentId })}`
  if (!opened) redirect(listHref)
  const { payment, customer } = opened
  const { done, problem } = await searchParams
  const said = await saidOf({ done: done !== undefined && payment.status === 'CANC', problem })
  const t = await getTranslations('staff')
  return (
    <StaffFrame current="permissions" colleague={colleague} path={`/staff/payments/${paymentId}`}>
      <BackLink href={listHref}>{t('parts.permissions')}</BackLink>
      <PageHeader title={payment.reference} />
      <Outcome>{said}</Outcome>
      <OpenedPayment opened={opened} />
      {payment.cancellable && mayDo(colleague.roles, 'payments.cancel') ? (
        <TakeBackForCustomer customer={customer} send={`/staff/payments/${paymentId}/cancel/send`} />
      ) : null}
    </StaffFrame>
  )
}

/** What became of the form that led back here. */
async function saidOf({ done, problem }: { done: boolean; problem: string | undefined }) {
  const t = await getTranslations('staff.takeBack')
  if (done) return <Notice icon="tick">{t('done')}</Notice>
  const text = problem === 'notHere' ? t('tooLate') : problemText(problem, 'en')
  return text ? <Notice tone="danger">{text}</Notice> : null
}

type OpenedPaymentPageProps = {
  params: Promise<{ paymentId: string }>
  searchParams: Promise<{ done?: string; problem?: string }>
}
