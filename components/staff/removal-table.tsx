import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Pill } from '@/components/ui/pill'
import { Table } from '@/components/ui/table'
import type { DeskRemoval } from '@/lib/removal/find-desk-removals'

/** Every request in a line: to whom, how it stands, until when; overdue first, as they come. */
export function RemovalTable({ rows }: { rows: DeskRemoval[] }) {
  const t = useTranslations('staff.removals')
  const formats = useFormats()
  const overdue = rows.filter((row) => row.overdue).length
  if (rows.length === 0) return <p>{t('none')}</p>
  return (
    <>
      {overdue > 0 ? (
        <div className="mb-6">
          <Notice icon="clock" tone="attention">
            {t('overdueCount', { count: overdue })}
          </Notice>
        </div>
      ) : null}
      <Card>
        <Table
          caption={t('caption')}
          columns={COLUMNS.map((id) => ({ id, label: t(`columns.${id}`) }))}
          rows={rows.map((row) => ({
            id: row.id,
            cells: {
              reference: <bdi className="font-mono text-label">{row.reference}</bdi>,
              tpp: (
                <a href={`/staff/third-parties/${row.tpp.id}`}>
                  <bdi>{row.tpp.brand}</bdi>
                </a>
              ),
              state: <Standing row={row} />,
              due: row.dueOn ? formats.day(row.dueOn) : t('none-due'),
              asked: formats.dateTime(row.askedAt),
              permission: <bdi className="font-mono text-label">{row.permission}</bdi>,
            },
          }))}
          wide={true}
        />
      </Card>
    </>
  )
}

function Standing({ row }: { row: DeskRemoval }) {
  const t = useTranslations('staff.removals')
  return (
    <span className="inline-flex flex-wrap justify-end gap-1.5 lg:justify-start">
      {row.overdue ? (
        <Pill icon="clock" tone="expiring">
          {t('overdue')}
        </Pill>
      ) : (
        <span>{t(row.undelivered ? 'undelivered' : `states.${row.state}`)}</span>
      )}
      {row.channel === 'letter' && !row.undelivered ? (
        <span className="text-muted">{t('letter')}</span>
      ) : null}
    </span>
  )
}

const COLUMNS = ['reference', 'tpp', 'state', 'due', 'asked', 'permission'] as const
