import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { signingKeys } from '@/db/schema/signing-keys'
import { recordEvent } from '@/lib/audit/record-event'
import { now as currentTime } from '@/lib/clock'
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
    for (const kid of step.kids)
      await recordEvent(tx, {
        at: now,
        type: 'signing-key.rotated',
        actor: 'system',
        subject: `key:${kid}`,
        detail: { step: step.did },
      })
    return step
  })
}

function stepAfter(published: { kid: string; createdAt: Date }[], now: Date, seconds: number): RotationStep {
  if (published.length === 0) return { did: 'published', kids: [], ready: later(now, seconds) }
  const kids = published.map(({ kid }) => kid)
  const ready = later(new Date(Math.max(...published.map(({ createdAt }) => createdAt.getTime()))), seconds)
  return ready > now ? { did: 'waits', kids, ready } : { did: 'signs', kids, ready }
}

const later = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000)

type RotateSigningKeys = { publishedSeconds: number }
/** `ready` is when the published keys may begin to sign. */
export type RotationStep = { did: 'published' | 'waits' | 'signs'; kids: string[]; ready: Date }
