import 'server-only'
import { and, eq, gt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { exportParts, exports } from '@/db/schema/exports'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { keyIdOf } from '@/lib/consent/open-access'
import { Refusal } from '@/lib/errors'
import { requireSettledPasskey } from '@/lib/psu/cool-down'
import { isRecentAuthentication } from '@/lib/sca/recent-authentication'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { EXPORT_PART } from './export-part'

/**
 * The file of a copy, read and opened piece by piece. Null where there is none, it is another's, it is not ready or has run out.
 * Only just after the passkey was used (`session_ended`), and not within the cool-down of a recovery (`cooling_down`).
 */
export async function fetchExport(asked: FetchExport): Promise<FetchedExport | null> {
  const { exportId, psuId, authenticatedAt, credentialId, requestId } = asked
  const found = await database().transaction(async (tx) => {
    const at = await now(tx)
    if (!isRecentAuthentication(authenticatedAt, at)) throw new Refusal('session_ended')
    await requireSettledPasskey(tx, { credentialId, now: at })
    const [row] = await tx
      .select({ attempt: exports.attempt, bytes: exports.bytes, readyAt: exports.readyAt })
      .from(exports)
      .where(
        and(
          eq(exports.id, exportId),
          eq(exports.psuId, psuId),
          eq(exports.state, 'ready'),
          gt(exports.endsAt, sql`placet_now()`),
        ),
      )
    if (!row?.attempt || !row.readyAt) return null
    await recordEvent(tx, {
      at,
      type: 'export.fetched',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { exportId },
    })
    return { attempt: row.attempt, bytes: row.bytes ?? 0, readyAt: row.readyAt }
  })
  if (!found) return null
  const key = await vaultKey(await keyIdOf(psuId))
  return { bytes: found.bytes, readyAt: found.readyAt, pieces: pieces({ exportId, ...found, key }) }
}

/** Throws where the file ends before its end: cut off while it is fetched, it must not look whole. */
async function* pieces({ exportId, attempt, bytes, key }: Pieces): AsyncGenerator<Buffer> {
  let left = bytes
  for (let number = 0; left > 0; number++) {
    const [part] = await database()
      .select({ sealedPart: exportParts.sealedPart })
      .from(exportParts)
      .where(
        and(
          eq(exportParts.exportId, exportId),
          eq(exportParts.attempt, attempt),
          eq(exportParts.number, number),
        ),
      )
    if (!part) throw new Error('A copy was removed while it was fetched')
    const piece = Buffer.from(key.open<string>(EXPORT_PART, part.sealedPart), 'base64')
    left -= piece.length
    yield piece
  }
}

type FetchExport = {
  exportId: string
  psuId: string
  authenticatedAt: Date
  credentialId: string
  requestId: string | null
}
type Pieces = { exportId: string; attempt: string; bytes: number; key: VaultKey }
export type FetchedExport = { bytes: number; readyAt: Date; pieces: AsyncIterable<Buffer> }
