import type { StoppedPermission } from '@/components/consent/stop-several'
import type { PermissionOutline } from '@/lib/consent/find-permission-outlines'
import type { StopWhat } from '@/lib/consent/find-stoppable'

/** A permission that a stop ends or narrows, as a line of the page before it, with why it ends whole. */
export function stoppedLine(
  outline: PermissionOutline,
  { stop, names, left = null }: Told,
): StoppedPermission {
  const { brand, reference, rights, kind, state, recurring } = outline
  const whole = stop.what === 'account' && rights.length > 1
  return {
    tpp: brand,
    reference,
    accounts: rights.flatMap(({ accountId }) => (accountId === left ? [] : (names.get(accountId) ?? []))),
    note:
      kind === 'fundsConfirmation'
        ? 'funds'
        : state === 'waiting'
          ? 'waiting'
          : whole && !recurring
            ? 'once'
            : null,
  }
}

/** `left`: the account that a permission goes on without. */
type Told = { stop: StopWhat; names: ReadonlyMap<string, string>; left?: string | null }
