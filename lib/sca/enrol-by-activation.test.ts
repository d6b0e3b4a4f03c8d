import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { activationCodes } from '@/db/schema/activation-codes'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { securityEvents } from '@/db/schema/security-events'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { activate, givenCode, givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { SoftAuthenticator, UP } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { enrolByActivation } from './enrol-by-activation'
import { startActivation } from './start-activation'

const INVALID = { code: 'activation_invalid' }
const start = async (evidence: string) => startActivation({ evidence, now: await now() })

afterEach(() => moveClock('0'))

test('a code that never was, is used, ran out, was replaced or belongs to a blocked customer is one refusal', async () => {
  const used = await givenCode(await givenPsu())
  await activate(used)
  const replacedOf = await givenPsu()
  const replaced = await givenCode(replacedOf)
  await givenCode(replacedOf)
  const blockedOf = await givenPsu()
  const blocked = await givenCode(blockedOf)
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, blockedOf))
  for (const code of ['0000-0000-0000-0000-0000-0000-0000-0000', '', used, replaced, blocked])
    await expect(start(code)).rejects.toMatchObject(INVALID)
  const old = await givenCode(await givenPsu())
  await moveClock('15 days')
  await expect(start(old)).rejects.toMatchObject(INVALID)
  const counted = await database().select().from(securityEvents)
  expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(6)
})

test('of ten enrolments at once with one code one succeeds', async () => {
  const psuId = await givenPsu()
  const code = await givenCode(psuId)
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => activate(code)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await passkeysOf(psuId)).toHaveLength(1)
})

test('opening the link does not use the code up, failing five times does', async () => {
  const code = await givenCode(await givenPsu())
  for (let visit = 0; visit < 8; visit += 1) await start(code)
  for (let attempt = 0; attempt < 5; attempt += 1)
    await expect(activate(code, new SoftAuthenticator(), { flags: UP })).rejects.toMatchObject({
      code: 'sca_failed',
    })
  await expect(start(code)).rejects.toMatchObject(INVALID)
})

test.each([
  ['without user verification', { flags: UP }],
  ['on another origin', { origin: 'https://evil.example' }],
  ['for another RP ID', { rpId: 'evil.example' }],
  ['for another challenge', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
])('a passkey made %s is refused', async (_what, lie) => {
  const psuId = await givenPsu()
  const code = await givenCode(psuId)
  await expect(activate(code, new SoftAuthenticator(), lie)).rejects.toMatchObject({ code: 'sca_failed' })
  expect(await passkeysOf(psuId)).toEqual([])
})

test("a challenge given out for one code enrols nobody with another's", async () => {
  const [anna, bert] = [await givenPsu('Anna'), await givenPsu('Bert')]
  const { challengeId, options } = await start(await givenCode(anna))
  const evidence = await givenCode(bert)
  const response = new SoftAuthenticator().create(options)
  const rest = { userAgent: null, requestId: null, now: await now() }
  await expect(enrolByActivation({ evidence, challengeId, response, ...rest })).rejects.toMatchObject({
    code: 'challenge_spent',
  })
  expect([...(await passkeysOf(anna)), ...(await passkeysOf(bert))]).toEqual([])
})

test('a passkey belongs to one customer: enrolled again for another it is refused, and the code stays good', async () => {
  const { passkey } = await givenCustomer()
  const bert = await givenPsu('Bert')
  const code = await givenCode(bert)
  await expect(activate(code, passkey)).rejects.toMatchObject({ code: 'sca_failed' })
  expect(await passkeysOf(bert)).toEqual([])
  await activate(code)
})

test('the code is kept only as its hash, and typed in any spelling it is the same', async () => {
  const psuId = await givenPsu()
  const code = await givenCode(psuId)
  expect(code).toMatch(/^([0-9A-F]{4}-){7}[0-9A-F]{4}$/)
  const kept = await database().select().from(activationCodes).where(eq(activationCodes.psuId, psuId))
  expect(JSON.stringify(kept)).not.toContain(code)
  const passkey = await activate(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `)
  expect(await signIn(passkey)).toMatchObject({ psuId })
})

test('the options ask for a passkey that is found without a name, verifies its user and tells nothing personal', async () => {
  const psuId = await givenPsu()
  const { options } = await start(await givenCode(psuId))
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    user: { id: Buffer.from(psuId.replaceAll('-', ''), 'hex').toString('base64url') },
    excludeCredentials: [],
  })
  const passkey = await activate(await givenCode(psuId))
  const again = await start(await givenCode(psuId))
  expect(again.options.excludeCredentials).toMatchObject([{ id: passkey.credentialId }])
})

const passkeysOf = (psuId: string) =>
  database().select().from(authenticators).where(eq(authenticators.psuId, psuId))
