import { useTranslations } from 'next-intl'
import { tags } from '@/components/ui/rich-text'

/**
 * In its last three minutes a request says that it runs out and cannot be made longer (WCAG 2.2.1 allows it: who has started it
 * again loses nothing), and then that it has run out. By styles, without a script; no clock runs down. It stands above the page
 * and moves it down, so that it hides nothing. What announces stands there from the beginning and what it says appears in it.
 */
export function RequestEnds({ tpp, secondsLeft, pays }: RequestEndsProps) {
  const t = useTranslations('request')
  const tens = Math.max(0, Math.ceil(secondsLeft / 10))
  if (tens > STYLED_TENS) return null
  return (
    <div aria-live="polite" className={`ends-in-${tens} screen-only sticky top-0 z-20`}>
      <div className="soon-before-end bg-surface text-small shadow-card">
        <div className="until-end">
          <p className="column py-2.5">{t.rich(pays ? 'endsSoonPays' : 'endsSoon', { tpp, ...tags })}</p>
        </div>
        <div className="from-end">
          <p className="column py-2.5 font-strong">{t.rich('over', { tpp, ...tags })}</p>
        </div>
      </div>
    </div>
  )
}

/** So many ends, in tens of seconds, the styles know by name. */
const STYLED_TENS = 72

/** `pays`: a request to pay, and not one to share. */
type RequestEndsProps = { tpp: string; secondsLeft: number; pays: boolean }
