import 'server-only'
import { asc, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { Refusal } from '@/lib/errors'

/**
 * One decision of a customer at a time: two that approve at once would each not see the other, and both of two recurring
 * consents would live. A customer whom the bank has blocked meanwhile decides nothing (`psu_blocked`). Always in one
 * order, so that two holders who decide at once do not wait for each other.
 */
export async function holdCustomers(tx: Transaction, ...psuIds: string[]): Promise<void> {
  const ids = [...new Set(psuIds)]
  const held = await tx
    .select({ status: psus.status })
    .from(psus)
    .where(inArray(psus.id, ids))
    .orderBy(asc(psus.id))
    .for('no key update')
  if (held.length !== ids.length || held.some(({ status }) => status !== 'active'))
    throw new Refusal('psu_blocked')
}
