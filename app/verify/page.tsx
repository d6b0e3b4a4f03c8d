import { getTranslations } from 'next-intl/server'
import { Verdict, VerifyForm } from '@/components/evidence/verify-form'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { CustomerName, SecureMark } from '@/components/ui/header-aside'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { EVIDENCE_BYTES_MAX } from '@/lib/evidence/verify-evidence'
import { peekCustomer } from '@/lib/session/customer'
import { choicesAt } from '../reader-choices'
import { judgeFile } from './judge-file'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('verify'))('pageTitle') })

const KEYS = '/.well-known/evidence-keys.json'
const LOG_KEYS = '/.well-known/audit-keys.json'
const FIELD = 'mt-1.5 w-full rounded-control border-[1.5px] border-control bg-surface p-3 text-ink'

/** Anybody, without signing in, checks whether a signed file is the bank's and unchanged. `large`: the door took none so large. */
export default async function VerifyPage({ searchParams }: { searchParams: Promise<{ large?: string }> }) {
  const t = await getTranslations('verify')
  const list = await getTranslations('list')
  const customer = await peekCustomer()
  const tooLarge = { genuine: null, title: t('notFile'), text: t('invalid.too-large') }
  return (
    <PageShell
      aside={customer ? <CustomerName name={customer.name} /> : <SecureMark />}
      brand={brand}
      {...(customer ? { homeHref: '/' } : {})}
      {...(await choicesAt('/verify'))}
    >
      {customer ? <BackLink href="/">{list('title')}</BackLink> : null}
      <PageHeader title={t('title')} />
      <p className="mb-6 max-w-[62ch]">{t('lead')}</p>
      {(await searchParams).large === undefined ? null : <Verdict verdict={tooLarge} />}
      <VerifyForm bytesMax={EVIDENCE_BYTES_MAX} judge={judgeFile} tooLarge={tooLarge}>
        <div>
          <label className="block font-strong text-small" htmlFor="file">
            {t('file')}
          </label>
          <p className="text-muted text-small" id="file-hint">
            {t('fileHint')}
          </p>
          <input
            accept=".json,application/json"
            aria-describedby="file-hint"
            className={FIELD}
            id="file"
            name="file"
            type="file"
          />
        </div>
        <div>
          <label className="block font-strong text-small" htmlFor="text">
            {t('text')}
          </label>
          <textarea
            className={`${FIELD} font-mono text-label`}
            id="text"
            name="text"
            rows={5}
            spellCheck={false}
          />
        </div>
        <Button kind="primary">{t('submit')}</Button>
      </VerifyForm>
      <div className="mt-10">
        <Section id="offline" title={t('offline')}>
          <p className="max-w-[62ch]">
            {t.rich('offlineText', {
              address: `${env.PUBLIC_ORIGIN}${KEYS}`,
              logAddress: `${env.PUBLIC_ORIGIN}${LOG_KEYS}`,
              keys: (chunks) => (
                <a className="wrap-anywhere" href={KEYS}>
                  {chunks}
                </a>
              ),
              log: (chunks) => (
                <a className="wrap-anywhere" href={LOG_KEYS}>
                  {chunks}
                </a>
              ),
            })}
          </p>
        </Section>
      </div>
    </PageShell>
  )
}
