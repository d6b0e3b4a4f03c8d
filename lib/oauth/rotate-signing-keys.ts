import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { signingKeys } from '@/db/schema/signing-keys'
import { now as currentTime } from '@/lib/clock'
import { recordRotation } from '@/lib/signing/record-rotation'
import { type RotationStep, stepAfter } from '@/lib/signing/rotation-step'
import { lockKeyMaking, makeSigningKey, SIGNING_ALGORITHMS } from '@/lib/signing/signing-keys'
import { LIFETIME_SECONDS } from './lifetimes'

/** A verifier may keep the key set this long, and an old signature may be this young when its key retires. */
const OVERLAP_SECONDS = 24 * 60 * 60 + LIFETIME_SECONDS.idToken

/**
 * One step of a rotation (FLT-17). The first call publishes new keys beside the ones that sign; the next, once
 * verifiers have had `publishedSeconds` to fetch them, lets the new ones sign and retires the old ones, which stay
 * published until every signature of theirs has run out. Running servers notice by themselves.
 */
export async function rotateSigningKeys({ publishedSeconds }: RotateSigningKeys): Promise<RotationStep> {
  return database().transaction(async (tx) => {
    await lockKeyMaking(tx)
    const now = await currentTime(tx)
    const published = await tx.select().from(signingKeys).where(eq(signingKeys.state, 'published'))
    const step = stepAfter(published, now, publishedSeconds)
    if (step.did === 'waits') return step
    if (step.did === 'published') {
      for (const algorithm of SIGNING_ALGORITHMS)
        step.kids.push((await makeSigningKey({ tx, algorithm, state: 'published', now })).kid)
    } else {
      const retiredAt = sql`placet_now() + make_interval(secs => ${OVERLAP_SECONDS})`
      await tx
        .update(signingKeys)
        .set({ state: 'retired', retiredAt })
        .where(eq(signingKeys.state, 'signing'))
      await tx.update(signingKeys).set({ state: 'signing' }).where(eq(signingKeys.state, 'published'))
    }
    await recordRotation(tx, { step, now })
    return step
  })
}

type RotateSigningKeys = { publishedSeconds: number }
