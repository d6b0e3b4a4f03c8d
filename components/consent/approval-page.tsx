import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { TppCard } from '@/components/tpp/tpp-card'
import { Section } from '@/components/ui/card'
import { MissingFault } from '@/components/ui/missing-fault'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { AccountList } from './account-list'
import { AccountPicker } from './account-picker'
import { ApprovalAnswers } from './approval-answers'
import { type ApprovalView, nothingToShare } from './approval-view'
import { ConfirmSharing } from './confirm-sharing'
import { DataParts } from './data-parts'
import { LimitsLine } from './limits-line'
import { NewTerms } from './new-mark'
import { OthersToo } from './others-too'
import { PayerCard } from './payer-card'
import { asksOnly } from './permission-view'
import { UnavailableAccounts } from './unavailable-accounts'

/**
 * The one page of a request: who asks, what for, what they will see and until when, the limits, the accounts, and
 * two answers of one size. `named` is shown before anybody is identified and holds nothing about a customer.
 */
export function ApprovalPage({ view }: { view: ApprovalView }) {
  const t = useTranslations('approval')
  const formats = useFormats()
  const { tpp, data } = view
  const name = { tpp: tpp.name, ...tags }
  const asks = asksOnly(data)
  const news = 'news' in view ? view.news : null
  const nothing = nothingToShare(view)
  return (
    <>
      <PageHeader
        eyebrow={
          view.allow.by === 'form' ? t.rich('eyebrow', { ...SECOND, ...name }) : t.rich('eyebrowOne', name)
        }
        title={t.rich(nothing ? 'titleNone' : asks ? 'titleFunds' : 'title', name)}
      />
      {'lost' in view && view.lost ? (
        <div className="mb-4">
          <Notice alert={true} icon="info" tone="danger">
            {t.rich('lost', { ...view.lost, ...tags })}
          </Notice>
        </div>
      ) : null}
      {view.kind === 'pick' || view.kind === 'all' ? (
        <p className="-mt-4 mb-2 text-small">
          {t.rich('signedInAs', { name: view.customer, ...tags })} ·{' '}
          <a className="inline-flex min-h-11 items-center" href={view.switchHref}>
            {t('notYou')}
          </a>
        </p>
      ) : null}
      <TppCard tpp={tpp} />
      {view.purpose ? <p className="mt-4">{t.rich('purpose', { purpose: view.purpose, ...name })}</p> : null}
      <div className="mt-7">
        <Section
          id="data"
          title={
            nothing
              ? t.rich('dataAsked', name)
              : data.until
                ? t.rich('dataUntil', { date: formats.dayInHeading(data.until), ...name })
                : t.rich(asks ? 'dataFunds' : 'dataOnce', name)
          }
        >
          {news ? <NewTerms news={news} /> : null}
          <DataParts data={data} news={news?.parts ?? []} />
          {nothing ? null : (
            <div className="mt-4">
              <LimitsLine data={data} tpp={tpp.name} />
            </div>
          )}
          {view.card ? <PayerCard card={view.card} tpp={tpp.name} /> : null}
        </Section>
        <ApprovalAnswers view={view}>
          <Accounts view={view} />
          {'replaces' in view && view.replaces && !nothingToShare(view) ? (
            <p className="mt-4">{t.rich('replaces', { date: formats.date(view.replaces), ...name })}</p>
          ) : null}
          {view.confirm && !nothingToShare(view) ? <ConfirmSharing view={view} words={view.confirm} /> : null}
        </ApprovalAnswers>
      </div>
      {nothing ? null : <p className="mt-6 text-muted text-small">{t(asks ? 'laterFunds' : 'later')}</p>}
      {view.kind === 'named' ? (
        <>
          {asks ? null : <p className="mt-2 text-muted text-small">{t('toldNamed')}</p>}
          <p className="mt-2 text-muted text-small">{t.rich('never', name)}</p>
        </>
      ) : null}
    </>
  )
}

function Accounts({ view }: { view: ApprovalView }) {
  const t = useTranslations('approval')
  const formats = useFormats()
  if (view.kind === 'named')
    return (
      <Section
        id="accounts"
        title={t.rich('accountsNamed', { count: view.accounts.length, tpp: view.tpp.name, ...tags })}
      >
        <AccountList accounts={view.accounts} />
      </Section>
    )
  if (view.kind === 'together')
    return (
      <Section id="accounts" title={t('togetherTitle', { count: view.accounts.length })}>
        <p className="mb-2">
          {t.rich('togetherGiven', {
            people: formats.list(view.given),
            date: formats.dateTime(view.until),
            ...tags,
          })}
        </p>
        <AccountList accounts={view.accounts} />
        {view.others ? <OthersToo name={view.others} /> : null}
      </Section>
    )
  if (view.kind === 'all' && view.accounts.length > 0)
    return (
      <Section id="accounts" title={t('accountsAll', { count: view.accounts.length })}>
        <p className="mb-2 text-muted text-small">{t('accountsAllHint')}</p>
        <AccountList accounts={view.accounts} news={view.news?.accounts ?? []} />
        {view.accounts.map(({ id }) => (
          <input key={id} name="accountIds" type="hidden" value={id} />
        ))}
        <UnavailableAccounts accounts={view.kept} />
      </Section>
    )
  if (view.kind === 'all')
    return (
      <Section id="accounts" title={t('accountsNone')}>
        <p>{t('accountsNoneHint')}</p>
        <UnavailableAccounts accounts={view.kept} />
      </Section>
    )
  return (
    <Section id="accounts" title={t(TITLES[Math.min(view.accounts.length, 2)] ?? 'accountsPick')}>
      {view.accounts.length === 0 ? <p className="mb-3">{t('accountsNoneHint')}</p> : null}
      {view.accounts.length > 1 ? (
        <MissingFault name="accountIds" refused={view.refusedChoice}>
          <div className="mb-3">
            <Notice alert={true} icon="info" tone="danger">
              {t('chooseOne')}
            </Notice>
          </div>
        </MissingFault>
      ) : null}
      {view.balancesMissing ? <p className="mb-2 text-muted text-small">{t('balancesMissing')}</p> : null}
      <AccountPicker
        accounts={view.accounts}
        labelledBy="accounts"
        many={view.many}
        unavailable={view.unavailable}
      />
    </Section>
  )
}

/** Who has just signed in on this request saw a page before this one. */
const SECOND = { step: 2, steps: 2 }

const TITLES = ['accountsNone', 'accountsOne', 'accountsPick'] as const
