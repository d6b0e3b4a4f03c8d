import 'server-only'
import { eq, sql } from 'drizzle-orm'
import type { Adapter } from 'oidc-provider'
import { database } from '@/db/connection'
import { oauthReplays } from '@/db/schema/oauth-records'
import { recordId } from './record-id'

/** Longer than any proof or assertion lives; `upsert` then says exactly how long. */
const UNTIL_KNOWN_SECONDS = 900

const nothing = async () => undefined

/**
 * Each `jti` once. The library asks first and writes afterwards, which lets two at once pass (measured: three of
 * three). So asking is already the writing: one INSERT, and who finds the row there is told that it is known.
 */
export const replayAdapter: Adapter = {
  async find(id) {
    const inserted = await database()
      .insert(oauthReplays)
      .values({ id: recordId(id), expiresAt: inSeconds(UNTIL_KNOWN_SECONDS) })
      .onConflictDoNothing()
      .returning({ id: oauthReplays.id })
    if (inserted.length === 1) return undefined
    return { jti: id, kind: 'ReplayDetection', exp: Math.floor(Date.now() / 1000) + UNTIL_KNOWN_SECONDS }
  },
  async upsert(id, _payload, expiresIn = UNTIL_KNOWN_SECONDS) {
    await database()
      .update(oauthReplays)
      // Never shortened: a proof dated a little ahead outlives the window that the library counts from now.
      .set({ expiresAt: sql`greatest(${oauthReplays.expiresAt}, ${inSeconds(expiresIn)})` })
      .where(eq(oauthReplays.id, recordId(id)))
  },
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
  findByUid: nothing,
  findByUserCode: nothing,
}

// The machine's time, not the house's: a proof is dated by the caller's clock, which no sandbox moves.
const inSeconds = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`
