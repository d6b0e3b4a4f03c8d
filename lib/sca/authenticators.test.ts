import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { activate, givenCode, givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import { givenSession } from '@/e2e/fixtures/given-recovery'
import { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'
import { waitingForLocks } from '@/e2e/fixtures/waiting-for-locks'
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
const FULL = { code: 'too_many_passkeys' }
const UNKNOWN = { code: 'authenticator_unknown' }

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
    while ((await waitingForLocks()) < 2);
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
    const rename = {
      psuId: anna.psuId,
      sessionId: randomUUID(),
      credentialId,
      name: 'Mine',
      requestId: null,
      now: await now(),
    }
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

test('twenty are as many as there can be, also when two are added at once, and no device is asked for one more', async () => {
  const { psuId } = await givenCustomer()
  const [held] = await database().select().from(authenticators).where(eq(authenticators.psuId, psuId))
  if (!held) throw new Error('There is a passkey')
  const more = Array.from({ length: 18 }, (_, at) => ({
    ...held,
    credentialId: `${held.credentialId}-${at}`,
  }))
  await database().insert(authenticators).values(more)
  const asked = async () => startEnrolment({ psuId, sessionId: SESSION, now: await now() })
  const add = async ({ challengeId, options }: Awaited<ReturnType<typeof asked>>) => {
    const response = new SoftAuthenticator().create(options)
    const answer = { psuId, sessionId: SESSION, challengeId, response, userAgent: null, requestId: null }
    return enrolAnother({ ...answer, now: await now() })
  }
  const both = await Promise.allSettled([await asked(), await asked()].map(add))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: FULL })
  await expect(asked()).rejects.toMatchObject(FULL)
  // Whom the bank has proven anew is let in all the same.
  await activate(await givenCode(psuId))
})

test('a passkey says who holds it where that is known, and where it was last used', async () => {
  const { psuId, passkey } = await givenCustomer()
  const userAgent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0'
  await givenSession(psuId, passkey.credentialId, userAgent)
  const shown = async () => (await findAuthenticators({ psuId, now: await now() }))[0]
  expect(await shown()).toMatchObject({ provider: null, last: true, lastBrowser: 'Chrome (Windows)' })
  for (const [aaguid, provider] of [
    ['d548826e-79b4-db40-a3d8-11116f7e8349', 'Bitwarden'],
    ['00000000-0000-0000-0000-000000000000', null],
    ['constructor', null],
  ] as const) {
    await database().update(authenticators).set({ aaguid }).where(eq(authenticators.psuId, psuId))
    expect((await shown())?.provider).toBe(provider)
  }
})

test('no two passkeys of a customer start with the same name', async () => {
  const { psuId } = await givenCustomer()
  await activate(await givenCode(psuId))
  await activate(await givenCode(psuId))
  const names = (await findAuthenticators({ psuId, now: await now() })).map(({ name }) => name)
  expect(names).toEqual(['Passkey', 'Passkey 2', 'Passkey 3'])
})

test('a removed passkey signs nobody in, a renamed one shows its name', async () => {
  const { psuId, passkey } = await givenCustomer()
  const other = await activate(await givenCode(psuId))
  const { credentialId } = other
  await renameAuthenticator({
    psuId,
    sessionId: randomUUID(),
    credentialId,
    name: 'Το κινητό',
    requestId: null,
    now: await now(),
  })
  expect(await authenticatorName({ credentialId, psuId })).toBe('Το κινητό')
  await remove(psuId, passkey.credentialId)
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_failed' })
})
