import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { TppCard } from '@/components/tpp/tpp-card'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { tags } from '@/components/ui/rich-text'
import { SummaryList, type SummaryRow } from '@/components/ui/summary-list'
import { noPayer } from './no-payer'
import { PaidFrom } from './paid-from'
import { Payee } from './payee'
import { PaymentAnswers } from './payment-answers'
import type { PaymentView } from './payment-view'

/**
 * The one page of a payment, in the order in which somebody checks a bill: how much, to whom, from where, when, what for, what it
 * costs, who asks. Two answers of one size, and nothing else. `named` is shown before anybody is identified and holds
 * nothing about a customer.
 */
export function PaymentPage({ view }: { view: PaymentView }) {
  const t = useTranslations('payment')
  const request = useTranslations('approval')
  const formats = useFormats()
  const amount = formats.money(view.money)
  const name = { tpp: view.tpp.name, ...tags }
  return (
    <>
      <header className="mb-5">
        <p className="mb-1 text-muted text-small">
          {view.kind === 'pick' && view.second
            ? request.rich('eyebrow', { step: 2, steps: 2, ...name })
            : request.rich('eyebrowOne', name)}
        </p>
        <h1>
          <span className="block font-normal text-body text-muted">{t('title')}</span>
          <span className={`block ${amount.length > LONG ? 'text-h1-wide' : 'text-display'}`}>{amount}</span>
        </h1>
      </header>
      {view.kind === 'pick' ? (
        <p className="-mt-4 mb-2 text-small">
          {request.rich('signedInAs', { name: view.customer, ...tags })} ·{' '}
          <a className="inline-flex min-h-11 items-center" href={view.switchHref}>
            {request('notYou')}
          </a>
        </p>
      ) : null}
      {view.kind === 'pick' && view.lost ? (
        <div className="mb-4">
          <Notice alert={true} icon="info" tone="danger">
            {t.rich('lost', { name: view.lost, ...tags })}
          </Notice>
        </div>
      ) : null}
      <PaymentAnswers amount={amount} view={view}>
        <Section id="to" title={t('to')}>
          <Payee view={view} />
        </Section>
        <Section id="from" title={t('from')}>
          <PaidFrom view={view} />
        </Section>
        <div className="mt-5">
          <Terms view={view} />
        </div>
        <Section id="asked" title={t('askedBy')}>
          <TppCard tpp={view.tpp} />
        </Section>
        {noPayer(view) ? null : (
          <p className="mt-6 max-w-[62ch]">
            {t.rich('promise', { amount, payee: view.creditor.name, ...tags })}
          </p>
        )}
      </PaymentAnswers>
    </>
  )
}

/** When, what for, and what it costs. */
function Terms({ view }: { view: PaymentView }) {
  const t = useTranslations('payment')
  const formats = useFormats()
  const { executeOn, instant, reference, tpp } = view
  const rows: SummaryRow[] = [
    {
      id: 'when',
      term: t('when'),
      detail: executeOn
        ? t('onDay', { date: formats.dayInHeading(executeOn) })
        : t(instant ? 'instantly' : 'now'),
    },
    // Whoever asks may write what the bank would: on its page it stands as somebody else's words.
    ...(reference
      ? [
          {
            id: 'reference',
            term: t('reference'),
            detail: t.rich('told', { text: reference, tpp: tpp.name, ...tags }),
          },
        ]
      : []),
    { id: 'fee', term: t('fee'), detail: t('noFee') },
  ]
  return <SummaryList rows={rows} />
}

/** More signs than these do not stand on one line of a phone in the largest type, and an amount is never broken. */
const LONG = 12
