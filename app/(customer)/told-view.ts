import type { ToldView } from '@/components/consent/told-note'
import { findTold } from '@/lib/consent/find-told'
import { nameHolders } from '@/lib/psu/name-holders'

/** Who gets to know of a change or a stop, by name; `accountIds`: of a change that is about these accounts alone. */
export async function toldView(
  psuId: string,
  consentIds: readonly string[],
  accountIds?: readonly string[],
): Promise<ToldView> {
  const { allowed, hold, business } = await findTold({ psuId, consentIds, accountIds })
  return { allowed: await nameHolders(allowed), hold: await nameHolders(hold), business }
}
