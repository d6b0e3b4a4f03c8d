import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Table } from '@/components/ui/table'
import type { Incident } from '@/lib/incidents/find-incidents'

/** Incidents with what each is about, since when, until when, and its rows of the trail. */
export function IncidentTable({ caption, rows }: { caption: string; rows: readonly Incident[] }) {
  const t = useTranslations('staff.incidents')
  const formats = useFormats()
  return (
    <Table
      caption={caption}
      columns={[
        { id: 'what', label: t('what') },
        { id: 'about', label: t('about') },
        { id: 'from', label: t('from') },
        { id: 'seen', label: t('seen') },
      ]}
      rows={rows.map(({ id, rule, tpp, openedAt, lastSeenAt }) => ({
        id,
        cells: {
          what: t(`rules.${rule}`),
          about: tpp ? (
            <a href={`/staff/third-parties/${tpp.id}`}>
              <bdi>{tpp.name}</bdi>
            </a>
          ) : (
            t('bank')
          ),
          from: formats.dateTime(openedAt.toISOString()),
          seen: formats.dateTime(lastSeenAt.toISOString()),
        },
      }))}
    />
  )
}
