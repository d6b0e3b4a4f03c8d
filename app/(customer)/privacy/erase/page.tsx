import { getLocale, getTranslations } from 'next-intl/server'
import { ErasureGoes } from '@/components/privacy/erasure-goes'
import { ErasurePlan } from '@/components/privacy/erasure-plan'
import { BackLink } from '@/components/ui/back-link'
import { Button, ButtonPair } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { now as currentTime } from '@/lib/clock'
import { heldAbout } from '@/lib/privacy/held-about'
import { erasurePlan } from '@/lib/removal/erasure-plan'
import { hasErasure } from '@/lib/removal/find-erasure'
import { isRecent, requireCustomer, signInPath } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../../customer-frame'
import { goingKinds, toErasureParts } from '../privacy-views'

const PATH = '/privacy/erase'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ searchParams }: ErasePageProps) {
  const t = await getTranslations('privacy.erase')
  return { title: t((await searchParams).sure === undefined ? 'title' : 'sure') }
}

/**
 * What an erasure would make of everything, then the question itself with the one button that does it; after it, what has
 * stayed.
 */
export default async function ErasePage({ searchParams }: ErasePageProps) {
  const customer = await requireCustomer()
  const { done, problem, sure } = await searchParams
  const t = await getTranslations('privacy')
  const said = problemText(problem, await getLocale())
  const recent = isRecent(customer, await currentTime())
  const erased = done !== undefined && (await hasErasure({ psuId: customer.psuId, erasureId: done }))
  const plan = await erasurePlan(customer.psuId)
  const kinds = goingKinds(plan)
  if (sure !== undefined && recent && kinds.length > 0)
    return (
      <CustomerFrame name={customer.name} path={`${PATH}?sure`}>
        <BackLink href={PATH}>{t('erase.title')}</BackLink>
        <PageHeader title={t('erase.sure')} />
        <ErasureGoes kinds={kinds} />
        <p className="my-5 max-w-[58ch] font-strong">{t('erase.sureText')}</p>
        <form action={`${PATH}/confirm`} method="post">
          <ButtonPair>
            <Button href={PATH}>{t('erase.keep')}</Button>
            <Button kind="danger">{t('erase.confirm')}</Button>
          </ButtonPair>
        </form>
      </CustomerFrame>
    )
  return (
    <CustomerFrame name={customer.name} path={PATH}>
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
      <ErasurePlan parts={toErasureParts(plan, await heldAbout(customer.psuId))}>
        {kinds.length > 0 ? <ErasureGoes kinds={kinds} /> : null}
      </ErasurePlan>
      <p className="my-5 max-w-[58ch]">
        {t.rich('erase.apps', { a: (chunks) => <a href="/removals">{chunks}</a> })}
      </p>
      {kinds.length === 0 ? null : recent ? (
        <ButtonPair>
          <Button href={`${PATH}?sure`}>{t('erase.next')}</Button>
          <Button href="/privacy">{t('erase.keep')}</Button>
        </ButtonPair>
      ) : (
        <>
          <p className="mb-3 max-w-[58ch]">{t('erase.confirmFirst')}</p>
          <div className="max-w-80">
            <Button href={signInPath(PATH, true)} kind="primary">
              {t('export.confirm')}
            </Button>
          </div>
        </>
      )}
    </CustomerFrame>
  )
}

type ErasePageProps = { searchParams: Promise<{ done?: string; problem?: string; sure?: string }> }
