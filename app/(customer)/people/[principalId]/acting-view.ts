import type { ActedPermissionView, ActingView } from '@/components/people/acting-page'
import type { Acted, ActedPermission } from '@/lib/consent/find-acted-permissions'
import { mayStopAny } from '@/lib/consent/mandate-reach'
import { accountsById, mandates as mandatesNow } from '@/lib/core-banking/ledger'
import { endedByWhom } from '../../ended-by'
import { holderNames } from '../../holder-names'
import { pausedByWhom } from '../../paused-by'
import { toStateView, toTppView } from '../../permission-row'
import { waitsForWhom } from '../../waits-for'
import { mandateViews } from '../mandate-views'

/** Everything the page of somebody acted for shows. `agentId` is who reads it: what is theirs is told as such. */
export async function toActingView({ acted, agentId, now, stopped }: ToActingView): Promise<ActingView> {
  const { principal, name, mandates, permissions } = acted
  const accounts = await accountsById([
    ...new Set(permissions.flatMap(({ permission }) => permission.rights.map(({ accountId }) => accountId))),
  ])
  const within = mandates.flatMap(({ accountId }) => accountId ?? [])
  const names = await holderNames(permissions.map(({ givenBy }) => givenBy))
  const all = principal.kind === 'business' ? await mandatesNow({ accountIds: within }) : []
  const rows = permissions.map(async (one): Promise<ActedPermissionView> => {
    const { permission, givenBy } = one
    const state = toStateView(permission, now, {
      waitsFor: await waitsForWhom(permission, agentId),
      endedBy: await endedByWhom(permission, agentId),
      pausedBy: await pausedByWhom(permission, agentId),
    })
    const giver = principal.kind === 'business' ? names.get(givenBy) : undefined
    return {
      id: permission.id,
      tpp: toTppView(permission.tpp),
      state,
      // Of accounts that the mandate is not for not even the name.
      accounts: accounts.flatMap(({ id, name: called }) =>
        permission.rights.some(({ accountId }) => accountId === id) &&
        (principal.kind === 'customer' || within.includes(id))
          ? called
          : [],
      ),
      givenBy: giver ? { name: giver, at: (permission.allowedAt ?? permission.askedAt).toISOString() } : null,
      lastLookedAt: permission.lastLookedAt?.toISOString() ?? null,
      stop: stopOf(one, acted),
    }
  })
  return {
    principal: { ...principal, name },
    own: await mandateViews(mandates, agentId),
    mandates: await mandateViews(all, agentId),
    permissions: await Promise.all(rows),
    stopped,
  }
}

function stopOf({ permission, mayStop }: ActedPermission, acted: Acted): ActedPermissionView['stop'] {
  if (mayStop) return { by: 'link', href: `/people/${acted.principal.id}/${permission.id}/stop` }
  if (permission.state === 'waiting') return { by: 'nobody', why: 'waiting' }
  return { by: 'nobody', why: mayStopAny(acted.mandates) ? 'outside' : 'see' }
}

type ToActingView = { acted: Acted; agentId: string; now: Date; stopped: boolean }
