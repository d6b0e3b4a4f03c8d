import { notFound } from 'next/navigation'
import { z } from 'zod'
import { now as currentTime } from '@/lib/clock'
import { type Acted, findActedPermissions } from '@/lib/consent/find-acted-permissions'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { type Customer, requireCustomer } from '@/lib/session/customer'

/**
 * Somebody for whom the signed-in customer has a mandate at this moment; for whoever has none, or none any more, there is no
 * such page. `acted` is null while the bank cannot say.
 */
export async function openPrincipal(params: Promise<{ principalId: string }>): Promise<OpenPrincipal> {
  const customer = await requireCustomer()
  const { principalId } = await params
  if (!z.uuid().safeParse(principalId).success) notFound()
  const now = await currentTime()
  const found = await ifReachable(
    findActedPermissions({ agentId: customer.psuId, principalId, now }).then((acted) => ({ acted })),
  )
  if (found && !found.acted) notFound()
  return { customer, acted: found?.acted ?? null, now, href: `/people/${principalId}` }
}

type OpenPrincipal = { customer: Customer; acted: Acted | null; now: Date; href: string }
