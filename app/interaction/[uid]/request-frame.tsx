import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { CustomerName, SecureMark } from '@/components/ui/header-aside'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { PATH_HEADER } from '@/lib/session/path-header'

/** The frame of a third party's request: no way to wander off, and no name before somebody is identified. */
export async function RequestFrame({
  customer = null,
  children,
}: {
  customer?: string | null
  children: ReactNode
}) {
  const path = (await headers()).get(PATH_HEADER) ?? '/'
  return (
    <PageShell
      aside={customer === null ? <SecureMark /> : <CustomerName name={customer} />}
      brand={brand}
      language={{ action: `/language?next=${encodeURIComponent(path)}` }}
    >
      {children}
    </PageShell>
  )
}
