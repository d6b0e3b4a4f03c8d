import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { RemovalPill } from './removal-pill'
import type { RemovalRow } from './removal-view'

/** Every request to delete, newest first: to whom, since when, how it stands. */
export function RemovalList({ rows }: { rows: RemovalRow[] }) {
  const t = useTranslations('removal')
  const list = useTranslations('list')
  const formats = useFormats()
  return (
    <>
      <BackLink href="/">{list('title')}</BackLink>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">{t(rows.length === 0 ? 'none' : 'lead')}</p>
      </PageHeader>
      {rows.length === 0 ? null : (
        <ul className="rounded-card border border-line bg-surface shadow-card">
          {rows.map((row) => (
            <li
              className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 border-line border-b px-4 py-3 last:border-b-0 has-focus-visible:border-control hover:bg-sunken"
              key={row.id}
            >
              <span className="min-w-0">
                <a
                  className="block font-strong text-ink no-underline after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-[var(--focus)]"
                  href={row.href}
                >
                  <bdi>{row.tpp}</bdi>
                </a>
                <span className="text-muted text-small">
                  {t('askedOn', { date: formats.date(row.askedAt) })}
                </span>
              </span>
              <RemovalPill row={row} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
