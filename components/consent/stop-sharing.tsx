import { useTranslations } from 'next-intl'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { tags } from '@/components/ui/rich-text'
import type { StopFormView } from './stop-form'
import { StopQuestion } from './stop-question'

/** The question before a stop: a plain form that needs no script and no second sign-in, both answers alike. */
export function StopSharing({ view }: { view: StopSharingView }) {
  const t = useTranslations('stop')
  const { tpp, asks, accounts } = view
  const name = { tpp: tpp.name, ...tags }
  return (
    <>
      <BackLink href={view.keepHref}>
        <bdi>{tpp.name}</bdi>
      </BackLink>
      <StopQuestion
        asks={asks}
        form={view}
        not={t.rich(asks ? 'notTextFunds' : 'notText', name)}
        now={t.rich(asks ? 'nowTextFunds' : 'nowText', { accounts, ...name })}
        title={t.rich(asks ? 'titleFunds' : 'title', name)}
        tpp={tpp}
      >
        <p className="mt-4 text-muted">{t.rich(asks ? 'checkFunds' : 'check', name)}</p>
      </StopQuestion>
    </>
  )
}

export type StopSharingView = StopFormView & {
  tpp: TppView
  accounts: number
  /** It asks for yes or no, and looks at nothing. */
  asks: boolean
}
