import type { Permission } from '@/lib/consent/find-permissions'
import { nameHolders } from '@/lib/psu/name-holders'

/** Which holder's no or stop ended a permission: the customer who is signed in, or another one by name. */
export async function endedByWhom({ endedBy }: Pick<Permission, 'endedBy'>, psuId: string): Promise<EndedBy> {
  if (endedBy === null) return null
  if (endedBy === psuId) return 'you'
  const [name] = await nameHolders([endedBy])
  return name === undefined ? null : { name }
}

export type EndedBy = 'you' | { name: string } | null
