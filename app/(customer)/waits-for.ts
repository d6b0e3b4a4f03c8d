import { getLocale } from 'next-intl/server'
import type { PermissionState } from '@/components/consent/permission-view'
import type { Permission } from '@/lib/consent/find-permissions'
import { nameHolders } from '@/lib/psu/name-holders'

/**
 * For whom a permission waits: the customer who is signed in, the other holders by name, or, where nobody else is needed,
 * the third party, which has to confirm a plain redirect.
 */
export async function waitsForWhom({ waitingFor, tpp }: Waiting, psuId: string): Promise<WaitsFor> {
  if (waitingFor.includes(psuId)) return 'you'
  const names = await nameHolders(waitingFor)
  const anyOf = new Intl.ListFormat(await getLocale(), { type: 'disjunction' })
  return { name: names.length > 0 ? anyOf.format(names) : tpp.brand }
}

type Waiting = Pick<Permission, 'waitingFor' | 'tpp'>
export type WaitsFor = Extract<PermissionState, { kind: 'waiting' }>['for']
