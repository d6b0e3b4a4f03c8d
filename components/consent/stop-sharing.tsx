import { useTranslations } from 'next-intl'
import { TppTile } from '@/components/tpp/tpp-tile'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { Button, ButtonPair } from '@/components/ui/button'
import { ChoiceRow } from '@/components/ui/choice-row'
import { PageHeader } from '@/components/ui/page-header'
import { plain, tags } from '@/components/ui/rich-text'

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
      <div className="rounded-card border border-line bg-surface shadow-card">
        <div className="border-line border-b px-4 py-4">
          <h2 className="font-heading text-h2">{t('now')}</h2>
          <p className="mt-1">
            {t.rich(view.asks ? 'nowTextFunds' : 'nowText', { accounts: view.accounts, ...name })}
          </p>
        </div>
        <div className="px-4 py-4">
          <h2 className="font-heading text-h2">{t('not')}</h2>
          <p className="mt-1">{t.rich(view.asks ? 'notTextFunds' : 'notText', name)}</p>
        </div>
      </div>
      <p className="mt-4 text-muted">{t.rich(view.asks ? 'checkFunds' : 'check', name)}</p>
      <form action={view.action} className="mt-6" method="post">
        {Object.entries(view.fields).map(([field, value]) => (
          <input key={field} name={field} type="hidden" value={value} />
        ))}
        {view.offersDeletion ? (
          <div className="mb-4">
            <ChoiceRow
              framed={false}
              label={t.markup('delete', { tpp: view.tpp.name, ...plain })}
              name="askDeletion"
              type="checkbox"
              value="yes"
            />
          </div>
        ) : null}
        <ButtonPair>
          <Button href={view.keepHref}>{t(view.asks ? 'keepFunds' : 'keep')}</Button>
          <Button kind="danger">{t(view.asks ? 'confirmFunds' : 'confirm')}</Button>
        </ButtonPair>
      </form>
    </>
  )
}

export type StopSharingView = {
  tpp: TppView
  accounts: number
  /** It asks for yes or no, and looks at nothing. */
  asks: boolean
  action: string
  fields: Record<string, string>
  keepHref: string
  offersDeletion: boolean
}
