import { getTranslations } from 'next-intl/server'
import { HoldNotices } from '@/components/staff/hold-panel'
import { ThirdPartyTable } from '@/components/staff/third-party-table'
import { PageHeader } from '@/components/ui/page-header'
import { now as currentTime } from '@/lib/clock'
import { countFindings } from '@/lib/posture/find-posture'
import { searchText } from '@/lib/search-text'
import { requireColleague } from '@/lib/session/colleague'
import { findHolds } from '@/lib/tpp/find-holds'
import { findThirdParties } from '@/lib/tpp/find-third-parties'
import { StaffFrame } from '../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({
  title: (await getTranslations('staff'))('parts.thirdParties'),
})

const SEARCH_MAX = 100

/** The register of third parties with how each stands. */
export default async function ThirdPartiesPage({ searchParams }: ThirdPartiesPageProps) {
  const colleague = await requireColleague('third-parties.see')
  const { q } = await searchParams
  const search = searchText(q, SEARCH_MAX)
  const rows = await findThirdParties({ search })
  const findings = await countFindings(rows.map(({ id }) => id))
  const t = await getTranslations('staff')
  const path = search ? `/staff/third-parties?${new URLSearchParams({ q: search })}` : '/staff/third-parties'
  return (
    <StaffFrame current="thirdParties" colleague={colleague} path={path}>
      <PageHeader title={t('parts.thirdParties')}>
        <p className="mt-1 text-muted">{t('thirdParties.count', { count: rows.length })}</p>
      </PageHeader>
      <HoldNotices holds={await findHolds({ at: new Date() })} />
      <ThirdPartyTable
        findings={findings}
        now={(await currentTime()).toISOString()}
        rows={rows}
        search={search}
      />
    </StaffFrame>
  )
}

type ThirdPartiesPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
