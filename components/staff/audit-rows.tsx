import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Table } from '@/components/ui/table'
import type { TrailRow } from '@/lib/staff/read-trail'
import { AuditParty, type PartyNames } from './audit-party'
import { EventWord } from './event-word'

/** Rows of the trail; each leads to all that it holds. */
export function AuditRows({ rows, names }: { rows: TrailRow[]; names: PartyNames }) {
  const t = useTranslations('staff.audit')
  const formats = useFormats()
  return (
    <Card>
      <Table
        caption={t('caption')}
        columns={COLUMNS.map((id) => ({ id, label: t(`columns.${id}`) }))}
        rows={rows.map(({ id, at, type, actor, subject }) => ({
          id,
          cells: {
            at: (
              <time className="whitespace-nowrap" dateTime={at.toISOString()}>
                {formats.dateTime(at.toISOString())}
              </time>
            ),
            actor: <AuditParty names={names} party={actor} />,
            type: <EventWord href={`/staff/audit/${id}`} type={type} />,
            subject: <AuditParty names={names} party={subject} />,
          },
        }))}
      />
    </Card>
  )
}

const COLUMNS = ['at', 'actor', 'type', 'subject'] as const
