import 'server-only'
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { evidenceKeys } from '@/db/schema/evidence-keys'
import { recordEvent } from '@/lib/audit/record-event'
import { now as currentTime } from '@/lib/clock'
import { type RotationStep, stepAfter } from '@/lib/signing/rotation-step'
import { lockEvidenceKeys, makeEvidenceKey } from './evidence-keys'

/** A server may sign with the old key for as long as it holds it; the key's time ends after that. */
const LAG = sql`interval '1 minute'`

/**
 * One step of the rotation of the key that signs receipts, as `rotateSigningKeys` for the others. What was signed stays
 * good for ever: the old key's public half stays published with the time in which it signed. Its private half is destroyed.
 */
export async function rotateEvidenceKey({ publishedSeconds }: RotateEvidenceKey): Promise<RotationStep> {
  return database().transaction(async (tx) => {
    await lockEvidenceKeys(tx)
    const now = await currentTime(tx)
    const isPublished = and(isNull(evidenceKeys.signsFrom), isNull(evidenceKeys.signsUntil))
    const published = await tx.select().from(evidenceKeys).where(isPublished)
    const step = stepAfter(published, now, publishedSeconds)
    if (step.did === 'waits') return step
    if (step.did === 'published') step.kids.push(await makeEvidenceKey(tx, false))
    else {
      await tx
        .update(evidenceKeys)
        .set({ signsUntil: sql`greatest(now(), placet_now()) + ${LAG}`, sealedPrivateJwk: null })
        .where(and(isNotNull(evidenceKeys.signsFrom), isNull(evidenceKeys.signsUntil)))
      for (const kid of step.kids)
        await tx.update(evidenceKeys).set({ signsFrom: sql`placet_now()` }).where(eq(evidenceKeys.kid, kid))
    }
    for (const kid of step.kids)
      await recordEvent(tx, {
        at: now,
        type: 'signing-key.rotated',
        actor: 'system',
        subject: `key:${kid}`,
        detail: { step: step.did, purpose: 'evidence' },
      })
    return step
  })
}

type RotateEvidenceKey = { publishedSeconds: number }
