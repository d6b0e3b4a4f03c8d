import { useTranslations } from 'next-intl'
import { StopQuestion } from '@/components/consent/stop-question'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { tags } from '@/components/ui/rich-text'
import { ActingFor } from './acting-page'

/** The question before a stop for somebody else: what stops, for whom, and who is told by whom. */
export function StopForOther({ view }: { view: StopForOtherView }) {
  const t = useTranslations('people')
  const { tpp, asks, name, giver, action, keepHref } = view
  const names = { tpp: tpp.name, name, giver, ...tags }
  return (
    <>
      <BackLink href={keepHref}>
        <bdi>{name}</bdi>
      </BackLink>
      <ActingFor name={name} />
      <StopQuestion
        asks={asks}
        form={{ action, fields: {}, keepHref, deletionFrom: [] }}
        not={t.rich('stopNot', names)}
        now={t.rich('stopNow', names)}
        title={t.rich(asks ? 'stopTitleFunds' : 'stopTitle', names)}
        tpp={tpp}
      >
        <p className="mt-4">{t.rich('stopTold', names)}</p>
      </StopQuestion>
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
