import { getTranslations } from 'next-intl/server'
import { IncidentTable } from '@/components/staff/incident-table'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { findIncidents } from '@/lib/incidents/find-incidents'
import { requireColleague } from '@/lib/session/colleague'
import { StaffFrame } from '../staff-frame'

const OPEN_MAX = 100
const CLOSED_MAX = 50

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('parts.incidents') })

/** What keeps people or third parties from what is theirs, as it was noticed and as it was over, without anybody's doing. */
export default async function IncidentsPage() {
  const colleague = await requireColleague('incidents.see')
  const t = await getTranslations('staff.incidents')
  const [open, closed] = await Promise.all([
    findIncidents({ open: true, limit: OPEN_MAX }),
    findIncidents({ open: false, limit: CLOSED_MAX }),
  ])
  return (
    <StaffFrame colleague={colleague} current="incidents" path="/staff/incidents">
      <PageHeader title={t('title')}>
        <p className="mt-1 max-w-160 text-muted">{t('lead')}</p>
      </PageHeader>
      <Section id="open" title={t('open', { count: open.length })}>
        {open.length === 0 ? <p>{t('empty')}</p> : <IncidentTable caption={t('openCaption')} rows={open} />}
      </Section>
      {closed.length > 0 ? (
        <Section id="closed" title={t('closed')}>
          <IncidentTable caption={t('closed')} rows={closed} />
        </Section>
      ) : null}
    </StaffFrame>
  )
}
