import { useTranslations } from 'next-intl'
import { PasskeyForm } from '@/components/sca/passkey-form'
import { PasskeyNoScript } from '@/components/sca/passkey-no-script'
import { usePasskeyTexts } from '@/components/sca/passkey-texts'
import { buttonClass } from '@/components/ui/button-class'
import { Icon } from '@/components/ui/icon'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'

/** One button: the browser shows which passkeys it has, and those of staff are named as such. */
export function StaffSignIn({ bank, message, resultUrl }: StaffSignInProps) {
  const t = useTranslations('staff')
  const signIn = useTranslations('signIn')
  return (
    <>
      <PageHeader title={t('signInTitle')}>
        <p className="mt-2 text-muted">{t('signInLead', { bank })}</p>
      </PageHeader>
      {message ? (
        <div className="mb-5">
          <Notice tone="quiet">{message}</Notice>
        </div>
      ) : null}
      <PasskeyForm
        icon={<Icon name="key" size={20} />}
        label={signIn('button')}
        look={buttonClass('primary')}
        noScript={<PasskeyNoScript />}
        optionsUrl="/staff/sign-in/options"
        resultUrl={resultUrl}
        texts={usePasskeyTexts(signIn('busy'))}
      />
      <p className="mt-7 text-muted text-small">{t('signInOther')}</p>
    </>
  )
}

/** `message`: a line such as why the session ended, already in words. */
type StaffSignInProps = { bank: string; message: string | null; resultUrl: string }
