import 'server-only'
import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import type { LastingKeys } from '@/db/schema/lasting-keys'
import { now as currentTime } from '@/lib/clock'
import { recordRotation } from './record-rotation'
import { type RotationStep, stepAfter } from './rotation-step'

/**
 * One step of the rotation of a key whose signatures are checked for years, as `rotateSigningKeys` for the others: what was
 * signed stays good, for the old key's public half stays published with the time in which it signed, until `retiresAt`; its private
 * half is destroyed. Within the lock under which such keys are made.
 */
export async function rotateLastingKey(tx: Transaction, rotation: RotateLastingKey): Promise<RotationStep> {
  const { keys, purpose, make, retiresAt, publishedSeconds } = rotation
  const now = await currentTime(tx)
  const isPublished = and(isNull(keys.signsFrom), isNull(keys.signsUntil))
  const step = stepAfter(await tx.select().from(keys).where(isPublished), now, publishedSeconds)
  if (step.did === 'waits') return step
  if (step.did === 'published') step.kids.push(await make())
  else {
    await tx
      .update(keys)
      .set({ signsUntil: retiresAt, sealedPrivateJwk: null })
      .where(and(isNotNull(keys.signsFrom), isNull(keys.signsUntil)))
    for (const kid of step.kids)
      await tx.update(keys).set({ signsFrom: sql`placet_now()` }).where(eq(keys.kid, kid))
  }
  await recordRotation(tx, { step, purpose, now })
  return step
}

/** Such a key as whoever checks takes it (RFC 7517): `nbf` and `exp` say in which time it signed; without `exp` it does, or will. */
export function publicJwkOf({ kid, publicJwk, createdAt, signsUntil }: Row, alg: string) {
  return {
    ...publicJwk,
    kid,
    alg,
    use: 'sig',
    nbf: Math.floor(createdAt.getTime() / 1000),
    ...(signsUntil ? { exp: Math.ceil(signsUntil.getTime() / 1000) } : {}),
  }
}

type Row = LastingKeys['$inferSelect']
type RotateLastingKey = {
  keys: LastingKeys
  purpose: string
  /** Makes a key that is only published yet, and returns its `kid`. */
  make: () => Promise<string>
  retiresAt: SQL
  publishedSeconds: number
}
