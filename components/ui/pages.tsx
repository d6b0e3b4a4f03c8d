import type { ReactNode } from 'react'
import { Icon } from './icon'

/** The way to the page before and the page after, as links, with what is seen of how much between them. */
export function Pages({ label, previous, next, children }: PagesProps) {
  if (!previous && !next) return null
  return (
    <nav aria-label={label} className="mt-4 flex flex-wrap items-center justify-between gap-x-4 text-small">
      {previous ? (
        <a className="inline-flex min-h-11 items-center gap-0.5" href={previous.href} rel="prev">
          <Icon name="back" />
          {previous.label}
        </a>
      ) : (
        <span />
      )}
      <span className="text-muted">{children}</span>
      {next ? (
        <a className="inline-flex min-h-11 items-center gap-0.5" href={next.href} rel="next">
          {next.label}
          <Icon name="forward" />
        </a>
      ) : (
        <span />
      )}
    </nav>
  )
}

type PagesProps = {
  label: string
  previous: PageLink | null
  next: PageLink | null
  children?: ReactNode
}
type PageLink = { href: string; label: ReactNode }
