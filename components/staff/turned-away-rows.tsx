import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Table } from '@/components/ui/table'
import type { SecurityRow } from '@/lib/staff/find-security-events'

/** What was turned away, a row a minute; a rule leads to its own rows alone. */
export function TurnedAwayRows({ rows }: { rows: SecurityRow[] }) {
  const t = useTranslations('staff.audit')
  const formats = useFormats()
  return (
    <Card>
      <Table
        caption={t('turnedAwayCaption')}
        columns={COLUMNS.map(({ id, number }) => ({ id, number, label: t(`away.${id}`) }))}
        rows={rows.map(({ place, minute, rule, from, tppId, count, requestId }) => ({
          id: `${place.minute} ${rule} ${place.source}`,
          cells: {
            minute: (
              <time className="whitespace-nowrap" dateTime={minute.toISOString()}>
                {formats.dateTime(minute.toISOString())}
              </time>
            ),
            rule: (
              <a href={`/staff/audit/turned-away?${new URLSearchParams({ rule })}`}>
                <code className="font-mono text-label wrap-anywhere">{rule}</code>
              </a>
            ),
            from: tppId ? (
              <a href={`/staff/third-parties/${tppId}`}>
                <bdi className="font-mono text-label wrap-anywhere">{tppId}</bdi>
              </a>
            ) : (
              t('away.address', { from })
            ),
            count: formats.number(count),
            request: <bdi className="font-mono text-label wrap-anywhere">{requestId ?? t('none')}</bdi>,
          },
        }))}
      />
    </Card>
  )
}

const COLUMNS = [
  { id: 'minute', number: false },
  { id: 'rule', number: false },
  { id: 'from', number: false },
  { id: 'count', number: true },
  { id: 'request', number: false },
] as const
