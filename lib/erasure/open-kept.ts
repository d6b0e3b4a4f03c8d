import 'server-only'
import { asc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { erasureCases, keptRecords } from '@/db/schema/erasure-cases'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { KEPT_FIELD } from './keep-rows'

/**
 * What laws still keep of one erased customer, opened, for the authority or the court that asks: written into the trail first,
 * with the reason. Throws `resource_unknown` where there is no such case.
 */
export async function openKept({ caseId, why }: OpenKept): Promise<KeptRecord[]> {
  const rows = await database().transaction(async (tx) => {
    const [erasure] = await tx.select().from(erasureCases).where(eq(erasureCases.id, caseId))
    if (!erasure) throw new Refusal('resource_unknown')
    await recordEvent(tx, {
      at: await now(tx),
      type: 'erasure.kept-opened',
      actor: 'system',
      subject: `psu:${erasure.psuId}`,
      psuId: erasure.psuId,
      detail: { caseId },
      personal: { why },
    })
    return tx
      .select()
      .from(keptRecords)
      .where(eq(keptRecords.caseId, caseId))
      .orderBy(asc(keptRecords.tableName), asc(keptRecords.rowId))
  })
  const opened: KeptRecord[] = []
  for (const { tableName, rowId, law, keptUntil, keyId, sealedContent } of rows) {
    const content = (await vaultKey(keyId)).open<Record<string, unknown>>(KEPT_FIELD, sealedContent)
    opened.push({ table: tableName, rowId, law, keptUntil, content })
  }
  return opened
}

type OpenKept = { caseId: string; why: string }
export type KeptRecord = {
  table: string
  rowId: string
  law: string
  keptUntil: string
  content: Record<string, unknown>
}
