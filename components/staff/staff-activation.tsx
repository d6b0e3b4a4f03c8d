import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { CreatePasskeyForm } from '@/components/sca/create-passkey-form'
import { PasskeyNoScript } from '@/components/sca/passkey-no-script'
import { usePasskeyTexts } from '@/components/sca/passkey-texts'
import { buttonClass } from '@/components/ui/button-class'
import { Field } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { PageHeader } from '@/components/ui/page-header'

/** The first passkey of a colleague; `children` fills the field from the link. */
export function StaffActivation({ children }: { children: ReactNode }) {
  const t = useTranslations('staff')
  const passkey = useTranslations('passkey')
  const activate = useTranslations('activate')
  return (
    <>
      <PageHeader title={t('activateTitle')}>
        <p className="mt-2 text-muted">{t('activateLead')}</p>
      </PageHeader>
      <CreatePasskeyForm
        icon={<Icon name="key" size={20} />}
        label={passkey('create')}
        look={buttonClass('primary')}
        noScript={<PasskeyNoScript />}
        optionsUrl="/staff/activate/options"
        resultUrl="/staff/activate/result"
        texts={usePasskeyTexts(passkey('creating'))}
      >
        <Field
          autoComplete="off"
          hint={t('codeHint')}
          id="code"
          label={activate('code')}
          maxLength={60}
          name="code"
          required={true}
        />
        {children}
      </CreatePasskeyForm>
    </>
  )
}
