import type { Permission } from '@/lib/consent/find-permissions'
import { nameHolders } from '@/lib/psu/name-holders'

/** Whose pause it is: the bank's, of the customer who is signed in, or of another holder by name. */
export async function pausedByWhom(
  { pausedBy }: Pick<Permission, 'pausedBy'>,
  psuId: string,
): Promise<PausedBy> {
  if (pausedBy === null) return 'bank'
  if (pausedBy === psuId) return 'you'
  const [name] = await nameHolders([pausedBy])
  return name === undefined ? 'bank' : { name }
}

export type PausedBy = 'bank' | 'you' | { name: string }
