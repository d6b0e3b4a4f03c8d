import { generateKeyPairSync } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import { type Lie, SoftAuthenticator, UP } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { createAssertionChallenge } from './create-assertion-challenge'
import { userHandleOf } from './relying-party'
import { verifyAssertion } from './verify-assertion'

const SIGN_IN = { purpose: 'sign-in', binding: 'sign-in' } as const
const challengeFor = async (more: { psuId?: string } = {}) =>
  createAssertionChallenge({ ...SIGN_IN, ...more, now: await now() })

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const LIES: [string, Lie][] = [
  ['without user verification', { flags: UP }],
  ['without user presence', { flags: 0 }],
  ['made on another origin', { origin: 'http://localhost:3001' }],
  ['made on a look-alike origin', { origin: 'http://localhost:3000.evil.example' }],
  ['made inside a frame of another site', { crossOrigin: true }],
  ['made for another RP ID', { rpId: 'evil.example' }],
  ['made for another challenge', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
  ['of the wrong ceremony', { type: 'webauthn.create' }],
  ['signed by another key', { key: stranger }],
  [
    "with another customer's user handle",
    { userHandle: userHandleOf('0192f0c4-0000-7000-8000-000000000000').toString('base64url') },
  ],
  ['without a user handle where nobody was named', { userHandle: null }],
]

test.each(LIES)('an answer %s is refused', async (_what, lie) => {
  const { passkey } = await givenCustomer()
  await expect(signIn(passkey, lie)).rejects.toMatchObject({ code: 'sca_failed' })
})

test('a challenge works once, and a failure burns it too', async () => {
  const { passkey } = await givenCustomer()
  const { challengeId, options } = await challengeFor()
  const at = { ...SIGN_IN, challengeId, now: await now() }
  await verifyAssertion({ ...at, response: passkey.get(options) })
  await expect(verifyAssertion({ ...at, response: passkey.get(options) })).rejects.toMatchObject({
    code: 'challenge_spent',
  })
  const other = await challengeFor()
  const failed = { ...at, challengeId: other.challengeId }
  await expect(
    verifyAssertion({ ...failed, response: passkey.get(other.options, { flags: UP }) }),
  ).rejects.toMatchObject({ code: 'sca_failed' })
  await expect(verifyAssertion({ ...failed, response: passkey.get(other.options) })).rejects.toMatchObject({
    code: 'challenge_spent',
  })
})

test('a challenge of another purpose or another request is refused and stays good for its own', async () => {
  const { passkey } = await givenCustomer()
  const { challengeId, options } = await createAssertionChallenge({
    purpose: 'approve',
    binding: 'interaction:one',
    now: await now(),
  })
  const common = { challengeId, now: await now() }
  for (const elsewhere of [
    { purpose: 'sign-in', binding: 'interaction:one' },
    { purpose: 'approve', binding: 'interaction:two' },
  ] as const)
    await expect(
      verifyAssertion({ ...common, ...elsewhere, response: passkey.get(options) }),
    ).rejects.toMatchObject({ code: 'challenge_spent' })
  const response = passkey.get(options)
  const verified = await verifyAssertion({
    ...common,
    purpose: 'approve',
    binding: 'interaction:one',
    response,
  })
  expect(verified.credentialId).toBe(passkey.credentialId)
})

test('a challenge lives 120 seconds', async () => {
  const { passkey } = await givenCustomer()
  const { challengeId, options } = await challengeFor()
  const late = new Date((await now()).getTime() + 121_000)
  const answer = { ...SIGN_IN, challengeId, response: passkey.get(options), now: late }
  await expect(verifyAssertion(answer)).rejects.toMatchObject({ code: 'challenge_spent' })
})

test('of twenty concurrent uses of one challenge one succeeds (INV-04)', async () => {
  const { passkey } = await givenCustomer()
  const { challengeId, options } = await challengeFor()
  const at = { ...SIGN_IN, challengeId, now: await now() }
  const answers = Array.from({ length: 20 }, () => passkey.get(options))
  const outcomes = await Promise.allSettled(answers.map((response) => verifyAssertion({ ...at, response })))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'challenge_spent' })
})

test("where a customer is asked, nobody else's passkey answers", async () => {
  const [anna, bert] = [await givenCustomer('Anna'), await givenCustomer('Bert')]
  const { challengeId, options } = await challengeFor({ psuId: anna.psuId })
  expect(options.allowCredentials?.map(({ id }) => id)).toEqual([anna.passkey.credentialId])
  const answer = { ...SIGN_IN, challengeId, response: bert.passkey.get(options), now: await now() }
  await expect(verifyAssertion(answer)).rejects.toMatchObject({ code: 'sca_failed' })
})

test('a passkey nobody knows is answered exactly as one that failed, and no sooner', async () => {
  const { passkey } = await givenCustomer()
  const took = async (who: SoftAuthenticator, lie: Lie) => {
    const started = performance.now()
    await expect(signIn(who, lie)).rejects.toMatchObject({ name: 'Refusal', code: 'sca_failed' })
    return performance.now() - started
  }
  const unknown = await took(new SoftAuthenticator(), { userHandle: 'AAAA' })
  const failed = await took(passkey, { flags: UP })
  for (const millis of [unknown, failed]) expect(millis).toBeGreaterThan(245)
})

test('a genuine answer whose counter did not grow is refused and locks the passkey for good (a copied key)', async () => {
  const { passkey } = await givenCustomer()
  await signIn(passkey, { counter: 9 })
  await expect(signIn(passkey, { counter: 9 })).rejects.toMatchObject({ code: 'sca_locked' })
  await expect(signIn(passkey, { counter: 10 })).rejects.toMatchObject({ code: 'sca_locked' })
  expect(await rowOf(passkey)).toMatchObject({ lockedForGood: true, counter: 9 })
})

test('a low counter under a signature that is not genuine locks nobody out at once', async () => {
  const { passkey } = await givenCustomer()
  await signIn(passkey, { counter: 9 })
  await expect(signIn(passkey, { counter: 1, key: stranger })).rejects.toMatchObject({ code: 'sca_failed' })
  expect(await rowOf(passkey)).toMatchObject({ lockedForGood: false, failures: 1 })
})

test('a blocked customer is refused', async () => {
  const { psuId, passkey } = await givenCustomer()
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId))
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'psu_blocked' })
})

test('an honest answer says who it is, and the passkey remembers its use', async () => {
  const { psuId, passkey } = await givenCustomer()
  await expect(signIn(passkey, { flags: UP })).rejects.toMatchObject({ code: 'sca_failed' })
  expect(await signIn(passkey)).toMatchObject({ psuId, credentialId: passkey.credentialId, recordHash: null })
  expect(await rowOf(passkey)).toMatchObject({ failures: 0, counter: passkey.counter })
})

test('a passkey that does not count is no copy', async () => {
  const { psuId, passkey } = await givenCustomer()
  for (const _ of [1, 2]) expect(await signIn(passkey, { counter: 0 })).toMatchObject({ psuId })
})

async function rowOf({ credentialId }: SoftAuthenticator) {
  const [row] = await database()
    .select()
    .from(authenticators)
    .where(eq(authenticators.credentialId, credentialId))
  return row
}
