import type { ReactNode } from 'react'

/** Views of one list as links: they work without a script and can be bookmarked. */
export function Tabs({ label, items }: { label: string; items: Tab[] }) {
  return (
    <nav aria-label={label} className="mb-4 border-line border-b">
      <ul className="-mb-px flex flex-wrap gap-x-6">
        {items.map((item) => (
          <li key={item.href}>
            <a
              aria-current={item.current ? 'page' : undefined}
              className="inline-flex min-h-11 items-center gap-1.5 border-transparent border-b-2 text-muted text-small no-underline hover:text-ink forced-colors:not-aria-[current]:border-b-0 aria-[current]:border-primary aria-[current]:font-strong aria-[current]:text-ink"
              href={item.href}
            >
              {item.label}
              {item.count === undefined ? null : <span>{item.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export type Tab = { href: string; label: ReactNode; count?: ReactNode; current: boolean }
