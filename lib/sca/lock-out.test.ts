import { generateKeyPairSync } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { authenticators } from '@/db/schema/authenticators'
import { outbox } from '@/db/schema/outbox'
import { activate, givenCode, givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { type Lie, type SoftAuthenticator, UP } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { recordFailure } from './record-failure'

afterEach(() => moveClock('0'))

test('the sixth attempt in a row meets a locked passkey, whatever it says (REG-SCA-04)', async () => {
  const { passkey } = await givenCustomer()
  await fail(passkey, 4)
  await signIn(passkey)
  await fail(passkey, 5)
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_locked' })
})

test("a locked passkey locks neither the customer's other one nor anybody else's", async () => {
  const { psuId, passkey } = await givenCustomer()
  const other = await activate(await givenCode(psuId))
  await fail(passkey, 5)
  expect(await signIn(other)).toMatchObject({ psuId })
})

test('the first lock ends after 15 minutes, the second only by a new activation', async () => {
  const { psuId, passkey } = await givenCustomer()
  await fail(passkey, 5)
  await moveClock('14 minutes')
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_locked' })
  await moveClock('16 minutes')
  await fail(passkey, 5)
  await moveClock('3 days')
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_locked' })
  await activate(await givenCode(psuId))
  expect(await signIn(passkey)).toMatchObject({ psuId })
})

test('what a passkey did not sign, or signed for another challenge, never locks it until an activation', async () => {
  const { psuId, passkey } = await givenCustomer()
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const played = { challenge: Buffer.alloc(32, 7).toString('base64url') }
  for (let block = 0; block < 3; block += 1) {
    await moveClock(`${block * 16} minutes`)
    await fail(passkey, 4, { key })
    await fail(passkey, 1, played)
    await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_locked' })
  }
  await moveClock('48 minutes')
  expect(await signIn(passkey)).toMatchObject({ psuId })
})

test('the last of ten locks until an activation when the passkey signed it', async () => {
  const { passkey } = await givenCustomer()
  await fail(passkey, 5)
  await moveClock('16 minutes')
  await fail(passkey, 4)
  await expect(signIn(passkey, { origin: 'https://evil.example' })).rejects.toMatchObject({
    code: 'sca_failed',
  })
  expect(await rowOf(passkey)).toMatchObject({ failures: 10, lockedForGood: true })
})

test('a success in between starts the count anew, the lock that comes next ends by itself again', async () => {
  const { psuId, passkey } = await givenCustomer()
  await fail(passkey, 5)
  await moveClock('16 minutes')
  expect(await signIn(passkey)).toMatchObject({ psuId })
  await fail(passkey, 5)
  await moveClock('32 minutes')
  expect(await signIn(passkey)).toMatchObject({ psuId })
})

test('twelve failures at once lock for 15 minutes and no longer, whoever sent them', async () => {
  const { passkey } = await givenCustomer()
  await Promise.allSettled(Array.from({ length: 12 }, () => signIn(passkey, { flags: UP })))
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_locked' })
  expect(await rowOf(passkey)).toMatchObject({ failures: 5, lockedForGood: false })
})

test('a failure that was under way when its passkey was locked for good leaves that lock alone', async () => {
  const { passkey } = await givenCustomer()
  const { credentialId } = passkey
  await fail(passkey, 4)
  const common = { credentialId, sessionId: undefined, now: await now() }
  await recordFailure({ ...common, reason: 'counter' })
  await recordFailure({ ...common, reason: 'not-genuine' })
  expect(await rowOf(passkey)).toMatchObject({ failures: 5, lockedForGood: true, lockedUntil: null })
})

test('a copied key found while its passkey is locked for 15 minutes locks it for good', async () => {
  const { passkey } = await givenCustomer()
  const { credentialId } = passkey
  await fail(passkey, 5)
  await recordFailure({ credentialId, sessionId: undefined, reason: 'counter', now: await now() })
  expect(await rowOf(passkey)).toMatchObject({ lockedForGood: true, lockedUntil: null })
})

test('failures and locks are recorded, and the customer is told of the first lock before a second can come', async () => {
  const { psuId, passkey } = await givenCustomer()
  await fail(passkey, 5)
  const events = await database()
    .select({ type: auditEvents.type, detail: auditEvents.detail })
    .from(auditEvents)
    .where(eq(auditEvents.subject, `authenticator:${passkey.credentialId}`))
  expect(events.filter(({ type }) => type === 'psu.authentication-failed')).toHaveLength(5)
  const locked = events.filter(({ type }) => type === 'authenticator.locked')
  expect(locked).toMatchObject([{ detail: { reason: 'not-genuine', until: expect.any(String) } }])
  const told = await database()
    .select()
    .from(outbox)
    .where(and(eq(outbox.psuId, psuId), eq(outbox.type, 'authenticator.locked')))
  expect(told.map(({ audience }) => audience)).toContain('customer')
})

test('a locked passkey is not counted further, so that a stranger cannot turn 15 minutes into for good', async () => {
  const { passkey } = await givenCustomer()
  await fail(passkey, 5)
  for (let attempt = 0; attempt < 6; attempt += 1)
    await expect(signIn(passkey, { flags: UP })).rejects.toMatchObject({ code: 'sca_locked' })
  expect(await rowOf(passkey)).toMatchObject({ failures: 5, lockedForGood: false })
})

async function rowOf({ credentialId }: SoftAuthenticator) {
  const [row] = await database()
    .select()
    .from(authenticators)
    .where(eq(authenticators.credentialId, credentialId))
  return row
}

async function fail(passkey: SoftAuthenticator, times: number, lie: Lie = { flags: UP }): Promise<void> {
  for (let attempt = 0; attempt < times; attempt += 1)
    await expect(signIn(passkey, lie)).rejects.toMatchObject({ code: 'sca_failed' })
}
