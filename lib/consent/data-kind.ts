import type { AccountRights, ConsentKind } from './consent'

/** What somebody may be interested in, as one would ask for it: `funds` is the yes or no alone, `accounts` goes with all else. */
export const DATA_KINDS = ['balances', 'transactions', 'ownerName', 'accounts', 'funds'] as const
export type DataKind = (typeof DATA_KINDS)[number]

/** The kinds of data a permission is about; `accounts` where it gives no more than that. */
export function kindsOf({
  kind,
  rights,
}: {
  kind: ConsentKind
  rights: readonly AccountRights[]
}): DataKind[] {
  if (kind === 'fundsConfirmation') return ['funds']
  const given = (['balances', 'transactions', 'ownerName'] as const).filter((right) =>
    rights.some((one) => one[right]),
  )
  return given.length > 0 ? given : ['accounts']
}
