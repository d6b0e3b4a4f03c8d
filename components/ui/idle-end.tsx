import { useTranslations } from 'next-intl'

/**
 * The end of an unused session, told two minutes before, without a script (WCAG 2.2.1): styles show a line whose link
 * loads the page anew, and when the five minutes are over hide the customer's data and say so. `endHref` must not
 * lengthen a session by itself: a page left open would keep it alive for ever. `keeps`: a form of the page whose fields go along
 * either way, to an address that draws the page anew with them.
 */
export function IdleEnd({ keeps, ...hrefs }: IdleEndProps) {
  const t = useTranslations('frame')
  const way = (href: string, words: string) =>
    keeps ? (
      <button
        className={`${WAY} cursor-pointer underline decoration-1 underline-offset-4`}
        form={keeps.form}
        formAction={keeps.action}
        formMethod="post"
        type="submit"
      >
        {words}
      </button>
    ) : (
      <a className={WAY} href={href}>
        {words}
      </a>
    )
  return (
    <>
      <div className="after-three-minutes screen-only fixed inset-x-0 bottom-0 z-20 border-line border-t bg-surface shadow-card">
        <p className="column flex flex-wrap items-center justify-between gap-x-4 py-1.5" role="status">
          {t('idleSoon')}
          {way(hrefs.stayHref, t('idleStay'))}
        </p>
      </div>
      <div className="after-five-minutes screen-only fixed inset-0 z-30 bg-paper">
        <div className="column py-10" role="status">
          <p className="font-strong text-h2">{t('idleOver')}</p>
          <p className="mt-4">{way(hrefs.endHref, t('idleAgain'))}</p>
        </div>
      </div>
    </>
  )
}

const WAY = 'inline-flex min-h-11 items-center font-strong'

type IdleEndProps = { stayHref: string; endHref: string; keeps?: { form: string; action: string } }
