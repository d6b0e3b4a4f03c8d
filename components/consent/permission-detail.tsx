import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { RemovalSection, type RemovalSectionView } from '@/components/removal/removal-section'
import { TppCard } from '@/components/tpp/tpp-card'
import { TppHeader } from '@/components/tpp/tpp-header'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { tags } from '@/components/ui/rich-text'
import { AccessChart } from './access-chart'
import type { AccessView, DayCallsView } from './access-view'
import { DataParts } from './data-parts'
import { DayCalls } from './day-calls'
import { FundsQuestions, type FundsQuestionView } from './funds-questions'
import { type HistoryEntry, HistoryList } from './history-list'
import { LimitsLine } from './limits-line'
import { PermissionFacts, type PermissionFactsView } from './permission-facts'
import type { PauseReason, PermissionState } from './permission-view'
import { Reconnect } from './reconnect'
import { RefusedQuestions, type RefusedQuestionsView } from './refused-questions'
import { StatePill } from './state-pill'
import { StopTrail, type StopTrailView } from './stop-trail'
import { StoppedConfirmation, type StoppedView } from './stopped-confirmation'

/** One permission: when it was used, what it covers, how it was allowed, what happened, and the way to stop it. */
export function PermissionDetail({ view }: { view: PermissionDetailView }) {
  const t = useTranslations('detail')
  const trail = useTranslations('stopTrail')
  const { tpp, state, facts } = view
  const name = { tpp: tpp.name, ...tags }
  return (
    <>
      <BackLink href={view.listHref}>{t('back')}</BackLink>
      <div className="md:flex md:items-start md:justify-between md:gap-8">
        <div className="min-w-0 grow">
          <TppHeader title={<bdi>{tpp.name}</bdi>} tpp={tpp}>
            {view.formerly ? <FormerName formerly={view.formerly} /> : null}
            <p className="mt-1.5 flex">
              <StatePill state={state} tpp={tpp.name} />
            </p>
          </TppHeader>
        </div>
        <Actions view={view} />
      </div>
      {view.stopped ? <StoppedConfirmation stopped={view.stopped} tpp={tpp.name} /> : null}
      <StateNotice changeHref={view.changeHref} phone={view.phone} state={state} tpp={tpp.name} />
      {view.bankEnd ? <BankEndNotice end={view.bankEnd} phone={view.phone} tpp={tpp.name} /> : null}
      <div className="grid gap-y-7 md:mt-4 md:grid-cols-[minmax(0,6fr)_minmax(0,5fr)] md:grid-rows-[auto_1fr] md:gap-x-12 md:gap-y-8">
        <div className="min-w-0 empty:hidden">
          {view.access ? (
            <Section id="looked" title={t.rich('chart', name)}>
              <AccessChart access={view.access} tpp={tpp.name} />
            </Section>
          ) : null}
          {view.questions ? (
            <Section id="asked" title={t.rich('asked', name)}>
              <FundsQuestions questions={view.questions} tpp={tpp.name} />
              {view.refused.length > 0 ? <RefusedQuestions refused={view.refused} /> : null}
            </Section>
          ) : null}
          {view.calls ? <DayCalls tpp={tpp.name} view={view.calls} /> : null}
        </div>
        <div className="min-w-0 md:col-start-2 md:row-span-2 md:row-start-1">
          {facts.allowedAt ? (
            <Section
              id="see"
              title={t(view.questions ? 'learns' : 'see', { ended: view.stopHref ? 'no' : 'yes' })}
            >
              <DataParts data={facts.data} />
              {view.stopHref ? (
                <div className="mt-4">
                  <LimitsLine data={facts.data} tpp={tpp.name} />
                </div>
              ) : null}
            </Section>
          ) : null}
          <Section id="facts" title={t(facts.allowedAt ? 'facts' : 'seeRefused')}>
            <PermissionFacts facts={facts} tpp={tpp.name} />
          </Section>
          <div className="mt-6">
            <TppCard tpp={tpp} />
          </div>
        </div>
        <div className="min-w-0">
          {view.stopTrail ? (
            <Section id="took-effect" title={trail('title')}>
              <StopTrail tpp={tpp.name} trail={view.stopTrail} />
            </Section>
          ) : null}
          <Section id="happened" title={t('changes')}>
            <HistoryList entries={view.history} />
          </Section>
          {view.removal ? <RemovalSection removal={view.removal} tpp={tpp.name} /> : null}
          {view.reconnect ? <Reconnect href={view.reconnect.href} tpp={tpp.name} /> : null}
        </div>
      </div>
    </>
  )
}

/** For whoever looks for the name they knew. */
function FormerName({ formerly: { name, until } }: { formerly: Formerly }) {
  const t = useTranslations('detail')
  const date = useFormats().date(until.toISOString())
  return <p className="text-muted text-small">{t.rich('formerly', { name, date, ...tags })}</p>
}

function StateNotice({ state, tpp, phone, changeHref }: StateNoticeProps) {
  const t = useTranslations('detail')
  const formats = useFormats()
  if (state.kind === 'paused' && state.by !== 'bank')
    return (
      <div className="mb-8">
        <Notice icon="pause">
          {t.rich(state.by === 'you' ? 'pausedYou' : 'pausedOther', {
            tpp,
            name: state.by === 'you' ? '' : state.by.name,
            date: formats.date(state.since),
            asks: state.asks ? 'yes' : 'no',
            ...tags,
            a: (words) => <a href={`${changeHref}#pause`}>{words}</a>,
          })}
        </Notice>
      </div>
    )
  if (state.kind === 'paused')
    return (
      <div className="mb-8">
        <Notice icon="pause">
          <p>
            {t.rich('paused', {
              tpp,
              date: formats.date(state.since),
              reason: state.reason,
              asks: state.asks ? 'yes' : 'no',
              phone,
              ...tags,
            })}
          </p>
          <Why reason={state.reason} told={state.told} />
        </Notice>
      </div>
    )
  if (state.kind === 'shutOut')
    return (
      <div className="mb-8">
        <Notice icon="lock">
          <p>
            {t.rich('shutOut', {
              tpp,
              date: formats.date(state.since),
              asks: state.asks ? 'yes' : 'no',
              ...tags,
            })}
          </p>
          <p>{t.rich('shutOutMeans', { tpp, asks: state.asks ? 'yes' : 'no', ...tags })}</p>
        </Notice>
      </div>
    )
  if (state.kind === 'usedOnce')
    return (
      <div className="mb-8">
        <Notice tone="quiet">{t('usedOnce', { date: formats.date(state.at) })}</Notice>
      </div>
    )
  if (state.kind === 'replaced')
    return (
      <div className="mb-8">
        <Notice tone="quiet">
          {t.rich(state.href ? 'replacedBy' : 'replaced', {
            tpp,
            date: formats.date(state.at),
            ...tags,
            a: (words) => <a href={state.href ?? ''}>{words}</a>,
          })}
        </Notice>
      </div>
    )
  return null
}

/** The bank's reason in a word, and what staff wrote for customers where they may say more (PSD2 Art. 68(5)). */
function Why({ reason, told }: { reason: PauseReason; told: string | null }) {
  const t = useTranslations('detail')
  return (
    <>
      <p>{t('pausedReason', { reason })}</p>
      {told ? <p>{t.rich('pausedTold', { text: told, ...tags })}</p> : null}
    </>
  )
}

/** The bank ends the third party's access, or has ended it. */
function BankEndNotice({ end, tpp, phone }: { end: BankEndView; tpp: string; phone: string }) {
  const t = useTranslations('detail')
  const formats = useFormats()
  return (
    <div className="mb-8">
      <Notice icon={end.over ? 'cross' : 'clock'} tone={end.over ? 'quiet' : 'attention'}>
        <p>
          {t.rich(end.over ? 'bankEnded' : 'bankEnds', {
            tpp,
            date: formats.day(end.on),
            reason: end.reason,
            asks: end.asks ? 'yes' : 'no',
            phone,
            ...tags,
          })}
        </p>
        <Why reason={end.reason} told={end.told} />
      </Notice>
    </div>
  )
}

/** Under the title on a phone and beside it on a wide page, so that stopping is in view without scrolling. */
function Actions({ view }: { view: PermissionDetailView }) {
  const t = useTranslations('detail')
  if (!view.receiptHref && !view.stopHref) return null
  return (
    <div className="mb-6 grid shrink-0 grid-cols-2 gap-3 *:last:odd:col-span-2 md:flex md:w-md md:*:flex-1">
      {view.changeHref ? <Button href={view.changeHref}>{t('change')}</Button> : null}
      {view.receiptHref ? <Button href={view.receiptHref}>{t('download')}</Button> : null}
      {view.stopHref ? (
        <Button href={view.stopHref} kind="danger">
          {t(view.questions ? 'stopAsking' : 'stop')}
        </Button>
      ) : null}
    </div>
  )
}

type StateNoticeProps = { state: PermissionState; tpp: string; phone: string; changeHref: string | null }

/** `on` is the last day on which it is served; `over` once that has passed. */
export type BankEndView = {
  on: string
  over: boolean
  reason: PauseReason
  told: string | null
  asks: boolean
}

type Formerly = { name: string; until: Date }
export type PermissionDetailView = {
  listHref: string
  tpp: TppView
  /** The name the customer knew it by before, and until when it was so. */
  formerly: Formerly | null
  state: PermissionState
  /** The bank's word on the end of its third party's access; null where it has given none. */
  bankEnd: BankEndView | null
  /** Set on the visit that follows a stop. */
  stopped: StoppedView | null
  /** Null where no customer, nor anybody for one, has stopped it. */
  stopTrail: StopTrailView | null
  /** Null where nothing could ever be looked at. */
  access: AccessView | null
  calls: DayCallsView | null
  /** What was asked, where nothing is looked at; null where things are. */
  questions: FundsQuestionView[] | null
  /** Those of them that got no answer. */
  refused: RefusedQuestionsView[]
  facts: PermissionFactsView
  history: HistoryEntry[]
  /** Null where nothing can be asked and nothing was. */
  removal: RemovalSectionView | null
  receiptHref: string | null
  /** Null where nothing can be taken back in part. */
  changeHref: string | null
  /** The way back to the third party of what has ended; null where there is none to show. */
  reconnect: { href: string | null } | null
  /** Null where there is nothing left to stop. */
  stopHref: string | null
  phone: string
}
