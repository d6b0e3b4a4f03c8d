import 'server-only'
import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import { exportParts, exports } from '@/db/schema/exports'
import { isLanguage, type Language } from '@/i18n/languages'
import { env } from '@/lib/env'

/** Whoever has not said for so long that it is still at work is taken for dead. */
const LEASE = sql`now() + interval '2 minutes'`

/** Takes an export to work on; null where it is done with, or somebody else is at work. */
export async function takeExport(exportId: string): Promise<TakenExport | null> {
  const attempt = randomId()
  const [row] = await database()
    .update(exports)
    .set({ state: 'running', attempt, leasedUntil: LEASE, tablesDone: 0 })
    .where(and(eq(exports.id, exportId), isUnattended()))
    .returning({ psuId: exports.psuId, failures: exports.failures, locale: exports.locale })
  if (!row) return null
  const { locale, ...taken } = row
  return { exportId, attempt, language: isLanguage(locale) ? locale : env.BANK_LANGUAGE, ...taken }
}

/** Nobody is at work on it: it waits, or whoever had it has died. */
export const isUnattended = () =>
  and(
    inArray(exports.state, ['waiting', 'running']),
    or(isNull(exports.leasedUntil), lt(exports.leasedUntil, sql`now()`)),
  )

/** Says how far it is, and that somebody is still at work. Throws when another has taken it over meanwhile. */
export async function goOn(taken: TakenExport, tablesDone: number): Promise<void> {
  const held = await database()
    .update(exports)
    .set({ leasedUntil: LEASE, tablesDone })
    .where(isHeld(taken))
    .returning({ id: exports.id })
  if (held.length === 0) throw new Error('Another worker has taken this export over')
}

/** Keeps a piece of the file while the export is still held. */
export async function keepPart(taken: TakenExport, number: number, sealedPart: Buffer): Promise<void> {
  const { rowCount } = await database().execute(sql`
    insert into ${exportParts} (export_id, attempt, number, sealed_part)
    select id, attempt, ${number}, ${sealedPart} from exports
    where id = ${taken.exportId} and attempt = ${taken.attempt} and state = 'running' for update`)
  if (rowCount !== 1) throw new Error('Another worker has taken this export over')
}

/** That this attempt is the one that counts. */
export const isHeld = ({ exportId, attempt }: TakenExport) =>
  and(eq(exports.id, exportId), eq(exports.attempt, attempt), eq(exports.state, 'running'))

/** `language`: of the readable part. */
export type TakenExport = {
  exportId: string
  psuId: string
  attempt: string
  failures: number
  language: Language
}
