import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Table } from '@/components/ui/table'
import type { HeldGroupView } from './privacy-view'

/** What is held, a card for each part; for what, how long and on what ground where somebody wants to know exactly. */
export function HeldList({ groups }: { groups: readonly HeldGroupView[] }) {
  const t = useTranslations('privacy')
  return (
    <ul className="grid gap-3">
      {groups.map((group) => (
        <li key={group.id}>
          <Card>
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <h3 className="font-strong">{t(`group.${group.id}.name`)}</h3>
              <p className="text-muted text-small">
                {group.atLeast
                  ? t('entriesMore', { count: group.entries })
                  : t('entries', { count: group.entries })}
              </p>
            </div>
            <p className="mt-1">{t(`group.${group.id}.why`)}</p>
            <p className="mt-1 text-muted text-small">{t(`group.${group.id}.until`)}</p>
            <details className="mt-2">
              <summary className="flex min-h-11 cursor-pointer items-center text-small underline underline-offset-4">
                {t('exactly')}
              </summary>
              <Table
                caption={t(`group.${group.id}.name`)}
                columns={[
                  { id: 'kind', label: t('column.kind') },
                  { id: 'entries', label: t('column.count'), number: true },
                  { id: 'purpose', label: t('column.purpose') },
                  { id: 'period', label: t('column.period') },
                  { id: 'basis', label: t('column.basis') },
                ]}
                rows={group.kinds.map(({ kind, entries }) => ({
                  id: kind,
                  cells: {
                    kind: t(`kept.${kind}.name`),
                    entries,
                    purpose: t(`kept.${kind}.purpose`),
                    period: t(`kept.${kind}.period`),
                    basis: t(`kept.${kind}.ground`),
                  },
                }))}
                wide={true}
              />
            </details>
          </Card>
        </li>
      ))}
    </ul>
  )
}
