import type { ReactNode } from 'react'
import type { BrandView } from '@/components/ui/brand-view'
import { PageShell } from '@/components/ui/page-shell'

/**
 * The frame of the developer's pages, with the ways between them. A console to call and accounts are there in a sandbox alone.
 */
export function DeveloperShell({ brand, sandbox, children }: DeveloperShellProps) {
  const ways = [
    { href: '/developer/reference', label: 'Reference' },
    ...(sandbox ? [{ href: '/developer/try/createConsent', label: 'Console' }] : []),
    { href: '/developer/errors', label: 'Errors' },
    { href: '/developer/certificate', label: 'Certificate check' },
    { href: '/developer/security', label: 'Security' },
    ...(sandbox ? [{ href: '/developer/application', label: 'Your application' }] : []),
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

export type DeveloperShellProps = { brand: BrandView; sandbox: boolean; children: ReactNode }
