import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { TppHeader } from '@/components/tpp/tpp-header'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { Button, ButtonPair } from '@/components/ui/button'
import { tags } from '@/components/ui/rich-text'
import { ToldNote, type ToldView } from './told-note'
import { WhatChanges } from './what-changes'

/** The question before a change, as before a stop: what changes, what stays, two answers of one size, no script. */
export function ConfirmChange({ view }: { view: ConfirmChangeView }) {
  const t = useTranslations('change')
  const words = useWords(view)
  return (
    <>
      <BackLink href={view.keepHref}>{t('back')}</BackLink>
      <TppHeader title={words.title} tpp={view.tpp} />
      <WhatChanges
        parts={[
          { title: t('now'), text: words.now },
          { title: t('not'), text: words.not },
        ]}
      />
      <p className="mt-4 text-muted">{t.rich('check', { tpp: view.tpp.name, ...tags })}</p>
      <ToldNote told={view.told} />
      <form action={view.action} className="mt-6" method="post">
        {Object.entries(view.fields).map(([field, value]) => (
          <input key={field} name={field} type="hidden" value={value} />
        ))}
        <ButtonPair>
          <Button href={view.keepHref}>{t('keep')}</Button>
          <Button kind={view.step.kind === 'drop' ? 'danger' : 'primary'}>{words.confirm}</Button>
        </ButtonPair>
      </form>
    </>
  )
}

function useWords({ tpp, step }: ConfirmChangeView): Words {
  const t = useTranslations('change')
  const formats = useFormats()
  const name = { tpp: tpp.name, ...tags }
  switch (step.kind) {
    case 'drop': {
      const count = step.others
      return {
        title: t.rich('dropTitle', { account: step.account, ...name }),
        now: t.rich(step.goesOn ? 'dropNow' : 'dropLast', name),
        not: !step.goesOn
          ? t.rich('dropLastNot', name)
          : t.rich('dropNot', { count, date: formats.day(step.until), ...name }),
        confirm: t('dropConfirm'),
      }
    }
    case 'end': {
      const [date, before] = [formats.day(step.until), formats.day(step.before)]
      return {
        title: t.rich('endTitle', { date, ...name }),
        now: t.rich('endChanges', { date, before, ...name }),
        not: t.rich('endStays', name),
        confirm: t('endConfirm'),
      }
    }
    case 'pause':
      return step.until === null
        ? {
            title: t.rich('pauseTitleFunds', name),
            now: t.rich('pauseChangesFunds', name),
            not: t.rich('pauseStaysFunds', name),
            confirm: t('pauseButtonFunds'),
          }
        : {
            title: t.rich('pauseTitle', name),
            now: t.rich('pauseChanges', name),
            not: t.rich('pauseStays', { date: formats.day(step.until), ...name }),
            confirm: t('pauseButton'),
          }
  }
}

type Words = { title: ReactNode; now: ReactNode; not: ReactNode; confirm: ReactNode }

export type ConfirmChangeView = {
  tpp: TppView
  action: string
  fields: Record<string, string>
  keepHref: string
  step: ChangeStep
  /** Who else gets to know of it. */
  told: ToldView
}

/**
 * Days are calendar days; `until` of a pause is null where there is no end. `others`: how many accounts of the customer stay
 * shared.
 */
type ChangeStep =
  | { kind: 'drop'; account: string; others: number; goesOn: boolean; until: string }
  | { kind: 'end'; until: string; before: string }
  | { kind: 'pause'; until: string | null }
