import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SecuritySection } from '@/components/staff/security-section'
import { ThirdPartyDetail } from '@/components/staff/third-party-detail'
import { BackLink } from '@/components/ui/back-link'
import { Notice } from '@/components/ui/notice'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { findPosture } from '@/lib/posture/find-posture'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { findDecisions } from '@/lib/staff/find-decisions'
import { mayDo } from '@/lib/staff/roles'
import { findThirdParty } from '@/lib/tpp/find-third-party'
import { StaffFrame } from '../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({
  title: (await getTranslations('staff'))('parts.thirdParties'),
})

/** One third party: licence, certificates, consents, calls, what was decided, and what may be proposed. */
export default async function ThirdPartyPage({ params, searchParams }: ThirdPartyPageProps) {
  const colleague = await requireColleague('third-parties.see')
  const { tppId } = await params
  const now = await currentTime()
  const found = await findThirdParty(tppId, now)
  if (!found) notFound()
  const decisions = await findDecisions({ tppId })
  const t = await getTranslations('staff')
  const query = await searchParams
  const problem = problemText(typeof query.problem === 'string' ? query.problem : undefined, 'en')
  return (
    <StaffFrame current="thirdParties" colleague={colleague} path={`/staff/third-parties/${tppId}`}>
      <BackLink href="/staff/third-parties">{t('parts.thirdParties')}</BackLink>
      {problem ? (
        <div className="mb-5 max-w-160">
          <Notice alert={true} tone="danger">
            {problem}
          </Notice>
        </div>
      ) : null}
      <ThirdPartyDetail
        decisions={decisions}
        found={found}
        mayPropose={mayDo(colleague.roles, 'third-parties.propose')}
        mayReport={mayDo(colleague.roles, 'reports.fetch')}
        now={now.toISOString()}
      />
      <div className="mt-7">
        <SecuritySection
          mayNote={mayDo(colleague.roles, 'third-parties.note')}
          posture={await findPosture(tppId, now)}
          today={bankDay(now, brand.timeZone)}
          tppId={tppId}
        />
      </div>
    </StaffFrame>
  )
}

type ThirdPartyPageProps = {
  params: Promise<{ tppId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}
