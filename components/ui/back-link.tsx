import type { ReactNode } from 'react'
import { Icon } from './icon'

/** One level up, above the title, on each page below the first. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <nav className="screen-only -mt-2 mb-2">
      <a className="-ms-1 inline-flex min-h-11 items-center gap-0.5 pe-2 text-small" href={href}>
        <Icon name="back" />
        {/* One element: a flex box would drop the space beside a name in `<bdi>`. */}
        <span>{children}</span>
      </a>
    </nav>
  )
}
