import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { authorisations } from '@/db/schema/authorisations'
import { dkk, givenFunds, logged } from '@/e2e/fixtures/funds-in-use'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { bankDay } from '@/lib/bank-day'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { env } from '@/lib/env'
import { findFundsQuestions } from './find-funds-questions'
import { findRefusedQuestions } from './find-refused-questions'

// PSD2 Art. 65(6) and regulation.md U9: what was refused stands beside what was answered.

const { psuId, given } = await givenFunds()
const timeZone = env.BANK_TIME_ZONE
const day = bankDay(new Date(), timeZone)
const refused = (consentId: string, whose = psuId) =>
  findRefusedQuestions({ consentId, psuId: whose, timeZone })

test("another third party's tries under a consent's id, and another customer's look, are nothing", async () => {
  const { ask, consentId } = await given()
  const pryer = await tppWithQwac('PSDNL-DNB-PRYFUNDS', { roles: ['PSP_IC'] })
  expect((await ask({}, {}, pryer)).status).toBe(400)
  expect(await refused(consentId)).toEqual([])
  await ask({ instructedAmount: { currency: 'EUR', amount: '1.00' } })
  expect(await refused(consentId, await givenPsu())).toEqual([])
  expect(await refused(consentId)).toHaveLength(1)
})

test('what a third party asks after a stop is counted, and its words never reach the page', async () => {
  const { ask, consentId } = await given()
  await ask({ payee: 'Bageriet' })
  await revokeConsent({ consentId, psuId, requestId: null })
  for (const payee of ['Call +45 1', 'Call +45 2']) await ask({ payee, instructedAmount: dkk('999.00') })
  expect(await refused(consentId)).toEqual([{ day, code: 'CONSENT_INVALID', times: 2 }])
  expect(await findFundsQuestions({ consentId, psuId })).toMatchObject([{ payee: 'Bageriet' }])
})

test('refusals are told by day of the bank and by code, newest day first; answers are not among them', async () => {
  const { ask, consentId } = await given()
  await ask()
  for (const currency of ['EUR', 'SEK']) await ask({ instructedAmount: { currency, amount: '1.00' } })
  const [row] = (await logged(consentId)).filter(({ status }) => status === 400)
  if (!row) throw new Error('nothing was refused')
  const at = new Date(row.at.getTime() - 86_400_000)
  await database()
    .insert(accessLog)
    .values({ ...row, at, code: 'CONSENT_EXPIRED' })
  expect(await refused(consentId)).toEqual([
    { day, code: 'FORMAT_ERROR', times: 2 },
    { day: bankDay(at, timeZone), code: 'CONSENT_EXPIRED', times: 1 },
  ])
})

test('each holder who has allowed it reads questions, answers and refusals; one who has not reads nothing', async () => {
  const { ask, consentId } = await given()
  const second = await givenPsu('Sam')
  await ask({ payee: 'Bageriet' })
  await ask({ instructedAmount: { currency: 'EUR', amount: '1.00' } })
  const at = new Date()
  const [id, pending] = [crypto.randomUUID(), { scaStatus: 'psuIdentified', approach: 'redirect' } as const]
  const row = {
    resourceKind: 'consent' as const,
    resourceId: consentId,
    psuId: second,
    createdAt: at,
    updatedAt: at,
  }
  await database()
    .insert(authorisations)
    .values({ id, ...pending, ...row })
  expect(await refused(consentId, second)).toEqual([])
  expect(await findFundsQuestions({ consentId, psuId: second })).toEqual([])
  await database().update(authorisations).set({ scaStatus: 'finalised' }).where(eq(authorisations.id, id))
  expect(await refused(consentId, second)).toHaveLength(1)
  expect(await findFundsQuestions({ consentId, psuId: second })).toMatchObject([{ payee: 'Bageriet' }])
})
