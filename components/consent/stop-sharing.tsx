import { useTranslations } from 'next-intl'
import { TppTile } from '@/components/tpp/tpp-tile'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { StopForm, type StopFormView } from './stop-form'
import { WhatChanges } from './what-changes'

/** The question before a stop: a plain form that needs no script and no second sign-in, both answers alike. */
export function StopSharing({ view }: { view: StopSharingView }) {
  const t = useTranslations('stop')
  const name = { tpp: view.tpp.name, ...tags }
  return (
    <>
      <BackLink href={view.keepHref}>
        <bdi>{view.tpp.name}</bdi>
      </BackLink>
      <PageHeader
        mark={<TppTile size="large" tpp={view.tpp} />}
        title={t.rich(view.asks ? 'titleFunds' : 'title', name)}
      >
        <p className="text-muted text-small">
          <bdi>{view.tpp.legalName}</bdi>
        </p>
      </PageHeader>
      <WhatChanges
        parts={[
          {
            title: t('now'),
            text: t.rich(view.asks ? 'nowTextFunds' : 'nowText', { accounts: view.accounts, ...name }),
          },
          { title: t('not'), text: t.rich(view.asks ? 'notTextFunds' : 'notText', name) },
        ]}
      />
      <p className="mt-4 text-muted">{t.rich(view.asks ? 'checkFunds' : 'check', name)}</p>
      <StopForm
        confirm={t(view.asks ? 'confirmFunds' : 'confirm')}
        keep={t(view.asks ? 'keepFunds' : 'keep')}
        view={view}
      />
    </>
  )
}

export type StopSharingView = StopFormView & {
  tpp: TppView
  accounts: number
  /** It asks for yes or no, and looks at nothing. */
  asks: boolean
}
