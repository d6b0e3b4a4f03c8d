import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { staff, staffPasskeys } from '@/db/schema/staff'
import { givenCode, givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import {
  activateStaff,
  givenColleague,
  givenEnrolled,
  givenStaffCode,
  signInAsStaff,
} from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { SoftAuthenticator, UP } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { userHandleOf } from '@/lib/sca/relying-party'
import { startActivation } from '@/lib/sca/start-activation'
import { verifyAssertion } from '@/lib/sca/verify-assertion'
import { bankKey } from '@/lib/vault/vault'
import { startStaffEnrolment } from './enrol-colleague'
import { startStaffSignIn, verifyColleague } from './verify-colleague'

afterEach(() => moveClock('0'))

test("a customer's passkey is unknown at the staff's door, even for a challenge of that door", async () => {
  const { passkey } = await givenCustomer()
  await expect(signInAsStaff(passkey)).rejects.toMatchObject({ code: 'sca_failed' })
})

test("a passkey of staff is unknown at the customers' door", async () => {
  const { passkey } = await givenEnrolled('operate')
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_failed' })
})

test('a challenge of one door is spent at the other, whoever answers it', async () => {
  const customer = await givenCustomer()
  const colleague = await givenEnrolled('operate')
  const at = await now()
  const ofStaff = await startStaffSignIn({ now: at })
  const common = { purpose: 'sign-in', binding: 'sign-in', now: at } as const
  await expect(
    verifyAssertion({
      challengeId: ofStaff.challengeId,
      response: customer.passkey.get(ofStaff.options),
      ...common,
    }),
  ).rejects.toMatchObject({ code: 'challenge_spent' })
  const ofCustomers = await createAssertionChallenge(common)
  await expect(
    verifyColleague({
      challengeId: ofCustomers.challengeId,
      response: colleague.passkey.get(ofCustomers.options),
      now: at,
    }),
  ).rejects.toMatchObject({ code: 'challenge_spent' })
})

test("a customer's row under a colleague's credential opens nothing: the user it names is another", async () => {
  const { passkey, psuId } = await givenCustomer()
  const colleague = await givenEnrolled('operate')
  // The worst case of a mix-up: the very same key registered in both realms.
  const [row] = await database()
    .select()
    .from(authenticators)
    .where(eq(authenticators.credentialId, passkey.credentialId))
  await database()
    .insert(staffPasskeys)
    .values({
      credentialId: passkey.credentialId,
      holderId: colleague.staffId,
      publicKey: row?.publicKey ?? Buffer.alloc(0),
      counter: 0,
      transports: [],
      synced: false,
      sealedName: (await bankKey()).seal('realm_passkeys.name', 'Mixed up'),
      failures: 0,
      lockedForGood: false,
      createdAt: await now(),
    })
  expect(psuId).not.toBe(colleague.staffId)
  await expect(signInAsStaff(passkey)).rejects.toMatchObject({ code: 'sca_failed' })
})

test("neither kind of activation code opens the other's enrolment", async () => {
  const staffCode = await givenStaffCode(await givenColleague('read'))
  const { psuId } = await givenCustomer()
  const customerCode = await givenCode(psuId)
  const at = await now()
  await expect(startActivation({ evidence: staffCode, now: at })).rejects.toMatchObject({
    code: 'activation_invalid',
  })
  await expect(startStaffEnrolment({ code: customerCode, now: at })).rejects.toMatchObject({
    code: 'activation_invalid',
  })
})

test('a link works once, the newest only, within a day, and for nobody who is blocked', async () => {
  const staffId = await givenColleague('read')
  const replaced = await givenStaffCode(staffId)
  const used = await givenStaffCode(staffId)
  await activateStaff(used)
  const blockedOf = await givenColleague('read')
  const blocked = await givenStaffCode(blockedOf)
  await database().update(staff).set({ status: 'blocked' }).where(eq(staff.id, blockedOf))
  const old = await givenStaffCode(await givenColleague('read'))
  for (const code of [replaced, used, blocked, ''])
    await expect(activateStaff(code)).rejects.toMatchObject({ code: 'activation_invalid' })
  await moveClock('25 hours')
  await expect(activateStaff(old)).rejects.toMatchObject({ code: 'activation_invalid' })
})

test('of ten enrolments at once with one link one succeeds', async () => {
  const staffId = await givenColleague('read')
  const code = await givenStaffCode(staffId)
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => activateStaff(code, new SoftAuthenticator())),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test.each([
  ['not verified by its user', { flags: UP }],
  ['given on another site', { origin: 'https://evil.example' }],
  ['made for another bank', { rpId: 'evil.example' }],
  ['to another challenge', { challenge: 'AAAA' }],
  ["under a customer's kind of user", { userHandle: Buffer.alloc(16).toString('base64url') }],
  ['without a user', { userHandle: null }],
] as const)('an answer %s signs nobody in', async (_what, lie) => {
  const { passkey } = await givenEnrolled('read')
  await expect(signInAsStaff(passkey, lie)).rejects.toMatchObject({ code: 'sca_failed' })
})

test("a colleague's own id in the form of a customer's user is nobody at the staff's door", async () => {
  const { passkey, staffId } = await givenEnrolled('read')
  const userHandle = userHandleOf(staffId).toString('base64url')
  await expect(signInAsStaff(passkey, { userHandle })).rejects.toMatchObject({ code: 'sca_failed' })
})

test('five failures in a row lock a passkey of staff, a copied one is locked for good', async () => {
  const { passkey } = await givenEnrolled('read')
  for (let round = 0; round < 5; round++)
    await expect(signInAsStaff(passkey, { flags: UP })).rejects.toMatchObject({ code: 'sca_failed' })
  await expect(signInAsStaff(passkey)).rejects.toMatchObject({ code: 'sca_locked' })
  await moveClock('16 minutes')
  await expect(signInAsStaff(passkey)).resolves.toBeTruthy()
  await expect(signInAsStaff(passkey, { counter: 1 })).rejects.toMatchObject({ code: 'sca_locked' })
  await moveClock('2 days')
  await expect(signInAsStaff(passkey)).rejects.toMatchObject({ code: 'sca_locked' })
})

test('a blocked colleague is refused with a good passkey', async () => {
  const { passkey, staffId } = await givenEnrolled('read')
  expect(await signInAsStaff(passkey)).toMatchObject({ staffId })
  await database().update(staff).set({ status: 'blocked' }).where(eq(staff.id, staffId))
  await expect(signInAsStaff(passkey)).rejects.toMatchObject({ code: 'sca_failed' })
})
