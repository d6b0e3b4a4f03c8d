import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { FirstPasskeyForm } from '@/components/sca/first-passkey-form'
import { Field } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'

/** The first passkey of a colleague; `children` fills the field from the link. */
export function StaffActivation({ children }: { children: ReactNode }) {
  const t = useTranslations('staff')
  const activate = useTranslations('activate')
  return (
    <>
      <PageHeader title={t('activateTitle')}>
        <p className="mt-2 text-muted">{t('activateLead')}</p>
      </PageHeader>
      <FirstPasskeyForm path="/staff/activate">
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
      </FirstPasskeyForm>
    </>
  )
}
