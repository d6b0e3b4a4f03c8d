import { useTranslations } from 'next-intl'

const IDLE_SECONDS = 300

/**
 * The end of an unused session, told two minutes before and without a script (WCAG 2.2.1): a line that a style shows
 * late, whose link loads the page anew, and a refresh that takes the customer's data off the screen when it is over.
 * `endHref` must not lengthen a session by itself: a page left open would keep it alive for ever.
 */
export function IdleEnd({ stayHref, endHref }: { stayHref: string; endHref: string }) {
  const t = useTranslations('frame')
  return (
    <>
      <meta content={`${IDLE_SECONDS + 1};url=${endHref}`} httpEquiv="refresh" />
      <div className="after-three-minutes screen-only fixed inset-x-0 bottom-0 z-20 border-line border-t bg-surface shadow-card">
        <p className="column flex flex-wrap items-center justify-between gap-x-4 py-1.5" role="status">
          {t('idleSoon')}
          <a className="inline-flex min-h-11 items-center font-strong" href={stayHref}>
            {t('idleStay')}
          </a>
        </p>
      </div>
    </>
  )
}
