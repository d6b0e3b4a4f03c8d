import 'server-only'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { recoveryLetters } from '@/db/schema/recovery-letters'
import { vaultKeysById } from '@/lib/vault/vault'

const ROWS_MAX = 100

/** The letters that wait to be printed, the oldest first, with whose they are; who was erased meanwhile gets none. */
export async function findLetters(): Promise<WaitingLetter[]> {
  const rows = await database()
    .select({
      id: recoveryLetters.id,
      askedAt: recoveryLetters.askedAt,
      keyId: psus.keyId,
      sealedName: psus.sealedName,
    })
    .from(recoveryLetters)
    .innerJoin(psus, and(eq(psus.id, recoveryLetters.psuId), eq(psus.status, 'active')))
    .where(isNull(recoveryLetters.sentAt))
    .orderBy(asc(recoveryLetters.askedAt))
    .limit(ROWS_MAX)
  const keys = await vaultKeysById(rows.map(({ keyId }) => keyId))
  return rows.flatMap(({ id, askedAt, sealedName }, index) => {
    const customer = keys[index]?.open<string>('psus.name', sealedName)
    return customer === undefined ? [] : { id, askedAt, customer }
  })
}

export type WaitingLetter = { id: string; askedAt: Date; customer: string }
