import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { Button } from './button'

/**
 * What stands where a page cannot: in this order what it is, what did not happen, why, one way forward, and what to say on the
 * phone. `at` is when it was answered, or else of when the page is. `errorId` is stable, so that a program that drives a browser
 * can tell pages apart.
 */
export function MessagePage({
  errorId,
  title,
  nothing,
  why,
  forward,
  beside,
  more,
  reference,
  at,
}: MessagePageProps) {
  const t = useTranslations('message')
  const formats = useFormats()
  return (
    <article className="sm:pt-4" data-error-id={errorId}>
      <h1 className="text-h1 sm:text-h1-wide">{title}</h1>
      {nothing ? <p className="mt-4 font-strong">{nothing}</p> : null}
      <div className="mt-2 max-w-[62ch]">{why}</div>
      {forward ? (
        <div className="mt-7 grid max-w-80 gap-3">
          <Button href={forward.href} kind="primary">
            {forward.label}
          </Button>
          {beside}
        </div>
      ) : null}
      {more ? (
        <p className="mt-3">
          <a className="inline-flex min-h-11 items-center" href={more.href}>
            {more.label}
          </a>
        </p>
      ) : null}
      {reference || at ? (
        <p className="mt-9 border-line border-t pt-3 text-muted text-small">
          {reference ? (
            <span className="me-6 inline-block">
              {t('reference')} <bdi className="font-mono text-label">{reference}</bdi>
            </span>
          ) : null}
          {at ? (
            <span className="inline-block">
              {t(errorId === 'request-answered' ? 'answered' : 'time')}{' '}
              <time dateTime={at}>{formats.dateTime(at)}</time>
            </span>
          ) : null}
        </p>
      ) : null}
    </article>
  )
}

export type MessagePageProps = {
  errorId: string
  title: ReactNode
  nothing?: ReactNode
  why: ReactNode
  forward?: { href: string; label: ReactNode }
  /** A second answer, under the way forward and of its width. */
  beside?: ReactNode
  /** Where more of it can be read. */
  more?: { href: string; label: ReactNode }
  reference?: string
  at?: string
}
