import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AuditEvent } from '@/components/staff/audit-event'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { requireColleague } from '@/lib/session/colleague'
import { isEventType } from '@/lib/staff/audit-filter'
import { nameParties } from '@/lib/staff/name-parties'
import { readEvent } from '@/lib/staff/read-trail'
import { isUuid } from '@/lib/uuid'
import { StaffFrame } from '../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff.audit'))('one') })

/** One row of the trail with all that it holds in the clear. */
export default async function AuditEventPage({ params }: AuditEventPageProps) {
  const colleague = await requireColleague('audit.see')
  const { eventId } = await params
  const row = isUuid(eventId) ? await readEvent({ staffId: colleague.staffId, eventId }) : null
  if (!row) notFound()
  const names = await nameParties([row.actor, row.subject, row.tppId && `tpp:${row.tppId}`])
  const t = await getTranslations('staff.audit')
  const words = await getTranslations('staff')
  return (
    <StaffFrame colleague={colleague} current="audit" path={`/staff/audit/${eventId}`}>
      <BackLink href="/staff/audit">{words('parts.audit')}</BackLink>
      <PageHeader title={isEventType(row.type) ? t(`event.${row.type}`) : row.type} />
      <AuditEvent names={names} row={row} />
    </StaffFrame>
  )
}

type AuditEventPageProps = { params: Promise<{ eventId: string }> }
