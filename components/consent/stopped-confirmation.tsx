import { useTranslations } from 'next-intl'
import { DownloadRecord } from '@/components/evidence/download-record'
import { useFormats } from '@/components/format'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'

/**
 * Stands on the permission's page after a stop: done, when, under which reference, and what happens next. The address of
 * that page ends in `#stopped`, which puts the focus here without a script.
 */
export function StoppedConfirmation({ stopped, tpp }: { stopped: StoppedView; tpp: string }) {
  const t = useTranslations('stopped')
  const formats = useFormats()
  const { asks } = stopped
  return (
    <section
      aria-labelledby="stopped"
      className="mb-8 rounded-card border border-line border-s-4 border-s-revoked bg-surface p-4 shadow-card"
      role="status"
    >
      <h2 className="scroll-mt-6 font-heading text-h2 sm:text-[1.125rem]" id="stopped" tabIndex={-1}>
        {t.rich(asks ? 'titleFunds' : 'title', { tpp, ...tags })}
      </h2>
      <p className="mt-1 text-muted">
        {t('line', { date: formats.dateTime(stopped.at), reference: stopped.reference })}
      </p>
      <h3 className="mt-4 font-strong text-body">{t('next')}</h3>
      <ul className="mt-1 grid gap-1.5">
        <Telling stopped={stopped} tpp={tpp} />
        <Next>{t(asks ? 'triesFunds' : 'tries')}</Next>
        <Deletion deletion={stopped.deletion} tpp={tpp} />
        <Next>{t('kept', { date: formats.day(stopped.keptUntil) })}</Next>
      </ul>
      <DownloadRecord href={stopped.receiptHref} />
    </section>
  )
}

/** How its third party learns of it: told by the bank, to the second, or by the next answer it gets. */
function Telling({ stopped: { told, asks }, tpp }: { stopped: StoppedView; tpp: string }) {
  const t = useTranslations('stopped')
  const formats = useFormats()
  if (typeof told !== 'string')
    return <Next>{t.rich('toldAt', { tpp, date: formats.second(told.at), ...tags })}</Next>
  return (
    <>
      {told === 'by-asking' ? null : (
        <Next>{t.rich(told === 'telling' ? 'telling' : 'unreachable', { tpp, ...tags })}</Next>
      )}
      {told === 'telling' ? null : <Next>{t.rich(asks ? 'toldFunds' : 'told', { tpp, ...tags })}</Next>}
    </>
  )
}

/** Whether a request to delete goes with it; one that was not made is said without a tick. */
function Deletion({ deletion, tpp }: { deletion: StoppedView['deletion']; tpp: string }) {
  const t = useTranslations('removal')
  if (deletion === null) return null
  if (deletion === 'not-asked') return <li className="ps-6.5">{t.rich('stopNotAsked', { tpp, ...tags })}</li>
  return (
    <Next>
      {t.rich(deletion.channel === 'letter' ? 'stopAskedLetter' : 'stopAsked', { tpp, ...tags })}{' '}
      <a href={deletion.href}>{t('sectionTrack')}</a>
    </Next>
  )
}

function Next({ children }: { children: React.ReactNode }) {
  return (
    <li className="flex gap-2.5">
      <Icon className="mt-1 text-muted" name="forward" size={16} />
      <span className="min-w-0">{children}</span>
    </li>
  )
}

/**
 * `told`: the instant at which the third party confirmed that the bank had told it, or that it is being told, cannot be reached,
 * or has not asked to be told. `keptUntil` is a calendar day.
 */
export type StoppedView = {
  at: string
  reference: string
  told: { at: string } | 'telling' | 'unreachable' | 'by-asking'
  keptUntil: string
  receiptHref: string
  /** The request to delete that goes with it; null where there is nothing to delete. */
  deletion: { href: string; channel: 'message' | 'letter' } | 'not-asked' | null
  asks: boolean
}
