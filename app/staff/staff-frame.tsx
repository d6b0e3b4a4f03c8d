import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { type StaffPart, StaffShell } from '@/components/staff/staff-shell'
import { brand } from '@/lib/brand'

/** The frame of a signed-in colleague's page. */
export async function StaffFrame({ name, path, current, children }: StaffFrameProps) {
  const theme = (await cookies()).get('theme')?.value
  return (
    <StaffShell
      bank={brand.name}
      current={current}
      name={name}
      path={path}
      theme={theme === 'light' || theme === 'dark' ? theme : 'device'}
    >
      {children}
    </StaffShell>
  )
}

type StaffFrameProps = { name: string; path: string; current: StaffPart; children: ReactNode }
