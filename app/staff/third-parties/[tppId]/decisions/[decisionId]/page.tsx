import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DecisionPanel } from '@/components/staff/decision-panel'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { requireColleague } from '@/lib/session/colleague'
import { findAffected, findDecisions } from '@/lib/staff/find-decisions'
import { mayDo } from '@/lib/staff/roles'
import { findThirdParties } from '@/lib/tpp/find-third-parties'
import { isUuid } from '@/lib/uuid'
import { StaffFrame } from '../../../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('decision.title') })

/** One proposal with all that it says and whom it touches, for whoever decides on it. */
export default async function DecisionPage({ params }: DecisionPageProps) {
  const colleague = await requireColleague('third-parties.see')
  const { tppId, decisionId } = await params
  if (!isUuid(decisionId)) notFound()
  const [decision] = await findDecisions({ tppId, decisionId })
  const [row] = await findThirdParties({ id: tppId })
  if (!decision || !row) notFound()
  const own = decision.requestedBy === colleague.staffId
  const open = decision.state === 'proposed'
  const mayDecide = mayDo(colleague.roles, 'third-parties.decide')
  const here = `/staff/third-parties/${tppId}`
  const t = await getTranslations('staff')
  return (
    <StaffFrame current="thirdParties" colleague={colleague} path={`${here}/decisions/${decisionId}`}>
      <BackLink href={here}>
        <bdi>{row.brand}</bdi>
      </BackLink>
      <PageHeader title={t('decision.title')} />
      <DecisionPanel
        affected={await findAffected(tppId)}
        decision={decision}
        mayApprove={open && mayDecide && !own}
        mayDrop={open && (own || mayDecide)}
        own={own}
        tpp={row.brand}
      />
    </StaffFrame>
  )
}

type DecisionPageProps = { params: Promise<{ tppId: string; decisionId: string }> }
