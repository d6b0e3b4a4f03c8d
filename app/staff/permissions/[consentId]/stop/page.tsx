import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { StopForCustomer } from '@/components/staff/stop-for-customer'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { ProblemNotice } from '@/components/ui/problem-notice'
import { now as currentTime } from '@/lib/clock'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { findOpened } from '@/lib/staff/open-permission'
import { findCallers } from '@/lib/staff/stop-for-customer'
import { StaffFrame } from '../../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('stopFor.title') })

/** Stopping a permission for a customer who has called or stands in the branch; it has to be open. */
export default async function StopForCustomerPage({ params, searchParams }: StopForCustomerPageProps) {
  const colleague = await requireColleague('permissions.stop')
  const { consentId } = await params
  const now = await currentTime()
  const opened = await findOpened({ consentId, staffId: colleague.staffId, now })
  if (!opened) redirect(`/staff/permissions?${new URLSearchParams({ ref: consentId })}`)
  const here = `/staff/permissions/${consentId}`
  if (opened.permission.status !== 'valid') redirect(here)
  const { problem } = await searchParams
  const said = problemText(typeof problem === 'string' ? problem : undefined, 'en')
  const t = await getTranslations('staff')
  return (
    <StaffFrame current="permissions" colleague={colleague} path={`${here}/stop`}>
      <BackLink href={here}>{opened.permission.reference}</BackLink>
      <PageHeader title={t('stopFor.title')}>
        <p className="mt-1 max-w-160 text-muted">
          {t.rich('stopFor.lead', {
            tpp: opened.permission.tpp.brand,
            bdi: (words) => <bdi>{words}</bdi>,
          })}
        </p>
      </PageHeader>
      <ProblemNotice>{said}</ProblemNotice>
      <StopForCustomer callers={await findCallers(consentId)} send={`${here}/stop/send`} />
    </StaffFrame>
  )
}

type StopForCustomerPageProps = {
  params: Promise<{ consentId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}
