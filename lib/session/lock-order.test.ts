import { eq, sql } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { sessions } from '@/db/schema/sessions'
import { Browser } from '@/e2e/fixtures/browser'
import { activate, givenCode, givenCustomer } from '@/e2e/fixtures/given-passkey'
import { waitingForLocks } from '@/e2e/fixtures/waiting-for-locks'
import { now } from '@/lib/clock'
import { recordFailure } from '@/lib/sca/record-failure'
import { removeAuthenticator } from '@/lib/sca/remove-authenticator'
import { endSession } from './end-session'
import { startSession } from './start-session'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

const ROUNDS = 8

/** Nobody fails, or fails for another reason than that PostgreSQL had to break a circle of locks (40P01). */
async function expectNoDeadlock(work: Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work)
  expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : null))).toEqual(
    outcomes.map(() => null),
  )
}

test.each([
  ['the removal first', ['remove', 'fail']],
  ['the failure first', ['fail', 'remove']],
] as const)('a passkey that fails in a session of its own while it is removed: %s', async (_what, order) => {
  const { psuId, passkey: kept } = await givenCustomer()
  const { sessionId: here } = await signedIn(psuId, kept.credentialId)
  for (let round = 0; round < ROUNDS; round += 1) {
    const { credentialId } = await activate(await givenCode(psuId))
    const { sessionId } = await signedIn(psuId, credentialId)
    const at = await now()
    const start = {
      remove: () => removeAuthenticator({ psuId, credentialId, sessionId: here, requestId: null, now: at }),
      fail: () => recordFailure({ credentialId, sessionId, reason: 'not-genuine', now: at }),
    }
    const under: Promise<unknown>[] = []
    // Both are held up at the passkey, in this order, so that they do run at the same time.
    await database().transaction(async (tx) => {
      await tx
        .select()
        .from(authenticators)
        .where(eq(authenticators.credentialId, credentialId))
        .for('update')
      for (const one of order) {
        under.push(start[one]())
        await expect.poll(waitingForLocks, { interval: 2 }).toBe(under.length)
      }
    })
    await expectNoDeadlock(under)
    const [ended] = await database().select().from(sessions).where(eq(sessions.id, sessionId))
    expect(ended).toMatchObject({ endReason: 'signed-out-elsewhere' })
  }
})

test('everybody who signs out everywhere at once, while a passkey goes and fails, is signed out', async () => {
  const { psuId, passkey: kept } = await givenCustomer()
  for (let round = 0; round < ROUNDS; round += 1) {
    const { credentialId } = await activate(await givenCode(psuId, true))
    const open = [kept.credentialId, credentialId, kept.credentialId, credentialId, kept.credentialId]
    const held: { sessionId: string }[] = []
    for (const one of open) held.push(await signedIn(psuId, one))
    const at = await now()
    const common = { psuId, requestId: null, now: at }
    await expectNoDeadlock([
      ...held.map(({ sessionId }) => endSession({ ...common, sessionId, where: 'everywhere' })),
      ...held.map(({ sessionId }) =>
        recordFailure({ credentialId, sessionId, reason: 'not-genuine', now: at }),
      ),
      removeAuthenticator({ ...common, credentialId, sessionId: held[0]?.sessionId ?? '' }),
    ])
  }
})

async function signedIn(psuId: string, credentialId: string): Promise<{ sessionId: string }> {
  new Browser().use()
  const common = { interactionUid: null, userAgent: null, requestId: null }
  await startSession({ psuId, credentialId, ...common, now: await now() })
  const [last] = await database()
    .select({ sessionId: sessions.id })
    .from(sessions)
    .where(eq(sessions.psuId, psuId))
    .orderBy(sql`${sessions.id} desc`)
    .limit(1)
  return last ?? expect.unreachable('no session')
}
