import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { FirstPasskeyForm } from '@/components/sca/first-passkey-form'
import { PasskeyQuestions } from '@/components/sca/passkey-questions'
import { Field } from '@/components/ui/field'
import { SecureMark } from '@/components/ui/header-aside'
import { MissingFault } from '@/components/ui/missing-fault'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { phoneWords } from '@/components/ui/phone-words'
import { brand } from '@/lib/brand'
import { CodeFromLink } from './code-from-link'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('activate'))('title') })

/**
 * Where an activation link leads. The code stands behind the `#` of the link, which no browser sends to a server: it
 * reaches no log and no Referer. Typing it works as well. Opening the page uses nothing up.
 */
export default function ActivatePage() {
  const t = useTranslations('activate')
  return (
    <PageShell aside={<SecureMark />} brand={brand} language={{ action: '/language?next=%2Factivate' }}>
      <PageHeader title={t('title')}>
        <p className="mt-2 text-muted">{t('lead')}</p>
      </PageHeader>
      <FirstPasskeyForm path="/activate">
        <Field
          autoComplete="off"
          hint={t('codeHint')}
          id="code"
          label={t('code')}
          lines={2}
          maxLength={60}
          name="code"
        />
        <MissingFault name="code">
          <p className="mt-1.5 text-danger text-small" role="alert">
            {t('codeMissing')}
          </p>
        </MissingFault>
        <CodeFromLink fieldId="code" />
      </FirstPasskeyForm>
      <p className="mt-3 mb-7 text-muted text-small">{t('unlocks')}</p>
      <PasskeyQuestions />
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
