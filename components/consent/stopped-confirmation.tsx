import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'

/** Stands on the permission's page after a stop: done, when, under which reference, and what happens next. */
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
      <h2 className="font-heading text-h2 sm:text-[1.125rem]" id="stopped">
        {t.rich(asks ? 'titleFunds' : 'title', { tpp, ...tags })}
      </h2>
      <p className="mt-1 text-muted">
        {t('line', { date: formats.dateTime(stopped.at), reference: stopped.reference })}
      </p>
      <h3 className="mt-4 font-strong text-body">{t('next')}</h3>
      <ul className="mt-1 grid gap-1.5">
        <Next>
          {stopped.toldAt
            ? t.rich('toldAt', { time: formats.timeWithSeconds(stopped.toldAt), tpp, ...tags })
            : t.rich(asks ? 'toldFunds' : 'told', { tpp, ...tags })}
        </Next>
        <Next>{t(asks ? 'triesFunds' : 'tries')}</Next>
        <Next>{t('kept', { date: formats.day(stopped.keptUntil) })}</Next>
      </ul>
    </section>
  )
}

function Next({ children }: { children: React.ReactNode }) {
  return (
    <li className="flex gap-2.5">
      <Icon className="mt-1 text-revoked" name="tick" size={16} />
      <span className="min-w-0">{children}</span>
    </li>
  )
}

/** `toldAt` is null until the third party has taken the notice; `keptUntil` is a calendar day. */
export type StoppedView = {
  at: string
  reference: string
  toldAt: string | null
  keptUntil: string
  asks: boolean
}
