import 'server-only'
import { cache } from 'react'
import { z } from 'zod'
import { now as currentTime } from '@/lib/clock'
import { findPermissions } from '@/lib/consent/find-permissions'
import { peekCustomer } from '@/lib/session/customer'

/** The permission that an address names, if it is this customer's; once a request, for the page and its title. */
export const openedPermission = cache(async (psuId: string, consentId: string) => {
  const now = await currentTime()
  if (!z.uuid().safeParse(consentId).success) return { permission: undefined, now }
  const [permission] = await findPermissions({ psuId, consentId, now })
  return { permission, now }
})

/** The same for a page's title, which asks nobody to sign in. */
export async function peekedPermission(params: Promise<{ consentId: string }>) {
  const customer = await peekCustomer()
  if (!customer) return undefined
  return (await openedPermission(customer.psuId, (await params).consentId)).permission
}
