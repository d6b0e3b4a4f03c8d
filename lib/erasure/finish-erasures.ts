import 'server-only'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { erasureCases } from '@/db/schema/erasure-cases'
import { erasureBookings } from '@/db/schema/erasures'
import { recordEvent } from '@/lib/audit/record-event'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { CERTIFICATE_FORMAT, ErasureCertificate } from '@/lib/evidence/erasure-certificate'
import { signEvidence } from '@/lib/evidence/sign-evidence'
import { whichLive } from '@/lib/vault/find-keys'
import { destroyKey } from '@/lib/vault/vault'

/**
 * The second half: of each case that is prepared the keys are destroyed, and then, in one transaction, it is written down as done,
 * with its certificate. The two lie in two databases: who dies between them leaves the case open, and its keys, gone or not, are
 * destroyed by the next run. Several runs at once do each case once.
 */
export async function finishErasures(): Promise<string[]> {
  const open = await database()
    .select()
    .from(erasureCases)
    .where(isNull(erasureCases.doneAt))
    .orderBy(asc(erasureCases.preparedAt))
  const done: string[] = []
  for (const one of open) {
    for (const keyId of one.keyIds) await destroyKey(keyId, 'erasure')
    if (await close(one)) done.push(one.id)
  }
  return done
}

/** A backup of the keys that was put back holds what was destroyed since: it is destroyed anew. Returns how many keys. */
export async function repeatErasures(): Promise<number> {
  const cases = await database().select({ keyIds: erasureCases.keyIds }).from(erasureCases)
  const back = await whichLive(cases.flatMap(({ keyIds }) => keyIds))
  for (const keyId of back) await destroyKey(keyId, 'erasure')
  return back.length
}

async function close(erasure: Case): Promise<boolean> {
  return database().transaction(async (tx) => {
    const at = await now(tx)
    const bookings = await tx.select().from(erasureBookings).where(eq(erasureBookings.erasureId, erasure.id))
    const certificate = await signEvidence(certificateOf(erasure, bookings, at))
    const [closed] = await tx
      .update(erasureCases)
      .set({ doneAt: at, certificate })
      .where(and(eq(erasureCases.id, erasure.id), isNull(erasureCases.doneAt)))
      .returning({ id: erasureCases.id })
    if (!closed) return false
    await recordEvent(tx, {
      at,
      type: 'erasure.carried-out',
      actor: 'system',
      subject: `psu:${erasure.psuId}`,
      psuId: erasure.psuId,
      detail: { caseId: erasure.id, keys: erasure.keyIds.length },
    })
    return true
  })
}

function certificateOf(erasure: Case, bookings: Booking[], at: Date): ErasureCertificate {
  return ErasureCertificate.parse({
    format: CERTIFICATE_FORMAT,
    id: erasure.id,
    issuedAt: at.toISOString(),
    bank: { name: brand.name, origin: env.PUBLIC_ORIGIN },
    requestedAt: erasure.requestedAt.toISOString(),
    preparedAt: erasure.preparedAt.toISOString(),
    keysDestroyed: erasure.keyIds.length,
    erased: bookings.flatMap(({ tableName, erased }) =>
      erased > 0 ? [{ what: tableName, rows: erased }] : [],
    ),
    kept: bookings.flatMap(({ tableName, kept, rule, until }) =>
      kept > 0 && until ? [{ what: tableName, rows: kept, law: rule, until }] : [],
    ),
  })
}

type Case = typeof erasureCases.$inferSelect
type Booking = typeof erasureBookings.$inferSelect
