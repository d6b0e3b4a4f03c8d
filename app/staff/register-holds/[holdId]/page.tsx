import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { HoldPanel } from '@/components/staff/hold-panel'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { requireColleague } from '@/lib/session/colleague'
import { mayDo } from '@/lib/staff/roles'
import { findHolds } from '@/lib/tpp/find-holds'
import { isUuid } from '@/lib/uuid'
import { StaffFrame } from '../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('hold.title') })

/** A snapshot of the register that withdrew many at once, for whoever decides whether to believe it. */
export default async function HoldPage({ params }: HoldPageProps) {
  const colleague = await requireColleague('third-parties.see')
  const { holdId } = await params
  if (!isUuid(holdId)) notFound()
  const [hold] = await findHolds({ at: new Date(), id: holdId })
  if (!hold) notFound()
  const own = hold.proposedBy === colleague.staffId
  const mayDecide = mayDo(colleague.roles, 'third-parties.decide')
  const t = await getTranslations('staff')
  return (
    <StaffFrame current="thirdParties" colleague={colleague} path={`/staff/register-holds/${holdId}`}>
      <BackLink href="/staff/third-parties">{t('parts.thirdParties')}</BackLink>
      <PageHeader title={t('hold.title')} />
      <HoldPanel
        hold={hold}
        mayApprove={hold.proposal !== null && mayDecide && !own}
        mayDrop={hold.proposal !== null && (own || mayDecide)}
        mayPropose={hold.proposal === null && mayDo(colleague.roles, 'third-parties.propose')}
        own={own}
      />
    </StaffFrame>
  )
}

type HoldPageProps = { params: Promise<{ holdId: string }> }
