import { getLocale, getTranslations } from 'next-intl/server'
import { CopyList } from '@/components/privacy/copy-list'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { ProblemNotice } from '@/components/ui/problem-notice'
import { now as currentTime } from '@/lib/clock'
import { findExports } from '@/lib/privacy/find-exports'
import { isRecent, requireCustomer, signInPath } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../../customer-frame'
import { toCopyViews } from '../privacy-views'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('privacy'))('export.title') })

/**
 * A copy of everything: asked for and fetched by somebody who has just shown their passkey; how far it is anybody signed in
 * sees.
 */
export default async function ExportPage({ searchParams }: ExportPageProps) {
  const customer = await requireCustomer()
  const t = await getTranslations('privacy.export')
  const recent = isRecent(customer, await currentTime())
  const copies = toCopyViews(await findExports(customer.psuId), recent)
  const isMaking = copies.some(({ state }) => state === 'waiting' || state === 'running')
  const said = problemText((await searchParams).problem, await getLocale())
  return (
    <CustomerFrame name={customer.name} path="/privacy/export">
      <BackLink href="/privacy">{t('back')}</BackLink>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">{t('lead')}</p>
      </PageHeader>
      <ProblemNotice>{said}</ProblemNotice>
      {copies.length > 0 ? <CopyList copies={copies} /> : null}
      <p className="mb-4 max-w-[58ch] text-muted text-small">{t('inside')}</p>
      {recent ? (
        isMaking ? null : (
          <form action="/privacy/export/start" className="max-w-80" method="post">
            <Button kind={copies.length > 0 ? 'secondary' : 'primary'}>
              {t(copies.length > 0 ? 'startAgain' : 'start')}
            </Button>
          </form>
        )
      ) : (
        <>
          <p className="mb-3 max-w-[58ch]">{t('confirmText')}</p>
          <div className="max-w-80">
            <Button href={signInPath('/privacy/export', true)} kind="primary">
              {t('confirm')}
            </Button>
          </div>
        </>
      )}
    </CustomerFrame>
  )
}

type ExportPageProps = { searchParams: Promise<{ problem?: string }> }
