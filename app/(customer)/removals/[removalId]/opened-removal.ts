import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { now as currentTime } from '@/lib/clock'
import { findRemovals, type Removal } from '@/lib/removal/find-removals'
import { peekCustomer, requireCustomer } from '@/lib/session/customer'

/** The request that a page is about, of the signed-in customer; for everybody else there is no such page. */
export async function openedRemoval(params: Promise<{ removalId: string }>) {
  const customer = await requireCustomer()
  const removal = await find(customer.psuId, (await params).removalId)
  if (!removal) notFound()
  return { customer, removal }
}

/** The same for the page's title, which asks nobody to sign in. */
export async function peekedRemoval(params: Promise<{ removalId: string }>): Promise<Removal | null> {
  const customer = await peekCustomer()
  return customer ? find(customer.psuId, (await params).removalId) : null
}

/** Once a request, for the page and its title. */
const find = cache(async (psuId: string, removalId: string): Promise<Removal | null> => {
  if (!z.uuid().safeParse(removalId).success) return null
  const [removal] = await findRemovals({ psuId, removalId, now: await currentTime() })
  return removal ?? null
})
