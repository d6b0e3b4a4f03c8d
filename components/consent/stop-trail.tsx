import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { tags } from '@/components/ui/rich-text'

/** What a stop did, step by step and to the second, for as long as the permission is shown. */
export function StopTrail({ trail, tpp }: { trail: StopTrailView; tpp: string }) {
  const { at, asks, told } = trail
  const names = { tpp, asks: asks ? 'yes' : 'no', ...tags }
  const t = useTranslations('stopTrail')
  return (
    <ol className="rounded-card border border-line bg-surface px-4">
      <Step at={at}>{t('stopped', { asks: names.asks })}</Step>
      <Step at={at}>{t.rich('keys', names)}</Step>
      {told === null ? null : told.at ? (
        <Step at={told.at}>{t.rich('told', names)}</Step>
      ) : (
        <Step at={null}>{t.rich(told.underWay ? 'telling' : 'unreachable', names)}</Step>
      )}
      {!told?.at || told.confirmed === 'never' ? null : (
        <Step at={told.confirmed}>{t.rich(told.confirmed ? 'confirmed' : 'unconfirmed', names)}</Step>
      )}
    </ol>
  )
}

function Step({ at, children }: { at: string | null; children: React.ReactNode }) {
  const formats = useFormats()
  return (
    <li className="border-line border-b py-2.5 last:border-b-0 xs:flex xs:justify-between xs:gap-4">
      <span className="block min-w-0">{children}</span>
      {at === null ? null : (
        <time className="block shrink-0 text-muted text-small" dateTime={at}>
          {formats.second(at)}
        </time>
      )}
    </li>
  )
}

/**
 * Instants. `told` is null where the third party has not asked to be told; `confirmed` is null while it has not confirmed it, and
 * `never` where it takes news that nobody confirms.
 */
export type StopTrailView = {
  at: string
  asks: boolean
  told: { at: string | null; underWay: boolean; confirmed: string | null | 'never' } | null
}
