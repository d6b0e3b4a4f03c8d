import { useTranslations } from 'next-intl'
import { StopForm, type StopFormView } from '@/components/consent/stop-form'
import { StopList, type StoppedPermission } from '@/components/consent/stop-several'
import { WhatChanges } from '@/components/consent/what-changes'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'

/** What never sharing it means, which permissions end or lose the account by it, and the one button that says it. */
export function NeverShareQuestion({ view }: { view: NeverShareQuestionView }) {
  const t = useTranslations('neverShare')
  const stop = useTranslations('stopSeveral')
  const { what, ends, goesOn } = view
  const named = { account: view.name, tpp: view.name, ...tags }
  const isAccount = what === 'account'
  return (
    <>
      <BackLink href={view.listHref}>{t('title')}</BackLink>
      <PageHeader title={t.rich(isAccount ? 'titleAccount' : 'titleApp', named)} />
      <StopList permissions={ends} title={stop('ends', { count: ends.length })} />
      <StopList permissions={goesOn} title={stop('goesOn', { count: goesOn.length })} />
      {ends.length + goesOn.length === 0 ? (
        <p>{t('nothingEnds', { what: isAccount ? 'account' : 'app' })}</p>
      ) : null}
      <div className="mt-7">
        <WhatChanges
          parts={[
            { title: t('means'), text: t.rich(isAccount ? 'meansAccount' : 'meansApp', named) },
            { title: t('leaves'), text: t('leavesText') },
          ]}
        />
      </div>
      {ends.length > 0 ? <p className="mt-4 text-muted">{stop('check')}</p> : null}
      <StopForm confirm={t('confirm')} ends={ends.length > 0} keep={t('keep')} view={view.form} />
    </>
  )
}

export type NeverShareQuestionView = {
  what: 'account' | 'third-party'
  /** Of the account or of the third party. */
  name: string
  ends: StoppedPermission[]
  /** Those that go on without the account. */
  goesOn: StoppedPermission[]
  listHref: string
  form: StopFormView
}
