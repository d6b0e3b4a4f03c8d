import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type HistoryEntry, HistoryList } from '@/components/consent/history-list'
import { type Money, useFormats } from '@/components/format'
import { TppCard } from '@/components/tpp/tpp-card'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { telOf } from '@/components/ui/brand-view'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { PaymentFacts, type PaymentFactsView } from './payment-facts'
import { PaymentPill, type PaymentState } from './payment-state'

/** One payment: how it stands, what happened, what was approved and how, who asked, and what to do where it is not one's own. */
export function PaymentDetail({ view, children }: { view: PaymentDetailView; children?: ReactNode }) {
  const t = useTranslations('payments')
  const amount = useFormats().money(view.money)
  const { facts, state, tpp } = view
  return (
    <>
      <BackLink href={view.listHref}>{t('back')}</BackLink>
      <div className="md:flex md:items-start md:justify-between md:gap-8">
        <div className="min-w-0 grow">
          <PageHeader
            eyebrow={t.rich('through', { tpp: tpp.name, ...tags })}
            title={
              <span className="wrap-anywhere">
                {t.rich('title', { amount, payee: facts.payee.name, ...tags })}
              </span>
            }
          >
            <p className="mt-1.5 flex">
              <PaymentPill state={state} />
            </p>
          </PageHeader>
        </div>
        <Actions view={view} />
      </div>
      {children}
      <Says view={view} />
      <div className="grid gap-y-7 md:mt-4 md:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] md:gap-x-12">
        <div className="min-w-0">
          <Section id="facts" title={t(facts.approval ? 'facts' : 'factsAsked')}>
            <PaymentFacts facts={facts} />
          </Section>
        </div>
        <div className="min-w-0">
          <Section id="happened" title={t('happened')}>
            <HistoryList entries={view.history} />
          </Section>
          <Section id="asked" title={t('asked')}>
            <TppCard tpp={tpp} />
          </Section>
          {MAY_BE_ANOTHERS.includes(state.kind) ? (
            <NotMine paidBack={state.kind !== 'failed'} phone={view.phone} reference={facts.reference} />
          ) : null}
        </div>
      </div>
    </>
  )
}

/** What somebody approved, whether or not it could be carried out. */
const MAY_BE_ANOTHERS: readonly PaymentState['kind'][] = ['planned', 'underway', 'paid', 'failed']

/** Under the title on a phone and beside it on a wide page, so that taking back is in view without scrolling. */
function Actions({ view: { recordHref, takeBackHref } }: { view: PaymentDetailView }) {
  const t = useTranslations('payments')
  if (!recordHref && !takeBackHref) return null
  return (
    <div className="mb-6 grid shrink-0 grid-cols-2 gap-3 *:last:odd:col-span-2 md:flex md:w-md md:*:flex-1">
      {recordHref ? <Button href={recordHref}>{t('record')}</Button> : null}
      {takeBackHref ? <Button href={takeBackHref}>{t('takeBack')}</Button> : null}
    </div>
  )
}

/** What the state means, where the pill does not say it all. */
function Says({ view: { state, lastDay, takeBackHref, facts, tpp } }: { view: PaymentDetailView }) {
  const t = useTranslations('payments.says')
  const formats = useFormats()
  if (state.kind === 'paid') return null
  const until = takeBackHref !== null && lastDay !== null ? formats.day(lastDay) : null
  return (
    <p className="mb-6 max-w-[62ch]">
      {t.rich(state.kind, {
        payee: facts.payee.name,
        tpp: tpp.name,
        why: state.kind === 'failed' ? state.why : '',
        may: until === null ? 'no' : 'yes',
        date: until ?? '',
        ...tags,
      })}
    </p>
  )
}

/** Whom to tell of a payment that is not one's own, and what the bank owes then (PSD2 Art. 71, 73) where money was moved. */
function NotMine({ phone, reference, paidBack }: { phone: string; reference: string; paidBack: boolean }) {
  const t = useTranslations('payments.notMine')
  return (
    <Section id="not-mine" title={t('title')}>
      <ul className="grid max-w-[62ch] list-disc gap-2 ps-5">
        <li>
          {t.rich('call', {
            phone,
            reference,
            ...tags,
            tel: (words) => (
              <a className="whitespace-nowrap" dir="ltr" href={telOf(phone)}>
                {words}
              </a>
            ),
          })}
        </li>
        {paidBack ? (
          <>
            <li>{t('back')}</li>
            <li>{t('time')}</li>
          </>
        ) : null}
      </ul>
    </Section>
  )
}

/** `recordHref`: null where nothing was approved; `takeBackHref`: null where it is too late, or was never possible; `lastDay` the last day on which it is possible. */
export type PaymentDetailView = {
  listHref: string
  money: Money
  state: PaymentState
  tpp: TppView
  facts: PaymentFactsView
  history: HistoryEntry[]
  recordHref: string | null
  takeBackHref: string | null
  lastDay: string | null
  phone: string
}
