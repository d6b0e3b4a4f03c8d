import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { Icon } from '@/components/ui/icon'
import { PageHeader } from '@/components/ui/page-header'
import { CreatePasskeyForm } from './create-passkey-form'
import { PasskeyNoScript } from './passkey-no-script'
import { usePasskeyTexts } from './passkey-texts'

/** One more passkey of somebody who is no customer; `base` is the page of their passkeys. */
export function AddOwnKey({ base }: { base: string }) {
  const t = useTranslations('ownKeys')
  const passkey = useTranslations('passkey')
  return (
    <div className="max-w-160">
      <PageHeader title={t('addTitle')}>
        <p className="mt-1 text-muted">{t('addLead')}</p>
      </PageHeader>
      <CreatePasskeyForm
        beside={<Button href={base}>{passkey('later')}</Button>}
        icon={<Icon name="key" size={20} />}
        label={passkey('create')}
        look={buttonClass('primary')}
        noScript={<PasskeyNoScript />}
        optionsUrl={`${base}/add/options`}
        resultUrl={`${base}/add/result`}
        texts={usePasskeyTexts(passkey('creating'))}
      />
    </div>
  )
}
