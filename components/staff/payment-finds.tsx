import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { SummaryList } from '@/components/ui/summary-list'
import type { MaskedPayment } from '@/lib/staff/find-payment'
import { OpenWithReason } from './open-with-reason'
import { PaymentStatus } from './payment-status'

/** The payments behind a reference, without whose they are or what they are for; opening one needs a reason that the customer reads. */
export function PaymentFinds({ found, mayOpen }: { found: MaskedPayment[]; mayOpen: boolean }) {
  const t = useTranslations('staff')
  const formats = useFormats()
  return (
    <ul className="mt-4 grid max-w-200 gap-4">
      {found.map((one) => (
        <li key={one.id}>
          <Card>
            <SummaryList
              rows={[
                { id: 'reference', term: t('permission.reference'), detail: one.reference },
                {
                  id: 'tpp',
                  term: t('permission.tpp'),
                  detail: (
                    <a href={`/staff/third-parties/${one.tppId}`}>
                      <bdi>{one.brand}</bdi>
                    </a>
                  ),
                },
                { id: 'status', term: t('permission.status'), detail: <PaymentStatus {...one} /> },
                { id: 'kind', term: t('permission.kind'), detail: t('payment.title') },
                {
                  id: 'day',
                  term: t('payment.day'),
                  detail: one.executeOn ? formats.day(one.executeOn) : t('payment.atOnce'),
                },
                {
                  id: 'customer',
                  term: t('permission.customer'),
                  detail: one.customer ?? t('permission.nobody'),
                },
                {
                  id: 'asked',
                  term: t('permission.asked'),
                  detail: formats.dateTime(one.askedAt.toISOString()),
                },
                {
                  id: 'last',
                  term: t('permission.last'),
                  detail: formats.dateTime(one.lastActionAt.toISOString()),
                },
              ]}
            />
            {mayOpen && one.customer !== null ? (
              <OpenWithReason action={`/staff/payments/${one.id}/open`} />
            ) : null}
          </Card>
        </li>
      ))}
    </ul>
  )
}
