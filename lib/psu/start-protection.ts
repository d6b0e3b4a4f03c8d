import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { noticeMails } from '@/db/schema/notices'
import { protections } from '@/db/schema/protections'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { vaultKey } from '@/lib/vault/vault'
import { findProtection } from './find-protection'
import { lockPsu } from './lock-psu'

/**
 * From the commit on no other holder of the customer's accounts is told of what they share, or sees it. Also what waits to be
 * sent to them is withdrawn: a mail held back for the night. What lies in their inbox stays, for a notice that vanishes tells.
 * `staff` is the colleague who does it on the customer's word, with how and why; nobody is told, not even the customer by
 * mail, which others may read. Protecting twice changes nothing.
 */
export async function startProtection({ psuId, staff, requestId }: StartProtection): Promise<void> {
  await database().transaction(async (tx) => {
    const keyId = await lockPsu(tx, psuId)
    if (await findProtection(psuId, tx)) return
    const at = await now(tx)
    await tx.insert(protections).values({
      id: randomId(),
      psuId,
      startedBy: staff ? 'staff' : 'customer',
      sealedReason: staff ? (await vaultKey(keyId)).seal('protections.reason', staff.word) : null,
      startedAt: at,
    })
    await withdrawMails(tx, psuId)
    const actor: Actor = staff ? `staff:${staff.id}` : `psu:${psuId}`
    await recordEvent(tx, {
      ...{ at, type: 'protection.started', actor, subject: `psu:${psuId}`, psuId, requestId },
      ...(staff && { personal: staff.word }),
    })
  })
}

async function withdrawMails(tx: Transaction, psuId: string): Promise<void> {
  await tx.delete(noticeMails).where(
    and(
      eq(noticeMails.state, 'pending'),
      sql`${noticeMails.noticeId} in (select n.id from notices n
        join audit_events e on e.id = n.event_id and e.at = n.at
        where n.kind = 'jointShared' and e.psu_id = ${psuId})`,
    ),
  )
}

type StartProtection = {
  psuId: string
  /** `word`: how they were asked, how they know who it was, and why. */
  staff: { id: string; word: { channel: string; identity: string; reason: string } } | null
  requestId: string | null
}
