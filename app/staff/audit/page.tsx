import { getTranslations } from 'next-intl/server'
import { AuditFilterForm } from '@/components/staff/audit-filter-form'
import { AuditPaging } from '@/components/staff/audit-paging'
import { AuditRows } from '@/components/staff/audit-rows'
import { AuditTabs } from '@/components/staff/audit-tabs'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { readAuditFilter, toAuditQuery } from '@/lib/staff/audit-filter'
import { findTeam } from '@/lib/staff/find-team'
import { nameParties } from '@/lib/staff/name-parties'
import { readTrail } from '@/lib/staff/read-trail'
import { StaffFrame } from '../staff-frame'
import { readPlace } from './place'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('parts.audit') })

const ROWS = 50

/** The trail of decisions, newest first, by kind, actor, object and days. */
export default async function AuditPage({ searchParams }: AuditPageProps) {
  const colleague = await requireColleague('audit.see')
  const query = await searchParams
  const filter = readAuditFilter(query)
  const before = readPlace(query.before)
  const { staffId } = colleague
  const [rows, team] = await Promise.all([
    // One more than is shown tells whether there is more.
    readTrail({ staffId, filter, before, most: ROWS + 1 }),
    findTeam(),
  ])
  const shown = rows.slice(0, ROWS)
  const last = rows.length > ROWS ? shown.at(-1)?.place : undefined
  const names = await nameParties(shown.flatMap(({ actor, subject }) => [actor, subject]))
  const t = await getTranslations('staff.audit')
  const words = await getTranslations('staff')
  const asked = toAuditQuery(filter)
  const hrefOf = (more: Record<string, string>) => {
    const address = new URLSearchParams({ ...asked, ...more })
    return address.size > 0 ? `/staff/audit?${address}` : '/staff/audit'
  }
  const here: Record<string, string> = before ? { before: `${before.at},${before.id}` } : {}
  const problem = problemText(typeof query.problem === 'string' ? query.problem : undefined, 'en')
  return (
    <StaffFrame colleague={colleague} current="audit" path={hrefOf(here)}>
      <PageHeader title={words('parts.audit')}>
        <p className="mt-1 max-w-160 text-muted">{t('lead')}</p>
      </PageHeader>
      {problem ? (
        <div className="mb-5 max-w-160">
          <Notice alert={true} tone="danger">
            {problem}
          </Notice>
        </div>
      ) : null}
      <AuditTabs current="decided" />
      <AuditFilterForm colleagues={team} filter={filter} />
      {shown.length === 0 ? (
        <p role="status">{t(Object.keys(asked).length > 0 ? 'nothing' : 'empty')}</p>
      ) : (
        <AuditRows names={names} rows={shown} />
      )}
      <AuditPaging
        newest={before ? hrefOf({}) : null}
        older={last ? hrefOf({ before: `${last.at},${last.id}` }) : null}
      />
    </StaffFrame>
  )
}

type AuditPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
