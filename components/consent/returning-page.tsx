import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { buttonClass } from '@/components/ui/button-class'
import { plain, tags } from '@/components/ui/rich-text'

/**
 * The way back to the third party, at once and by itself (a button to press would be an obstacle, EBA Q&A
 * 2025_7603). It is a refresh of a same-origin page, so it needs no script and `form-action 'self'` cannot stop
 * it; the link stays in case the third party does not answer.
 */
export function ReturningPage({ view }: { view: ReturningView }) {
  return view.missing.length > 0 ? <Waiting view={view} /> : <Returning view={view} />
}

function Returning({ view }: { view: ReturningView }) {
  const t = useTranslations('returning')
  const name = { tpp: view.tpp, ...tags }
  const allowed = view.outcome === 'allowed'
  return (
    <>
      <title>{t.markup(allowed ? 'allowedTitle' : 'declinedTitle', { tpp: view.tpp, ...plain })}</title>
      <meta content={`0;url=${view.href}`} httpEquiv="refresh" />
      <div className="sm:pt-4" role="status">
        <h1 className="text-h1 sm:text-h1-wide">
          {t.rich(allowed ? 'allowedTitle' : 'declinedTitle', name)}
        </h1>
        <p className="mt-4">{t.rich(TEXTS[view.outcome][view.asks ? 'asks' : 'looks'], name)}</p>
        {view.reference ? (
          <p className="mt-1 text-muted">{t('reference', { reference: view.reference })}</p>
        ) : null}
      </div>
      <p className="mt-5">
        <a className="inline-block py-2.5" href={view.href}>
          {t.rich('go', name)}
        </a>
      </p>
      <p className="after-five-seconds mt-2 text-muted">{t.rich('slow', name)}</p>
    </>
  )
}

/**
 * Where somebody else is still needed, that has to be read before anything else: no refresh takes it away (WCAG 2.2.1),
 * and the way back is the one thing to press.
 */
function Waiting({ view }: { view: ReturningView }) {
  const t = useTranslations('returning')
  const formats = useFormats()
  const name = { tpp: view.tpp, ...tags }
  const people = formats.anyOf(view.missing)
  return (
    <div className="sm:pt-4">
      <title>{t.markup('waitingTitle', { people, ...plain })}</title>
      <div role="status">
        <h1 className="text-h1 sm:text-h1-wide">{t.rich('waitingTitle', { people, ...tags })}</h1>
        <p className="mt-4">{t.rich('waitingText', { people, ...name })}</p>
        <p className="mt-3">{t.rich('waitingUntil', { days: view.days, ...name })}</p>
        {view.reference ? (
          <p className="mt-3 text-muted">{t('reference', { reference: view.reference })}</p>
        ) : null}
      </div>
      <p className="mt-6">
        <a className={buttonClass('primary')} href={view.href}>
          <span>{t.rich('go', name)}</span>
        </a>
      </p>
    </div>
  )
}

const TEXTS = {
  allowed: { asks: 'allowedFunds', looks: 'allowedText' },
  declined: { asks: 'declinedFunds', looks: 'declinedText' },
} as const

/** `href` is an address that the authorization server made or checked, never one from the query. */
export type ReturningView = {
  tpp: string
  outcome: 'allowed' | 'declined'
  /** It asks for yes or no, and looks at nothing. */
  asks: boolean
  href: string
  reference: string | null
  /** The other holders, one of whom has to allow it too, within so many days; empty where nobody has to. */
  missing: string[]
  days: number
}
