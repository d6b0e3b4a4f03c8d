import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { TeamTable } from '@/components/staff/team-table'
import { PageHeader } from '@/components/ui/page-header'
import { requireColleague } from '@/lib/session/colleague'
import { findTeam } from '@/lib/staff/find-team'
import { StaffFrame } from '../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('parts.team') })

/** Who works here and what they may do. */
export default async function TeamPage() {
  const colleague = await requireColleague('team.see')
  const team = await findTeam()
  const t = await getTranslations('staff')
  return (
    <StaffFrame colleague={colleague} current="team" path="/staff/team">
      <PageHeader title={t('parts.team')}>
        <p className="mt-1 text-muted">
          {t('team.count', { count: team.filter(({ blocked }) => !blocked).length })}
        </p>
      </PageHeader>
      <TeamTable team={team} />
      <p className="mt-4 max-w-160 text-muted">{t.rich('team.how', { code: command })}</p>
    </StaffFrame>
  )
}

const command = (chunks: ReactNode) => (
  <code className="inline-block max-w-full font-mono text-ink text-label">{chunks}</code>
)
