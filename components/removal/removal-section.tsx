import { useTranslations } from 'next-intl'
import { Section } from '@/components/ui/card'
import { tags } from '@/components/ui/rich-text'
import { RemovalPill } from './removal-pill'
import type { RemovalRow } from './removal-view'

/** On the page of a permission that has ended: its requests to delete, or the way to make one. */
export function RemovalSection({ removal, tpp }: { removal: RemovalSectionView; tpp: string }) {
  const t = useTranslations('removal')
  return (
    <Section id="removal" title={t.rich('section', { tpp, ...tags })}>
      {removal.askHref ? (
        <>
          <p>{t.rich('sectionText', { tpp, ...tags })}</p>
          <a className="inline-flex min-h-11 items-center" href={removal.askHref}>
            <span>{t.rich('sectionLink', { tpp, ...tags })}</span>
          </a>
        </>
      ) : null}
      {removal.rows.map((row) => (
        <p className="flex flex-wrap items-center gap-x-4" key={row.id}>
          <RemovalPill row={row} />
          <a className="inline-flex min-h-11 items-center" href={row.href}>
            {t('sectionTrack')}
          </a>
        </p>
      ))}
    </Section>
  )
}

/** `askHref` is null where one is under way or everything is deleted. */
export type RemovalSectionView = { askHref: string | null; rows: RemovalRow[] }
