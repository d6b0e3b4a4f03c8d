import { useTranslations } from 'next-intl'
import { PasskeyForm } from '@/components/sca/passkey-form'
import { PasskeyNoScript } from '@/components/sca/passkey-no-script'
import { usePasskeyTexts } from '@/components/sca/passkey-texts'
import { buttonClass } from '@/components/ui/button-class'
import { Icon } from '@/components/ui/icon'
import { PageHeader } from '@/components/ui/page-header'

/** One button: the browser shows which passkeys it has, and a developer's is named as such. */
export function DeveloperSignIn({ resultUrl }: { resultUrl: string }) {
  const signIn = useTranslations('signIn')
  return (
    <div className="max-w-prose">
      <PageHeader eyebrow="For developers" title="Sign in as a developer">
        <p className="mt-2 text-muted">
          To see your certificates, your application and your calls in the sandbox.
        </p>
      </PageHeader>
      <PasskeyForm
        icon={<Icon name="key" size={20} />}
        label={signIn('button')}
        look={buttonClass('primary')}
        noScript={<PasskeyNoScript />}
        optionsUrl="/developer/sign-in/options"
        resultUrl={resultUrl}
        texts={usePasskeyTexts(signIn('busy'))}
      />
      <p className="mt-7">
        No account yet? <a href="/developer/sign-up">Sign up</a>. It takes a passkey and no name.
      </p>
    </div>
  )
}
