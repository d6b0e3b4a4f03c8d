import { useTranslations } from 'next-intl'
import { type Money, useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { Pages } from '@/components/ui/pages'
import { tags } from '@/components/ui/rich-text'
import { PaymentPill, type PaymentState } from './payment-state'

/** The payments that a customer answered through third parties, newest first, a page of them. */
export function PaymentList({ view }: { view: PaymentListView }) {
  const t = useTranslations('payments')
  const { payments, newestHref, olderHref } = view
  if (payments.length === 0 && newestHref === null)
    return (
      <Card>
        <p className="max-w-[52ch]">{t('empty')}</p>
      </Card>
    )
  return (
    <>
      <p className="mb-3 max-w-[58ch] text-muted text-small">{t('lead')}</p>
      <ul className="grid gap-3">
        {payments.map((payment) => (
          <PaymentCard key={payment.href} payment={payment} />
        ))}
      </ul>
      <Pages
        label={t('pages')}
        next={olderHref === null ? null : { href: olderHref, label: t('older') }}
        previous={newestHref === null ? null : { href: newestHref, label: t('newest') }}
      />
    </>
  )
}

/** One payment in the list. The whole card is the target; the link's words are whom the money goes to. */
function PaymentCard({ payment: { href, payee, tpp, money, answeredAt, state } }: { payment: PaymentRow }) {
  const t = useTranslations('payments')
  const formats = useFormats()
  return (
    <li className="relative flex items-center gap-3.5 rounded-card border border-line bg-surface p-4 shadow-card motion-safe:transition-colors motion-safe:duration-150 hover:border-control has-focus-visible:border-control">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <a
            className="wrap-anywhere min-w-0 font-strong text-ink no-underline after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-offset-2 focus-visible:after:outline-[var(--focus)]"
            href={href}
          >
            <bdi>{payee}</bdi>
          </a>
          <span className="font-strong tabular-nums">{formats.money(money)}</span>
        </p>
        <p className="text-muted text-small">
          {t.rich('answeredThrough', { tpp, date: formats.date(answeredAt), ...tags })}
        </p>
        <p className="mt-1.5 flex">
          <PaymentPill state={state} />
        </p>
      </div>
      <Icon className="text-muted" name="forward" />
    </li>
  )
}

/** A payment as a row of the list. `tpp` is the brand's name. */
export type PaymentRow = {
  href: string
  payee: string
  tpp: string
  money: Money
  answeredAt: string
  state: PaymentState
}

/** `newestHref`: back to the first page, null there; `olderHref`: null where there is nothing older. */
export type PaymentListView = {
  payments: PaymentRow[]
  newestHref: string | null
  olderHref: string | null
}
