import type { ReactNode } from 'react'
import type { BrandView } from '@/components/ui/brand-view'
import { PageShell } from '@/components/ui/page-shell'

/** The frame of the developer's pages, with the ways between them. `console`: where there is one to call. */
export function DeveloperShell({ brand, console, children }: DeveloperShellProps) {
  const ways = [
    { href: '/developer/reference', label: 'Reference' },
    ...(console ? [{ href: '/developer/try/createConsent', label: 'Console' }] : []),
    { href: '/developer/errors', label: 'Errors' },
  ]
  return (
    <PageShell
      aside={
        <nav aria-label="For developers">
          <ul className="flex flex-wrap gap-x-5">
            {ways.map(({ href, label }) => (
              <li key={href}>
                <a className="inline-flex min-h-11 items-center text-small" href={href}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      }
      brand={brand}
      wide
    >
      {children}
    </PageShell>
  )
}

export type DeveloperShellProps = { brand: BrandView; console: boolean; children: ReactNode }
