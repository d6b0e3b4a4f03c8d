import { useTranslations } from 'next-intl'
import { PasskeyForm } from '@/components/sca/passkey-form'
import { PasskeyNoScript } from '@/components/sca/passkey-no-script'
import { usePasskeyTexts } from '@/components/sca/passkey-texts'
import { TppCard } from '@/components/tpp/tpp-card'
import type { TppView } from '@/components/tpp/tpp-view'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { Icon } from '@/components/ui/icon'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import type { PasskeyAnswer } from './approval-view'

const DECLINE = 'decline'

/** A request that only wants to know it is you: no account, no name, one passkey. */
export function IdentityPage({ view }: { view: IdentityView }) {
  const t = useTranslations('identity')
  const texts = usePasskeyTexts(t('busy'))
  const name = { tpp: view.tpp.name, ...tags }
  return (
    <>
      <PageHeader eyebrow={t.rich('eyebrow', name)} title={t.rich('title', name)} />
      <TppCard tpp={view.tpp} />
      <p className="mt-6 max-w-[62ch]">{t.rich('text', name)}</p>
      <PasskeyForm
        look={buttonClass('primary')}
        beside={<Button form={DECLINE}>{t('decline')}</Button>}
        icon={<Icon name="shield" size={20} />}
        label={t('allow')}
        noScript={<PasskeyNoScript />}
        optionsUrl={view.allow.optionsUrl}
        resultUrl={view.allow.resultUrl}
        texts={texts}
      />
      <form action={view.decline.action} id={DECLINE} method="post" />
    </>
  )
}

export type IdentityView = {
  tpp: TppView
  allow: PasskeyAnswer
  decline: { action: string; fields: Record<string, string> }
}
