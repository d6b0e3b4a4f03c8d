import type { ReactNode } from 'react'
import { type StaffPart, StaffShell } from '@/components/staff/staff-shell'
import { countNewBarriers } from '@/lib/barriers/find-barriers'
import { brand } from '@/lib/brand'
import { countOpenIncidents } from '@/lib/incidents/find-incidents'
import type { SignedInColleague } from '@/lib/session/colleague'
import { mayDo } from '@/lib/staff/roles'
import { readTheme } from '../reader-choices'

/** The frame of a signed-in colleague's page. */
export async function StaffFrame({ colleague, path, current, children }: StaffFrameProps) {
  return (
    <StaffShell
      bank={brand.name}
      current={current}
      hidden={PARTS_WITH_ROLE.filter(([, action]) => !mayDo(colleague.roles, action)).map(([part]) => part)}
      name={colleague.name}
      waiting={{
        barriers: mayDo(colleague.roles, 'barriers.close') ? await countNewBarriers() : 0,
        incidents: await countOpenIncidents(),
      }}
      path={path}
      theme={await readTheme()}
    >
      {children}
    </StaffShell>
  )
}

const PARTS_WITH_ROLE = [
  ['barriers', 'barriers.close'],
  ['letters', 'letters.send'],
  ['audit', 'audit.see'],
  ['team', 'team.see'],
] as const

type StaffFrameProps = {
  colleague: Pick<SignedInColleague, 'name' | 'roles'>
  path: string
  current: StaffPart
  children: ReactNode
}
