import 'server-only'
import { lte } from 'drizzle-orm'
import { database } from '@/db/connection'
import { keptRecords } from '@/db/schema/erasure-cases'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { retentionKeys } from '@/lib/vault/find-keys'
import { destroyKey } from '@/lib/vault/vault'

/**
 * What laws have kept goes on its day; a month's key is destroyed when the month is over, and every copy in every backup with it.
 * Returns how many keys went.
 */
export async function forgetKept(): Promise<number> {
  const today = bankDay(await now(), brand.timeZone)
  await database().delete(keptRecords).where(lte(keptRecords.keptUntil, today))
  const over = (await retentionKeys()).filter(({ month }) => month < today.slice(0, 7))
  for (const { id } of over) await destroyKey(id, 'retention-ended')
  return over.length
}
