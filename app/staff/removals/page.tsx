import { getTranslations } from 'next-intl/server'
import { RemovalTable } from '@/components/staff/removal-table'
import { PageHeader } from '@/components/ui/page-header'
import { now as currentTime } from '@/lib/clock'
import { findDeskRemovals } from '@/lib/removal/find-desk-removals'
import { requireColleague } from '@/lib/session/colleague'
import { StaffFrame } from '../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('parts.removals') })

/** The requests of customers to third parties to delete; the desk follows them and decides nothing. */
export default async function DeskRemovalsPage() {
  const colleague = await requireColleague('removals.see')
  const rows = await findDeskRemovals({ now: await currentTime() })
  const t = await getTranslations('staff')
  return (
    <StaffFrame current="removals" colleague={colleague} path="/staff/removals">
      <PageHeader title={t('parts.removals')}>
        <p className="mt-1 max-w-160 text-muted">{t('removals.lead')}</p>
      </PageHeader>
      <RemovalTable rows={rows} />
    </StaffFrame>
  )
}
