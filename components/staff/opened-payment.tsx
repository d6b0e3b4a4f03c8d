import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { GroupedIban } from '@/components/payments/grouped-iban'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { SummaryList } from '@/components/ui/summary-list'
import type { OpenedPayment as Opened } from '@/lib/staff/open-payment'
import { PaymentStatus } from './payment-status'

/** A payment as its customer knows it, while the look lasts. */
export function OpenedPayment({ opened: { payment, customer, until } }: { opened: Opened }) {
  const t = useTranslations('staff')
  const formats = useFormats()
  const { order, account, payee, settledAt } = payment
  const moment = (at: Date) => formats.dateTime(at.toISOString())
  const rows = [
    { id: 'customer', term: t('permission.customer'), detail: <bdi>{customer}</bdi> },
    { id: 'tpp', term: t('permission.tpp'), detail: <bdi>{payment.tpp.brand}</bdi> },
    { id: 'status', term: t('permission.status'), detail: <PaymentStatus {...payment} /> },
    { id: 'amount', term: t('payment.amount'), detail: formats.money(order.money) },
    {
      id: 'payee',
      term: t('payment.payee'),
      detail: (
        <>
          <bdi className="wrap-anywhere block">{order.creditor.name}</bdi>
          <GroupedIban iban={order.creditor.iban} />
        </>
      ),
    },
    account && {
      id: 'account',
      term: t('payment.account'),
      detail: (
        <>
          {account.name ? <bdi className="block">{account.name}</bdi> : null}
          <GroupedIban iban={account.iban} />
        </>
      ),
    },
    payee && { id: 'check', term: t('payment.check'), detail: t(`payment.checks.${payee.result}`) },
    { id: 'decided', term: t('payment.decided'), detail: moment(payment.decidedAt) },
    settledAt && { id: 'settled', term: t('payment.settled'), detail: moment(settledAt) },
  ]
  return (
    <div className="grid max-w-200 gap-4">
      <Notice icon="eye">{t('permission.opened', { time: formats.time(until.toISOString()) })}</Notice>
      <Card>
        <SummaryList rows={rows.filter((row) => row !== null)} />
      </Card>
    </div>
  )
}
