import 'server-only'
import { and, eq, gt, inArray } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { registerHolds } from '@/db/schema/register-holds'
import { tpps } from '@/db/schema/tpps'

/** Snapshots whose withdrawals wait for staff at this moment of the machine's clock, the first that will bind first. */
export async function findHolds({ at, id = null }: FindHolds): Promise<HoldView[]> {
  const rows = await database()
    .select(COLUMNS)
    .from(registerHolds)
    .where(
      and(
        eq(registerHolds.state, 'held'),
        gt(registerHolds.bindsAt, at),
        id === null ? undefined : eq(registerHolds.id, id),
      ),
    )
    .orderBy(registerHolds.bindsAt)
  const names = await namesOf(rows.flatMap(({ withdrawals }) => withdrawals.map(({ tppId }) => tppId)))
  return rows.map(({ withdrawals, ...row }) => ({
    ...row,
    thirdParties: withdrawals.map(({ tppId, withdrawal }) => ({
      id: tppId,
      name: names.get(tppId) ?? tppId,
      withdrawal,
    })),
  }))
}

/** Without the snapshot itself, which has megabytes. */
const COLUMNS = {
  id: registerHolds.id,
  source: registerHolds.source,
  sequence: registerHolds.sequence,
  issuedAt: registerHolds.issuedAt,
  withdrawals: registerHolds.withdrawals,
  active: registerHolds.active,
  bindsAt: registerHolds.bindsAt,
  proposal: registerHolds.proposal,
  proposedBy: registerHolds.proposedBy,
}

async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await database()
    .select({ id: tpps.id, legalName: tpps.legalName, brand: applications.brand })
    .from(tpps)
    .leftJoin(applications, eq(applications.clientId, tpps.id))
    .where(inArray(tpps.id, [...ids]))
  return new Map(rows.map(({ id, legalName, brand }) => [id, brand ?? legalName]))
}

type FindHolds = { at: Date; id?: string | null }

export type HoldView = {
  id: string
  source: string
  sequence: number
  issuedAt: Date
  /** Of how many that were active here. */
  active: number
  bindsAt: Date
  proposal: 'believe' | 'disbelieve' | null
  proposedBy: string | null
  thirdParties: { id: string; name: string; withdrawal: string }[]
}
