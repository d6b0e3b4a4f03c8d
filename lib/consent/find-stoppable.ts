import 'server-only'
import { findPermissionOutlines, type PermissionOutline } from './find-permission-outlines'
import { isCurrent } from './permission-state'

/**
 * What a customer could stop now, in the order of the list: all that they have allowed and that has not ended. What only
 * waits for their own answer they have not allowed.
 */
export async function findStoppable({
  psuId,
  now,
}: {
  psuId: string
  now: Date
}): Promise<PermissionOutline[]> {
  const outlines = await findPermissionOutlines({ psuId, withRights: true, now })
  return outlines.filter(({ state, waitsForOwn }) => isCurrent(state) && !waitsForOwn)
}

/** What `stop` would end of these, and what would go on without the account. */
export function previewStop(outlines: readonly PermissionOutline[], stop: StopWhat): StopPreview {
  if (stop.what === 'all') return { ends: [...outlines], goesOn: [] }
  if (stop.what === 'third-party')
    return { ends: outlines.filter(({ tppId }) => tppId === stop.id), goesOn: [] }
  const shared = outlines.filter(({ rights }) => rights.some(({ accountId }) => accountId === stop.id))
  return {
    ends: shared.filter((outline) => !narrows(outline)),
    goesOn: shared.filter(narrows),
  }
}

/** Whether something of it goes on, once one account is out of it. */
const narrows = ({ rights, othersAccounts, state, kind, recurring }: PermissionOutline) =>
  (rights.length > 1 || othersAccounts) && state !== 'waiting' && kind === 'accountInformation' && recurring

/** Everything with one third party, one account wherever it is shared, or all there is. */
export type StopWhat = { what: 'all' } | { what: 'third-party'; id: string } | { what: 'account'; id: string }
type StopPreview = { ends: PermissionOutline[]; goesOn: PermissionOutline[] }
