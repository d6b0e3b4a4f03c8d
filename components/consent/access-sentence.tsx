import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { tags } from '@/components/ui/rich-text'
import type { AccessDay } from './access-view'
import { useAppUser } from './use-app-user'

/** The chart in words: how often, at what time of day, the busiest day if one stands out, what was refused and what failed. */
export function AccessSentence({ days, tpp, user, usualHour }: AccessSentenceProps) {
  const t = useTranslations('chart')
  const formats = useFormats()
  const who = useAppUser(user)
  const served = days.reduce((sum, day) => sum + day.withYou + day.away, 0)
  const refused = days.reduce((sum, day) => sum + day.refused, 0)
  const failed = days.reduce((sum, day) => sum + day.failed, 0)
  const peak = standsOut(days)
  return (
    <>
      {served === 0
        ? t.rich('none', { days: days.length, tpp, ...tags })
        : t.rich('total', { count: served, days: days.length, ...tags })}
      {served > 1 && usualHour !== null ? (
        <> {t.rich('usual', { hour: formats.hour(usualHour), ...who })}</>
      ) : null}
      {peak ? (
        <>
          {' '}
          {t.rich(wordsOf(peak), {
            date: formats.dayOfYear(peak.date),
            count: peak.withYou + peak.away,
            away: peak.away,
            ...who,
          })}
        </>
      ) : null}
      {refused > 0 ? ` ${t('refused', { count: refused })}` : null}
      {failed > 0 ? ` ${t('failed', { count: failed })}` : null}
    </>
  )
}

function wordsOf(day: AccessDay) {
  if (day.away === 0) return 'peakWithYou'
  return day.withYou === 0 ? 'peakAway' : 'peakMixed'
}

/** The one day with more looks than any other day, if it has at least five. */
function standsOut(days: AccessDay[]): AccessDay | null {
  const [first, second] = days.toSorted((a, b) => b.withYou + b.away - (a.withYou + a.away))
  if (!first || first.withYou + first.away < 5) return null
  return second && second.withYou + second.away === first.withYou + first.away ? null : first
}

type AccessSentenceProps = { days: AccessDay[]; tpp: string; user: string | null; usualHour: number | null }
