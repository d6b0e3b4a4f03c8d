import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { CreatePasskeyForm } from '@/components/sca/create-passkey-form'
import { PasskeyNoScript } from '@/components/sca/passkey-no-script'
import { usePasskeyTexts } from '@/components/sca/passkey-texts'
import { buttonClass } from '@/components/ui/button-class'
import { Field } from '@/components/ui/field'
import { SecureMark } from '@/components/ui/header-aside'
import { Icon } from '@/components/ui/icon'
import { MissingFault } from '@/components/ui/missing-fault'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { phoneWords } from '@/components/ui/phone-words'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('recover'))('title') })

/**
 * The way back in for who has lost every passkey: a letter of the bank and one of the customer's own codes, in one form. The page
 * says the same to everybody, and so does each refusal: nobody learns whether a customer, a letter or a code exists.
 */
export default function RecoverPage() {
  const t = useTranslations('recover')
  const passkey = useTranslations('passkey')
  const texts = usePasskeyTexts(passkey('creating'))
  const field = (name: 'letter' | 'code') => (
    <div>
      <Field
        autoComplete="off"
        hint={t(`${name}Hint`)}
        id={name}
        label={t(name)}
        maxLength={60}
        name={name}
        {...(name === 'letter' ? { lines: 2 } : {})}
      />
      <MissingFault name={name} signs={SIGNS[name]}>
        <p className="mt-1.5 text-danger text-small" role="alert">
          {t(`${name}Missing`)}
        </p>
      </MissingFault>
    </div>
  )
  return (
    <PageShell aside={<SecureMark />} brand={brand} language={{ action: '/language?next=%2Frecover' }}>
      <PageHeader title={t('title')}>
        <p className="mt-2 text-muted">{t('lead')}</p>
      </PageHeader>
      <CreatePasskeyForm
        icon={<Icon name="key" size={20} />}
        label={passkey('create')}
        look={buttonClass('primary')}
        noScript={<PasskeyNoScript />}
        optionsUrl="/recover/options"
        resultUrl="/recover/result"
        texts={texts}
      >
        <div className="grid gap-5">
          {field('letter')}
          {field('code')}
        </div>
      </CreatePasskeyForm>
      <p className="mt-5">{t('after', { hours: env.RECOVERY_COOL_DOWN_HOURS })}</p>
      <section aria-labelledby="help" className="mt-7">
        <h2 className="font-heading text-h2" id="help">
          {t('help')}
        </h2>
        <p className="mt-1 text-muted">
          {t.rich('helpText', {
            ...phoneWords(brand.phone),
          })}
        </p>
      </section>
    </PageShell>
  )
}

/** How many letters and digits each code has: a shorter one is said here, and costs no try of the letter. */
const SIGNS = { letter: 32, code: 12 } as const
