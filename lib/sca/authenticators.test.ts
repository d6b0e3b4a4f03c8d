import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { activate, givenCode, givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { authenticatorName } from './authenticator-name'
import { enrolAnother, startEnrolment } from './enrol-another'
import { findAuthenticators } from './find-authenticators'
import { credentialOf } from './passkey-id'
import { removeAuthenticator } from './remove-authenticator'
import { renameAuthenticator } from './rename-authenticator'

const SESSION = '0192f0c4-0000-7000-8000-000000000001'
const OTHER_SESSION = '0192f0c4-0000-7000-8000-000000000002'
const LAST = { code: 'last_authenticator' }
const UNKNOWN = { code: 'authenticator_unknown' }

async function waitingStatements(): Promise<number> {
  const { rows } = await database().execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.waiting ?? 0
}

const remove = async (psuId: string, credentialId: string) =>
  removeAuthenticator({ psuId, credentialId, sessionId: SESSION, requestId: null, now: await now() })

test('the last passkey cannot go', async () => {
  const { psuId, passkey } = await givenCustomer()
  await expect(remove(psuId, passkey.credentialId)).rejects.toMatchObject(LAST)
  expect(await signIn(passkey)).toMatchObject({ psuId })
})

test('neither can the last one that still works', async () => {
  const { psuId, passkey } = await givenCustomer()
  const copied = await activate(await givenCode(psuId))
  await signIn(copied, { counter: 5 })
  await expect(signIn(copied, { counter: 5 })).rejects.toMatchObject({ code: 'sca_locked' })
  await expect(remove(psuId, passkey.credentialId)).rejects.toMatchObject(LAST)
  const shown = await findAuthenticators({ psuId, now: await now() })
  expect(shown.map(({ locked, removable }) => ({ locked, removable }))).toEqual([
    { locked: false, removable: false },
    { locked: true, removable: true },
  ])
  await remove(psuId, copied.credentialId)
})

test('two removals at once leave one', async () => {
  const { psuId, passkey } = await givenCustomer()
  const other = await activate(await givenCode(psuId))
  // Both removals are held up until each of them waits, so that they do run at the same time.
  const removals = await database().transaction(async (tx) => {
    await tx.select().from(authenticators).where(eq(authenticators.psuId, psuId)).for('update')
    const started = [passkey, other].map(({ credentialId }) => remove(psuId, credentialId))
    const settled = Promise.allSettled(started)
    while ((await waitingStatements()) < 2);
    return { settled }
  })
  const outcomes = await removals.settled
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await findAuthenticators({ psuId, now: await now() })).toHaveLength(1)
})

test("another customer's passkey is refused exactly like one that does not exist", async () => {
  const [anna, bert] = [await givenCustomer('Anna'), await givenCustomer('Bert')]
  await activate(await givenCode(bert.psuId))
  for (const credentialId of [bert.passkey.credentialId, 'none']) {
    await expect(remove(anna.psuId, credentialId)).rejects.toMatchObject(UNKNOWN)
    const rename = { psuId: anna.psuId, credentialId, name: 'Mine', requestId: null, now: await now() }
    await expect(renameAuthenticator(rename)).rejects.toMatchObject(UNKNOWN)
    expect(await authenticatorName({ credentialId, psuId: anna.psuId })).toBeNull()
  }
  expect(await signIn(bert.passkey)).toMatchObject({ psuId: bert.psuId })
})

test("the name of a passkey in addresses tells nothing of its credential id, and finds only one's own", async () => {
  const [anna, bert] = [await givenCustomer('Anna'), await givenCustomer('Bert')]
  const { credentialId } = anna.passkey
  const [shown] = await findAuthenticators({ psuId: anna.psuId, now: await now() })
  const id = shown?.id ?? ''
  expect(id).toMatch(/^[\w-]{22}$/)
  expect(id).not.toContain(credentialId.slice(0, 8))
  expect(await credentialOf({ psuId: anna.psuId, id })).toBe(credentialId)
  for (const [psuId, named] of [
    [bert.psuId, id],
    [anna.psuId, credentialId],
    [anna.psuId, ''],
  ] as const)
    await expect(credentialOf({ psuId, id: named })).rejects.toMatchObject(UNKNOWN)
})

test('one more passkey can be added only in the session that asked for it', async () => {
  const { psuId } = await givenCustomer()
  const { challengeId, options } = await startEnrolment({ psuId, sessionId: SESSION, now: await now() })
  const passkey = new SoftAuthenticator()
  const answer = { psuId, challengeId, response: passkey.create(options), userAgent: null, requestId: null }
  await expect(enrolAnother({ ...answer, sessionId: OTHER_SESSION, now: await now() })).rejects.toMatchObject(
    { code: 'challenge_spent' },
  )
  await enrolAnother({ ...answer, sessionId: SESSION, now: await now() })
  expect(await signIn(passkey)).toMatchObject({ psuId })
})

test('a removed passkey signs nobody in, a renamed one shows its name', async () => {
  const { psuId, passkey } = await givenCustomer()
  const other = await activate(await givenCode(psuId))
  const { credentialId } = other
  await renameAuthenticator({ psuId, credentialId, name: 'Το κινητό', requestId: null, now: await now() })
  expect(await authenticatorName({ credentialId, psuId })).toBe('Το κινητό')
  await remove(psuId, passkey.credentialId)
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_failed' })
})
