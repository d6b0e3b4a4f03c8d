import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'
import { type ActivityLine, valuesOf } from './activity-view'

/** What happened, newest first, month by month: a drawing, a sentence, and when. */
export function ActivityList({ months }: { months: ActivityMonth[] }) {
  const formats = useFormats()
  return months.map(({ month, lines }) => (
    <section aria-labelledby={`month-${month}`} className="mt-7 first-of-type:mt-0" key={month}>
      <h2 className="mb-2.5 font-heading text-h2" id={`month-${month}`}>
        {formats.month(`${month}-01`)}
      </h2>
      <ol className="rounded-card border border-line bg-surface px-4 shadow-card">
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
    </section>
  ))
}

function Line({ line }: { line: ActivityLine }) {
  const t = useTranslations('activity')
  const formats = useFormats()
  const sentence = t.rich(`said.${line.word}`, { ...valuesOf(line, formats.money), ...tags })
  return (
    <li className="relative flex items-start gap-3 border-line border-b py-2.5 last:border-b-0">
      <Icon className="mt-1 text-muted" name={line.icon} />
      <div className="min-w-0 grow xs:flex xs:justify-between xs:gap-4">
        {line.href ? (
          <a
            className="block min-w-0 text-ink no-underline after:absolute after:inset-0 hover:underline"
            href={line.href}
          >
            {sentence}
          </a>
        ) : (
          <span className="block min-w-0">{sentence}</span>
        )}
        <time className="block shrink-0 text-muted text-small" dateTime={line.day ?? line.at}>
          {line.day ? formats.day(line.day) : formats.dateTime(line.at)}
        </time>
      </div>
      {line.href ? <Icon className="mt-1 text-muted rtl:-scale-x-100" name="forward" size={16} /> : null}
    </li>
  )
}

/** `month` as `YYYY-MM`, of the bank's calendar. */
export type ActivityMonth = { month: string; lines: ActivityLine[] }
