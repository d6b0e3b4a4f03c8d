import type { PauseReason, PermissionRow, PermissionState } from '@/components/consent/permission-view'
import type { TppView } from '@/components/tpp/tpp-view'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import type { Permission } from '@/lib/consent/find-permissions'
import { hasNoEnd } from '@/lib/consent/no-end'
import type { EndedBy } from './ended-by'
import type { PausedBy } from './paused-by'
import type { WaitsFor } from './waits-for'

const DAY_MILLIS = 86_400_000

/**
 * A permission as a row of the list; `accountNames` are the customer's own names of the shared accounts. What waits for
 * this customer leads to where they answer.
 */
export function toPermissionRow(row: ToPermissionRow): PermissionRow {
  const { permission, waitsFor, accountNames, now } = row
  const own = permission.state === 'waiting' && waitsFor === 'you'
  return {
    href: own ? `/permissions/${permission.id}/answer` : `/permissions/${permission.id}`,
    tpp: toTppView(permission.tpp),
    state: toStateView(permission, now, row),
    accounts: accountNames,
    lastLookedAt: permission.lastLookedAt?.toISOString() ?? null,
    asks: permission.kind === 'fundsConfirmation',
  }
}

/** A third party as pages show it. No register has an address per entry yet, so none is linked. */
export function toTppView(tpp: Permission['tpp']): TppView {
  return {
    id: tpp.id,
    name: tpp.brand,
    legalName: tpp.legalName,
    authority: tpp.authority,
    roles: tpp.roles,
    checkedAt: tpp.checkedAt?.toISOString() ?? null,
    registerUrl: null,
  }
}

/**
 * The state in the customer's terms, with the date that belongs to it. `waitsFor` says for whom one that waits does,
 * `endedBy` whose word ended it, `pausedBy` whose pause it is.
 */
export function toStateView(
  permission: Permission,
  now: Date,
  { waitsFor, endedBy, pausedBy }: { waitsFor: WaitsFor; endedBy: EndedBy; pausedBy: PausedBy },
): PermissionState {
  const at = permission.lastActionAt.toISOString()
  const lastSign = (permission.lastLookedAt ?? permission.allowedAt ?? permission.lastActionAt).toISOString()
  switch (permission.state) {
    case 'waiting':
      return { kind: 'waiting', for: waitsFor }
    case 'active':
      return { kind: 'active', until: hasNoEnd(permission) ? null : permission.validUntil }
    case 'expiring': {
      const daysLeft = Math.max(0, Math.ceil((permission.endsAt.getTime() - now.getTime()) / DAY_MILLIS) - 1)
      return { kind: 'expiring', until: permission.validUntil, daysLeft }
    }
    case 'unused':
      return { kind: 'unused', since: lastSign }
    case 'paused':
      return {
        kind: 'paused',
        by: pausedBy,
        since: (permission.pausedAt ?? permission.lastActionAt).toISOString(),
        reason: reasonOf(permission),
        told: permission.bankSaid?.text ?? null,
        asks: permission.kind === 'fundsConfirmation',
      }
    case 'shut-out':
      return {
        kind: 'shutOut',
        since: (permission.withdrawnAt ?? permission.lastActionAt).toISOString(),
        asks: permission.kind === 'fundsConfirmation',
      }
    case 'replaced':
      return {
        kind: 'replaced',
        at,
        href: permission.replacedBy && `/permissions/${permission.replacedBy}`,
      }
    case 'expired':
      return {
        kind: 'expired',
        on:
          permission.endsAt <= now ? permission.validUntil : bankDay(permission.lastActionAt, brand.timeZone),
      }
    case 'stopped-by-holder':
      return { kind: 'stopped', by: endedBy ?? 'you', at }
    case 'stopped-by-tpp':
      return { kind: 'stopped', by: 'tpp', at }
    case 'stopped-by-bank':
      return { kind: 'stopped', by: 'bank', at }
    case 'refused':
      return { kind: 'refused', by: endedBy ?? 'nobody', at }
    case 'used-once':
      return { kind: 'usedOnce', at: lastSign }
  }
}

/** Why the bank paused it or ends its access, in a word. A customer's own hold says nothing of its third party. */
export function reasonOf({ bankSaid, hold }: Pick<Permission, 'bankSaid' | 'hold'>): PauseReason {
  return bankSaid === null || hold !== null ? 'other' : REASONS[bankSaid.ground]
}

const REASONS = {
  'unauthorised-access': 'fraud',
  'fraudulent-access': 'fraud',
  'fraudulent-payment': 'fraud',
  'licence-withdrawn': 'licence',
  'certificate-compromised': 'certificate',
} as const

type ToPermissionRow = {
  permission: Permission
  waitsFor: WaitsFor
  endedBy: EndedBy
  pausedBy: PausedBy
  accountNames: string[]
  now: Date
}
