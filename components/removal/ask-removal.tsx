import { useTranslations } from 'next-intl'
import { WhatChanges } from '@/components/consent/what-changes'
import { TppHeader } from '@/components/tpp/tpp-header'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { Button, ButtonPair } from '@/components/ui/button'
import { tags } from '@/components/ui/rich-text'

/** The question before a request to delete under a permission that has ended: what is told to whom, and what follows. */
export function AskRemoval({ view }: { view: AskRemovalView }) {
  const t = useTranslations('removal')
  const name = { tpp: view.tpp.name, reference: view.reference, ...tags }
  return (
    <>
      <BackLink href={view.backHref}>
        <bdi>{view.tpp.name}</bdi>
      </BackLink>
      <TppHeader title={t.rich('askTitle', name)} tpp={view.tpp} />
      <WhatChanges
        parts={[
          { title: t('askWhat'), text: t.rich(view.byLetter ? 'askWhatLetter' : 'askWhatText', name) },
          { title: t('askThen'), text: t.rich('askThenText', name) },
        ]}
      />
      <p className="mt-4 text-muted">{t.rich('inside', name)}</p>
      {view.action === null ? null : (
        <form action={view.action} className="mt-6" method="post">
          <ButtonPair>
            <Button href={view.backHref}>{t('askNo')}</Button>
            <Button>{t('askYes')}</Button>
          </ButtonPair>
        </form>
      )}
    </>
  )
}

export type AskRemovalView = {
  tpp: TppView
  reference: string
  /** The customer sends a letter: the third party takes no such message from the bank. */
  byLetter: boolean
  /** Null where nobody may be asked now. */
  action: string | null
  backHref: string
}
