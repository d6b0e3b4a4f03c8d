import type { ReactNode } from 'react'
import { CustomerName, SecureMark } from '@/components/ui/header-aside'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'

/** The frame of a third party's request: no way to wander off, and no name before somebody is identified. */
export function RequestFrame({
  customer = null,
  children,
}: {
  customer?: string | null
  children: ReactNode
}) {
  return (
    <PageShell aside={customer === null ? <SecureMark /> : <CustomerName name={customer} />} brand={brand}>
      {children}
    </PageShell>
  )
}
