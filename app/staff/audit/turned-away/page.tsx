import { getTranslations } from 'next-intl/server'
import { AuditPaging } from '@/components/staff/audit-paging'
import { AuditTabs } from '@/components/staff/audit-tabs'
import { FilterField } from '@/components/staff/filter-field'
import { staffButton } from '@/components/staff/staff-button'
import { TurnedAwayRows } from '@/components/staff/turned-away-rows'
import { PageHeader } from '@/components/ui/page-header'
import { searchText } from '@/lib/search-text'
import { requireColleague } from '@/lib/session/colleague'
import { readAuditFilter } from '@/lib/staff/audit-filter'
import { findSecurityEvents } from '@/lib/staff/find-security-events'
import { StaffFrame } from '../../staff-frame'
import { readSecurityPlace } from '../place'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({
  title: (await getTranslations('staff.audit'))('turnedAway'),
})

const ROWS = 50
const RULE_MAX = 100

/** What was turned away before it decided anything, counted per rule, caller and minute. */
export default async function TurnedAwayPage({ searchParams }: TurnedAwayPageProps) {
  const colleague = await requireColleague('audit.see')
  const query = await searchParams
  const { from, to } = readAuditFilter(query)
  const rule = searchText(query.rule, RULE_MAX)
  const before = readSecurityPlace(query.before)
  const { staffId } = colleague
  const rows = await findSecurityEvents({ staffId, rule, from, to, before, most: ROWS + 1 })
  const shown = rows.slice(0, ROWS)
  const last = rows.length > ROWS ? shown.at(-1)?.place : undefined
  const t = await getTranslations('staff.audit')
  const words = await getTranslations('staff')
  const asked = { ...(rule ? { rule } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) }
  const hrefOf = (more: Record<string, string>) => {
    const address = new URLSearchParams({ ...asked, ...more })
    return address.size > 0 ? `/staff/audit/turned-away?${address}` : '/staff/audit/turned-away'
  }
  const placeOf = (place: typeof before): Record<string, string> =>
    place ? { before: `${place.minute},${place.source},${place.rule}` } : {}
  return (
    <StaffFrame colleague={colleague} current="audit" path={hrefOf(placeOf(before))}>
      <PageHeader title={words('parts.audit')}>
        <p className="mt-1 max-w-160 text-muted">{t('turnedAwayLead')}</p>
      </PageHeader>
      <AuditTabs current="turnedAway" />
      <form
        className="mb-5 grid gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,20rem)_9.5rem_9.5rem_auto] lg:items-end"
        method="get"
      >
        <FilterField id="rule" label={t('away.rule')} value={rule} />
        <FilterField id="from" label={t('filter.from')} type="date" value={from ?? ''} />
        <FilterField id="to" label={t('filter.to')} type="date" value={to ?? ''} />
        <p className="flex flex-wrap items-center gap-x-4">
          <button className={staffButton('primary')} type="submit">
            {t('filter.show')}
          </button>
          {Object.keys(asked).length > 0 ? (
            <a className="inline-flex min-h-11 items-center" href="/staff/audit/turned-away">
              {t('filter.clear')}
            </a>
          ) : null}
        </p>
      </form>
      {shown.length === 0 ? (
        <p role="status">{t(Object.keys(asked).length > 0 ? 'nothing' : 'nothingTurnedAway')}</p>
      ) : (
        <TurnedAwayRows rows={shown} />
      )}
      <AuditPaging newest={before ? hrefOf({}) : null} older={last ? hrefOf(placeOf(last)) : null} />
    </StaffFrame>
  )
}

type TurnedAwayPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
