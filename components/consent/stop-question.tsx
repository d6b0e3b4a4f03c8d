import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { TppHeader } from '@/components/tpp/tpp-header'
import type { TppView } from '@/components/tpp/tpp-view'
import { StopForm, type StopFormView } from './stop-form'
import { WhatChanges } from './what-changes'

/** What is asked before one permission is stopped, whoever stops it: what ends, what does not, and both answers alike. */
export function StopQuestion({ tpp, asks, title, now, not, form, children }: StopQuestionProps) {
  const t = useTranslations('stop')
  return (
    <>
      <TppHeader title={title} tpp={tpp} />
      <WhatChanges
        parts={[
          { title: t('now'), text: now },
          { title: t('not'), text: not },
        ]}
      />
      {children}
      <StopForm
        confirm={t(asks ? 'confirmFunds' : 'confirm')}
        keep={t(asks ? 'keepFunds' : 'keep')}
        view={form}
      />
    </>
  )
}

/** `asks`: the permission is for yes or no, and looks at nothing. */
type StopQuestionProps = {
  tpp: TppView
  asks: boolean
  title: ReactNode
  now: ReactNode
  not: ReactNode
  form: StopFormView
  children: ReactNode
}
