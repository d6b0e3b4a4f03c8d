import { and, eq, ne } from 'drizzle-orm'
import { beforeAll, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { coApprove, waitingFor } from '@/e2e/fixtures/co-approve'
import { asked, givenConsentLife, statusOf } from '@/e2e/fixtures/consent-life'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import type { ApproversAsked } from '@/lib/core-banking/ledger-port'
import { revokeConsent } from './revoke-consent'

// Berlin Group 1.3, multilevel SCA: who is needed only the bank's ledger knows. This one has mandates of three.

/** Whose words make a mandate, in the order in which they are asked for; those of one step together. */
const mandate = vi.hoisted((): { steps: string[][] } => ({ steps: [] }))

vi.mock('@/lib/core-banking/sandbox-bank', async (original) => {
  const { sandboxBank, ...rest } = await original<typeof import('@/lib/core-banking/sandbox-bank')>()
  const approversOf = async ({ given }: ApproversAsked) =>
    mandate.steps.map((step) => step.filter((one) => !given.includes(one))).find((left) => left.length > 0) ??
    []
  return { ...rest, sandboxBank: { ...sandboxBank, approversOf } }
})

const { psuId: first, approve } = await givenConsentLife()
let second: string
let third: string
let account: string

beforeAll(async () => {
  ;[second, third] = [await givenPsu('Sam'), await givenPsu('Tove')]
  mandate.steps = [[first, second, third]]
  const holders = [first, second, third].map((psuId) => ({ psuId, alone: false }))
  account = await givenPaymentAccount({ psuId: first, holders })
})

async function firstAllows() {
  const { consentId } = await asked()
  const rights = { balances: true, transactions: true, ownerName: false }
  await approve(consentId, { accounts: [{ accountId: account, card: false, ...rights }] })
  return consentId
}

/** Everybody's authorisation but the first holder's. */
const others = async (consentId: string) => {
  const rows = await database()
    .select()
    .from(authorisations)
    .where(and(eq(authorisations.resourceId, consentId), ne(authorisations.psuId, first)))
  return new Map(rows.map(({ psuId, scaStatus }) => [psuId, scaStatus]))
}

test('two of three are not enough, and one of them twice is not three', async () => {
  const consentId = await firstAllows()
  expect(await coApprove(consentId, second)).toBe('partiallyAuthorised')
  expect(await statusOf(consentId)).toBe('partiallyAuthorised')
  expect(await waitingFor(consentId, second)).toBeNull()
  for (const again of [first, second])
    await expect(coApprove(consentId, again, third)).rejects.toMatchObject({ code: 'already_decided' })
  expect(await statusOf(consentId)).toBe('partiallyAuthorised')
  expect(await others(consentId)).toEqual(
    new Map([
      [second, 'finalised'],
      [third, 'psuIdentified'],
    ]),
  )
})

test('the second and the third at once: one counts, the other reads the page anew, and then it is valid', async () => {
  const consentId = await firstAllows()
  const answers = await Promise.allSettled([coApprove(consentId, second), coApprove(consentId, third)])
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await statusOf(consentId)).toBe('partiallyAuthorised')
  const late = answers[0]?.status === 'fulfilled' ? third : second
  expect(await waitingFor(consentId, late)).toMatchObject({ version: 2 })
  expect(await coApprove(consentId, late)).toBe('valid')
})

test('the third word makes it valid, and each of the three may stop it', async () => {
  const consentId = await firstAllows()
  await coApprove(consentId, second)
  expect(await waitingFor(consentId, third)).toMatchObject({ given: expect.arrayContaining([first, second]) })
  expect(await coApprove(consentId, third)).toBe('valid')
  expect(await statusOf(consentId)).toBe('valid')
  expect(await revokeConsent({ consentId, psuId: third, requestId: null })).toEqual({ stoppedNow: true })
})

test('who is needed only after somebody else is asked after them, and who is needed no more is not any longer', async () => {
  mandate.steps = [[first], [second]]
  const consentId = await firstAllows()
  expect(await others(consentId)).toEqual(new Map([[second, 'psuIdentified']]))
  mandate.steps = [[first], [second], [third]]
  expect(await coApprove(consentId, second)).toBe('partiallyAuthorised')
  expect(await waitingFor(consentId, third)).not.toBeNull()
  expect(await coApprove(consentId, third)).toBe('valid')

  mandate.steps = [[first], [second, third]]
  const changed = await firstAllows()
  const late = await givenPsu('Late')
  mandate.steps = [[first], [second], [late]]
  expect(await coApprove(changed, second)).toBe('partiallyAuthorised')
  expect(await waitingFor(changed, third)).toBeNull()
  expect(await others(changed)).toEqual(
    new Map([
      [second, 'finalised'],
      [third, 'failed'],
      [late, 'psuIdentified'],
    ]),
  )
})
