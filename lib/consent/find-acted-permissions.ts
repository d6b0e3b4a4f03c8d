import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { uuids } from '@/db/uuids'
import { heldTogether } from '@/lib/core-banking/ledger'
import { findPermissions, type Permission } from './find-permissions'
import { type ActedFor, findPrincipals } from './find-principals'
import { keptFromOthers } from './kept-from-others.sql'
import { accountsOf, mayStopAny } from './mandate-reach'
import { isCurrent } from './permission-state'

/**
 * What stands now of the sharing of somebody for whom a customer acts, newest first: of a business all that sees an account of
 * their mandate, whoever gave it; of another customer what that customer has allowed. Null for whoever has no mandate (any
 * more), exactly as for nobody at all. Throws `ledger_unavailable`.
 */
export async function findActedPermissions({ agentId, principalId, now }: Asked): Promise<Acted | null> {
  const [actedFor] = await findPrincipals({ agentId, principalId })
  if (!actedFor) return null
  const { principal, mandates } = actedFor
  const found =
    principal.kind === 'customer'
      ? await ofCustomer(principal.id, agentId, now)
      : await ofAccounts(accountsOf(mandates, 'see'), now)
  const stoppable = new Set(accountsOf(mandates, 'stop'))
  const whole = principal.kind === 'customer' && mayStopAny(mandates)
  const permissions = found
    .filter(({ permission }) => isCurrent(permission.state))
    .map((one) => ({
      ...one,
      mayStop: one.permission.state !== 'waiting' && (whole || within(one, stoppable)),
    }))
  return { ...actedFor, permissions }
}

/**
 * Whether two people hold a private account together: then a protection of the one keeps from the other, whatever they are
 * else.
 */
export async function holdTogether(psuId: string, other: string): Promise<boolean> {
  return (await heldTogether(psuId)).some(({ others }) => others.includes(other))
}

const within = ({ permission }: Found, stoppable: ReadonlySet<string>) =>
  permission.rights.length > 0 && permission.rights.every(({ accountId }) => stoppable.has(accountId))

async function ofCustomer(psuId: string, agentId: string, now: Date): Promise<Found[]> {
  const permissions = await findPermissions({ psuId, now })
  // What still waits for the customer's own answer they have not allowed.
  const allowed = permissions.filter(({ waitingFor }) => !waitingFor.includes(psuId))
  const kept = (await holdTogether(psuId, agentId)) ? await keptAmong(allowed.map(({ id }) => id)) : []
  return allowed.filter(({ id }) => !kept.includes(id)).map((permission) => ({ permission, givenBy: psuId }))
}

async function keptAmong(ids: readonly string[]): Promise<string[]> {
  const { rows } = await database().execute<{ id: string }>(
    sql`select c.id from consents c where c.id = any(${uuids(ids)}) and ${keptFromOthers}`,
  )
  return rows.map(({ id }) => id)
}

async function ofAccounts(accountIds: readonly string[], now: Date): Promise<Found[]> {
  const { rows } = await database().execute<{ id: string; psu_id: string }>(sql`
    select distinct c.id, c.psu_id from consent_accounts a
    join consents c on c.id = a.consent_id and c.version = a.version
    where a.account_id = any(${uuids(accountIds)}) and c.psu_id is not null
      and c.status in ('valid', 'partiallyAuthorised')`)
  const byGiver = Map.groupBy(rows, ({ psu_id }) => psu_id)
  const found = await Promise.all(
    [...byGiver].map(async ([psuId, given]) => {
      const permissions = await findPermissions({ psuId, consentIds: given.map(({ id }) => id), now })
      return permissions.map((permission) => ({ permission, givenBy: psuId }))
    }),
  )
  return found.flat().sort((a, b) => b.permission.askedAt.getTime() - a.permission.askedAt.getTime())
}

type Asked = { agentId: string; principalId: string; now: Date }
type Found = { permission: Permission; givenBy: string }

/** `givenBy`: the customer who allowed it first. `mayStop`: the mandate is enough to stop all of it. */
export type ActedPermission = Found & { mayStop: boolean }
export type Acted = ActedFor & { permissions: ActedPermission[] }
