import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ProposalForm } from '@/components/staff/proposal-form'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { requireColleague } from '@/lib/session/colleague'
import { findThirdParties } from '@/lib/tpp/find-third-parties'
import { fits, TPP_ACTIONS } from '@/lib/tpp/tpp-decision'
import { StaffFrame } from '../../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({
  title: (await getTranslations('staff'))('parts.thirdParties'),
})

const GRACE_DAYS = 60

/** Proposing to pause, resume or end one third party. */
export default async function ProposePage({ params, searchParams }: ProposePageProps) {
  const colleague = await requireColleague('third-parties.propose')
  const { tppId } = await params
  const { action: wanted } = await searchParams
  const action = TPP_ACTIONS.find((one) => one === wanted)
  const [row] = await findThirdParties({ id: tppId })
  if (!action || !row || !fits(action, { status: row.status, ending: row.endsAt !== null })) notFound()
  const t = await getTranslations('staff')
  const here = `/staff/third-parties/${tppId}`
  const today = bankDay(await currentTime(), brand.timeZone)
  return (
    <StaffFrame current="thirdParties" colleague={colleague} path={`${here}/propose?action=${action}`}>
      <BackLink href={here}>
        <bdi>{row.brand}</bdi>
      </BackLink>
      <PageHeader title={t(`propose.${action}`)}>
        <p className="mt-1 max-w-160 text-muted">{t(`propose.${action}Lead`)}</p>
      </PageHeader>
      <ProposalForm
        action={action}
        firstEnd={addDays(today, 1)}
        send={`${here}/propose/send`}
        usualEnd={addDays(today, GRACE_DAYS)}
      />
    </StaffFrame>
  )
}

type ProposePageProps = {
  params: Promise<{ tppId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}
