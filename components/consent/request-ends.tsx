import { useTranslations } from 'next-intl'
import { tags } from '@/components/ui/rich-text'

/**
 * Two to three minutes before a request runs out, it says so, and that it cannot be made longer (WCAG 2.2.1 allows it: who has
 * started it again loses nothing). By styles, without a script; no clock runs down before.
 */
export function RequestEnds({ tpp, minutesLeft }: { tpp: string; minutesLeft: number }) {
  const t = useTranslations('request')
  const from = FROM[Math.max(0, Math.min(FROM.length - 1, Math.floor(minutesLeft) - WARNED_MINUTES))]
  return (
    <div
      className={`${from} screen-only fixed inset-x-0 top-0 z-20 border-line border-b bg-surface shadow-card`}
    >
      <p className="column py-2.5 text-small" role="status">
        {t.rich('endsSoon', { tpp, ...tags })}
      </p>
    </div>
  )
}

const WARNED_MINUTES = 2
/** In how many minutes it appears, whole: styles are found by their full names. */
const FROM = [
  'after-minutes-0',
  'after-minutes-1',
  'after-minutes-2',
  'after-minutes-3',
  'after-minutes-4',
  'after-minutes-5',
  'after-minutes-6',
  'after-minutes-7',
  'after-minutes-8',
]
