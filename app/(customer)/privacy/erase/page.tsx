import { getLocale, getTranslations } from 'next-intl/server'
import { ErasurePlan } from '@/components/privacy/erasure-plan'
import { BackLink } from '@/components/ui/back-link'
import { Button, ButtonPair } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { now as currentTime } from '@/lib/clock'
import { erasurePlan } from '@/lib/removal/erasure-plan'
import { hasErasure } from '@/lib/removal/find-erasure'
import { isRecent, requireCustomer, signInPath } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../../customer-frame'
import { toErasureParts } from '../privacy-views'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('privacy'))('erase.title') })

/** What an erasure would make of everything, before it is asked for; after it, what has stayed. */
export default async function ErasePage({ searchParams }: ErasePageProps) {
  const customer = await requireCustomer()
  const { done, problem } = await searchParams
  const t = await getTranslations('privacy')
  const said = problemText(problem, await getLocale())
  const recent = isRecent(customer, await currentTime())
  const erased = done !== undefined && (await hasErasure({ psuId: customer.psuId, erasureId: done }))
  const parts = toErasureParts(await erasurePlan(customer.psuId))
  return (
    <CustomerFrame name={customer.name} path="/privacy/erase">
      <BackLink href="/privacy">{t('title')}</BackLink>
      <PageHeader title={t('erase.title')}>
        <p className="mt-2 max-w-[58ch]">{t('erase.lead')}</p>
      </PageHeader>
      <Outcome>
        {said ? (
          <Notice tone="danger">{said}</Notice>
        ) : erased ? (
          <Notice icon="tick">{t('erase.done')}</Notice>
        ) : null}
      </Outcome>
      <ErasurePlan parts={parts} />
      <p className="my-5 max-w-[58ch]">
        {t.rich('erase.apps', { a: (chunks) => <a href="/removals">{chunks}</a> })}
      </p>
      {!parts.some(({ now }) => now > 0) ? null : recent ? (
        <form action="/privacy/erase/confirm" method="post">
          <ButtonPair>
            <Button kind="danger">{t('erase.confirm')}</Button>
            <Button href="/privacy">{t('erase.keep')}</Button>
          </ButtonPair>
        </form>
      ) : (
        <>
          <p className="mb-3 max-w-[58ch]">{t('erase.confirmFirst')}</p>
          <div className="max-w-80">
            <Button href={signInPath('/privacy/erase', true)} kind="primary">
              {t('export.confirm')}
            </Button>
          </div>
        </>
      )}
    </CustomerFrame>
  )
}

type ErasePageProps = { searchParams: Promise<{ done?: string; problem?: string }> }
