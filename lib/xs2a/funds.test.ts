import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { ledgerAccounts } from '@/db/schema/ledger'
import { dpopKey } from '@/e2e/fixtures/dpop-key'
import { dkk, givenFunds, kept, logged, short } from '@/e2e/fixtures/funds-in-use'
import { givenAccount, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { findFundsQuestions } from '@/lib/funds/find-funds-questions'

// xs2a.md 2.4 and REG-DAT-02 (PSD2 Art. 65): yes or no and nothing else, to whom the customer allowed it.

const { tppId: TPP, psuId, given } = await givenFunds()
const other = await tppWithQwac('PSDNL-DNB-FUNDS2', { roles: ['PSP_IC'] })
const reader = await tppWithQwac('PSDNL-DNB-FUNDS3', { roles: ['PSP_AI'] })
const owner = new Client(process.env.DATABASE_OWNER_URL)
await owner.connect()
afterAll(() => owner.end())
const elsewhere = 'DK1400400440116212'
const second = await givenAccount({ psuId, iban: elsewhere })

test('without the role, the header, or a token nobody learns anything', async () => {
  const { ask, consentId } = await given()
  expect(short(await ask({}, {}, reader))).toEqual([401, 'ROLE_INVALID', null])
  expect(short(await ask({}, { 'consent-id': undefined }))).toEqual([400, 'FORMAT_ERROR', 'Consent-ID'])
  expect(short(await ask({}, { authorization: undefined }))).toEqual([401, 'TOKEN_UNKNOWN', 'Authorization'])
  expect(short(await ask({}, { authorization: `Bearer ${'x'.repeat(43)}` }))).toEqual([
    401,
    'TOKEN_UNKNOWN',
    null,
  ])
  expect(await kept(consentId)).toEqual([])
})

test("another third party's consent, none at all, and one for reading accounts are one answer", async () => {
  const { ask } = await given()
  const reading = await given({ kind: 'accountInformation' })
  const answers = await Promise.all([
    ask({}, {}, other),
    ask({}, { 'consent-id': randomUUID() }),
    ask({}, { 'consent-id': 'nonsense' }),
    reading.ask(),
  ])
  for (const answer of answers) expect(short(answer)).toEqual([400, 'CONSENT_UNKNOWN', 'Consent-ID'])
  expect(new Set(answers.map(({ json }) => json.tppMessages[0].text)).size).toBe(1)
})

test('a consent for funds reads no account', async () => {
  const both = await tppWithQwac(TPP, { roles: ['PSP_IC', 'PSP_AI'] })
  const { consentId, token, account } = await given()
  const headers = { 'consent-id': consentId, authorization: `Bearer ${token}` }
  for (const path of ['/v1/accounts', `/v1/accounts/${account}/balances`])
    expect(short(await both.call(path, { headers }))).toEqual([400, 'CONSENT_UNKNOWN', 'Consent-ID'])
})

test('a token of another consent, and one bound to another certificate, are refused', async () => {
  const [mine, others] = [await given(), await given()]
  expect(short(await mine.ask({}, { authorization: `Bearer ${others.token}` }))[1]).toBe('TOKEN_INVALID')
  const bound = await givenToken({ grantId: mine.grantId, certificateThumbprint: 'of-another' })
  expect(short(await mine.ask({}, { authorization: `Bearer ${bound}` }))[1]).toBe('TOKEN_INVALID')
})

test('a proof is good for one question', async () => {
  const { ask, grantId, consentId } = await given()
  const key = dpopKey()
  const token = await givenToken({ grantId, keyThumbprint: key.thumbprint })
  const proof = key.prove(token, '/xs2a/v1/funds-confirmations', { claims: { htm: 'POST' } })
  const headers = { authorization: `DPoP ${token}`, dpop: proof }
  expect((await ask({}, headers)).status).toBe(200)
  expect(short(await ask({}, headers))).toEqual([401, 'TOKEN_INVALID', null])
  expect(await kept(consentId)).toHaveLength(1)
})

test.each([
  ['received', 'CONSENT_INVALID'],
  ['rejected', 'CONSENT_INVALID'],
  ['revokedByPsu', 'CONSENT_INVALID'],
  ['terminatedByTpp', 'CONSENT_INVALID'],
  ['expired', 'CONSENT_EXPIRED'],
] as const)('a consent that is %s answers no question', async (status, code) => {
  const { ask, consentId } = await given({ status })
  expect(short(await ask())).toEqual([401, code, null])
  expect(await kept(consentId)).toEqual([])
  expect(await logged(consentId)).toMatchObject([{ status: 401, code, psuId }])
})

test("another account, the customer's own or nobody's, is not the consent's", async () => {
  const { ask, consentId, iban, account } = await given()
  for (const number of [elsewhere, 'DK5000400440116243', 'FR7630006000011234567890189'])
    expect(short(await ask({ account: { iban: number } }))).toEqual([401, 'CONSENT_INVALID', 'account'])
  expect(short(await ask({ account: { iban, currency: 'EUR' } }))[1]).toBe('CONSENT_INVALID')
  expect(await kept(consentId)).toEqual([])
  expect(second).not.toBe(account)
})

test('an amount in another currency than the account is refused: a no would be a wrong one', async () => {
  const { ask } = await given()
  expect(short(await ask({ instructedAmount: { currency: 'EUR', amount: '1.00' } }))).toEqual([
    400,
    'FORMAT_ERROR',
    'instructedAmount.currency',
  ])
})

test.each(['0', '0.00', '-1.00', '1,00', '1e2', '10.001', '123456789012345', '', ' 1'])(
  'an amount of “%s” is no question',
  async (amount) => {
    const { ask } = await given()
    expect(short(await ask({ instructedAmount: dkk(amount) }))).toEqual([
      400,
      'FORMAT_ERROR',
      'instructedAmount.amount',
    ])
  },
)

test.each(['Kassa\u202edrac', 'Kas\u200bsa', '<i>Kassa</i>', 'Nordh\u0430vn', 'Kassa\u0000', 'Kassa \ud800'])(
  'a payee that would be shown as something else (%j) is no question',
  async (payee) => {
    const { ask, consentId } = await given()
    expect(short(await ask({ payee })).slice(0, 2)).toEqual([400, 'FORMAT_ERROR'])
    expect(await kept(consentId)).toEqual([])
  },
)

test('another card than the one the consent names is refused; without one there is nothing to compare', async () => {
  const card = { number: '5409 0500 0000 0001', expiryDate: null, information: null, registration: null }
  const { ask } = await given({}, card)
  expect(short(await ask({ cardNumber: '5409050000000019' }))).toEqual([400, 'CARD_INVALID', 'cardNumber'])
  expect((await ask({ cardNumber: '5409050000000001' })).status).toBe(200)
  expect((await ask()).status).toBe(200)
  expect((await (await given()).ask({ cardNumber: '5409050000000019' })).status).toBe(200)
})

test('an account that was blocked since is not open for questions', async () => {
  const number = 'DK8400400440116213'
  const blocked = await givenAccount({ psuId, iban: number })
  const { ask, consentId } = await given({ accounts: [{ accountId: blocked }] })
  await database().update(ledgerAccounts).set({ status: 'blocked' }).where(eq(ledgerAccounts.id, blocked))
  expect(short(await ask({ account: { iban: number } }))).toEqual([400, 'NO_PIIS_ACTIVATION', null])
  expect(await kept(consentId)).toEqual([])
})

test('while the ledger is down nobody gets a no: 503, and nothing is recorded as answered', async () => {
  const number = 'DK5700400440116214'
  const down = await givenAccount({ psuId, iban: number })
  const { ask, consentId } = await given({ accounts: [{ accountId: down }] })
  await database().update(ledgerAccounts).set({ script: 'down' }).where(eq(ledgerAccounts.id, down))
  const answer = await ask({ account: { iban: number } })
  expect(short(answer)).toEqual([503, 'SERVICE_UNAVAILABLE', null])
  expect(answer.headers['retry-after']).toBeDefined()
  expect(await kept(consentId)).toEqual([])
  expect(await logged(consentId)).toMatchObject([{ status: 503 }])
})

test.each([
  ['250.50', true],
  ['250.51', false],
  ['00250.5', true],
  ['99999999999999', false],
])('of 250.50 there are %s: %s', async (amount, fundsAvailable) => {
  const answer = await (await given()).ask({ instructedAmount: dkk(amount) })
  expect(answer.json).toEqual({ fundsAvailable })
})

test('the customer sees each question and its answer, and the ledger’s balance stands nowhere', async () => {
  const { ask, consentId } = await given()
  await ask({ payee: 'Bageriet' }, { 'psu-ip-address': '192.0.2.7' })
  await ask({ instructedAmount: dkk('1000.00') })
  expect(await findFundsQuestions({ consentId, psuId })).toMatchObject([
    { amount: '1000.00', currency: 'DKK', payee: null, fundsAvailable: false },
    { amount: '10.00', currency: 'DKK', payee: 'Bageriet', fundsAvailable: true },
  ])
  expect(await findFundsQuestions({ consentId, psuId: await givenPsu() })).toEqual([])
  const rows = await logged(consentId)
  const ids = (await kept(consentId)).map(({ callId }) => callId)
  expect(rows.map(({ callId }) => callId).sort()).toEqual(ids.sort())
  expect(rows.map(({ psuPresent }) => psuPresent).sort()).toEqual([false, true])
  const row = await owner.query(`select encode(sealed_question, 'escape') as text from funds_questions`)
  expect(JSON.stringify(row.rows)).not.toContain('Bageriet')
})

test('what was asked and answered can neither be changed nor removed', async () => {
  const { ask, consentId } = await given()
  await ask()
  for (const change of [`update funds_questions set at = now()`, `delete from funds_questions`])
    await expect(owner.query(`${change} where consent_id = $1`, [consentId])).rejects.toThrow()
})
