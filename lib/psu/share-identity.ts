import 'server-only'
import { eq } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { requireNotKept } from '@/lib/disclosure/require-not-kept'

/**
 * The customer lets a third party know that it is them, and nothing else (scope `openid` alone): recorded with the OAuth
 * door's mark in one transaction. Throws `kept_back` where they have said that nothing of theirs ever goes to it.
 */
export async function shareIdentity({
  psuId,
  tppId,
  uid,
  requestId,
  alongside,
}: ShareIdentity): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    // A no that is being said waits, or is waited for.
    await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('no key update')
    await requireNotKept(tx, { psuId, tppId, accountIds: [], dataClass: 'identity' })
    await recordEvent(tx, {
      at,
      type: 'identity.approved',
      actor: `psu:${psuId}`,
      subject: `interaction:${uid}`,
      psuId,
      tppId,
      requestId,
    })
    await alongside(tx, at)
  })
}

/**
 * The customer, signed in or not, does not let it know: nothing of theirs was touched, only the request is answered.
 * Recorded all the same, so that a refusal can be shown as well as an approval.
 */
export async function keepIdentity({ psuId, tppId, uid, requestId, alongside }: KeepIdentity): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    await recordEvent(tx, {
      at,
      type: 'identity.refused',
      actor: psuId === null ? 'anonymous' : `psu:${psuId}`,
      subject: `interaction:${uid}`,
      psuId,
      tppId,
      requestId,
    })
    await alongside(tx, at)
  })
}

type ShareIdentity = {
  psuId: string
  tppId: string
  uid: string
  requestId: string | null
  alongside: (tx: Transaction, at: Date) => Promise<void>
}

type KeepIdentity = Omit<ShareIdentity, 'psuId'> & { psuId: string | null }
