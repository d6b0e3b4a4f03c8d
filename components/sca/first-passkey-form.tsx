import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button-class'
import { Icon } from '@/components/ui/icon'
import { CreatePasskeyForm } from './create-passkey-form'
import { PasskeyNoScript } from './passkey-no-script'
import { usePasskeyTexts } from './passkey-texts'

/** The first passkey of somebody, at the realm's door under `path`; `children` are the fields that say who it is. */
export function FirstPasskeyForm({ path, children }: FirstPasskeyFormProps) {
  const t = useTranslations('passkey')
  return (
    <CreatePasskeyForm
      icon={<Icon name="key" size={20} />}
      label={t('create')}
      look={buttonClass('primary')}
      noScript={<PasskeyNoScript />}
      optionsUrl={`${path}/options`}
      resultUrl={`${path}/result`}
      texts={usePasskeyTexts(t('creating'))}
    >
      {children}
    </CreatePasskeyForm>
  )
}

type FirstPasskeyFormProps = { path: string; children: ReactNode }
