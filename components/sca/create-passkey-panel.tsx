import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { Icon } from '@/components/ui/icon'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { CreatePasskeyForm } from './create-passkey-form'
import { PasskeyNoScript } from './passkey-no-script'
import { PasskeyQuestions } from './passkey-questions'
import { usePasskeyTexts } from './passkey-texts'

/** Says before the system's dialog what is about to happen, in three questions, then creates the passkey. */
export function CreatePasskeyPanel({ view }: { view: CreatePasskeyView }) {
  const t = useTranslations('passkey')
  const texts = usePasskeyTexts(t('creating'))
  return (
    <>
      <PageHeader title={t(view.another ? 'add' : 'createTitle')}>
        {view.another ? (
          <p className="mt-2 max-w-[58ch]">{t('anotherLead')}</p>
        ) : view.customer ? (
          <p className="mt-2">{t.rich('createLead', { name: view.customer, ...tags })}</p>
        ) : null}
      </PageHeader>
      <PasskeyQuestions />
      <CreatePasskeyForm
        look={buttonClass('primary')}
        beside={view.laterHref ? <Button href={view.laterHref}>{t('later')}</Button> : undefined}
        icon={<Icon name="key" size={20} />}
        label={t('create')}
        noScript={<PasskeyNoScript />}
        optionsUrl={view.optionsUrl}
        resultUrl={view.resultUrl}
        texts={texts}
      >
        {Object.entries(view.fields).map(([name, value]) => (
          <input key={name} name={name} type="hidden" value={value} />
        ))}
      </CreatePasskeyForm>
    </>
  )
}

export type CreatePasskeyView = {
  customer: string | null
  optionsUrl: string
  resultUrl: string
  /** Go with both requests, such as the activation code. */
  fields: Record<string, string>
  laterHref: string | null
  /** One more, of somebody who has one: it may be for another device. */
  another?: boolean
}
