import { useTranslations } from 'next-intl'
import { StopForm } from '@/components/consent/stop-form'
import { WhatChanges } from '@/components/consent/what-changes'
import { TppTile } from '@/components/tpp/tpp-tile'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { ActingFor } from './acting-page'

/** The question before a stop for somebody else: what stops, for whom, and who is told by whom. */
export function StopForOther({ view }: { view: StopForOtherView }) {
  const t = useTranslations('people')
  const stop = useTranslations('stop')
  const names = { tpp: view.tpp.name, name: view.name, giver: view.giver, ...tags }
  return (
    <>
      <BackLink href={view.keepHref}>
        <bdi>{view.name}</bdi>
      </BackLink>
      <ActingFor name={view.name} />
      <PageHeader
        mark={<TppTile size="large" tpp={view.tpp} />}
        title={t.rich(view.asks ? 'stopTitleFunds' : 'stopTitle', names)}
      >
        <p className="text-muted text-small">
          <bdi>{view.tpp.legalName}</bdi>
        </p>
      </PageHeader>
      <WhatChanges
        parts={[
          { title: stop('now'), text: t.rich('stopNow', names) },
          { title: stop('not'), text: t.rich('stopNot', names) },
        ]}
      />
      <p className="mt-4">{t.rich('stopTold', names)}</p>
      <StopForm
        confirm={stop(view.asks ? 'confirmFunds' : 'confirm')}
        keep={stop(view.asks ? 'keepFunds' : 'keep')}
        view={{ action: view.action, fields: {}, keepHref: view.keepHref, deletionFrom: [] }}
      />
    </>
  )
}

export type StopForOtherView = {
  tpp: TppView
  asks: boolean
  /** For whom one acts, and who allowed it. */
  name: string
  giver: string
  action: string
  keepHref: string
}
