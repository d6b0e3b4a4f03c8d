import { X509Certificate } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { securityEvents } from '@/db/schema/security-events'
import { givenAccount, givenBooking, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { rememberNumber } from '@/lib/accounts/account-numbers'
import { getAccount } from '@/lib/accounts/get-account'
import { writeBlocks } from '@/lib/audit/write-blocks'
import type { AccountRight } from '@/lib/consent/use-consent'
import type { PaymentAccount } from '@/lib/core-banking/account'
import { transactionsAnswer } from './account-answers'
import { toAccountDetails, toBalances } from './account-shapes'
import { allowRead, only } from './allow-read'
import { checkReply } from './check-reply'
import { undeclaredOf } from './openapi-errors'
import { route } from './route'
import { ROUTES } from './routes'

const TPP = 'PSDNL-DNB-LEAKS'
const tpp = await tppWithQwac(TPP)
const der = new X509Certificate(Buffer.from(tpp.clientCert.slice(1, -1), 'base64'))
const thumbprint = Buffer.from(der.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
const psuId = await givenPsu()
const own = await givenAccount({ psuId, bookings: [givenBooking('2026-01-01')] })
const other = await givenAccount({ psuId })
const all = (accountId: string): AccountRight => ({
  accountId,
  balances: true,
  transactions: true,
  ownerName: true,
  details: true,
})
const { account: ownAccount, balances } = await getAccount({
  right: { ...all(own), ownerName: false },
  withBalance: true,
})
const { account: otherAccount } = await getAccount({ right: all(other), withBalance: false })
const link = { href: 'https://xs2a.bank.example/x' }

const lineOf = (operationId: string) => {
  const found = ROUTES.find((line) => line.operationId === operationId)
  if (!found) throw new Error(operationId)
  return found
}
// Before the first call: the table is read once.
ROUTES.push(
  route({
    ...lineOf('createConsent'),
    operationId: 'undeclared',
    path: '/v1/undeclared',
    refusals: ['service_invalid', 'sessions_not_supported'],
  }),
)
const details = (account: PaymentAccount, right = all(account.id)) =>
  toAccountDetails({ account, right, balances: null }, 'https://xs2a.bank.example')
const none = { ...all(own), balances: false, transactions: false, ownerName: false }

test.each<[string, string, object, AccountRight[] | null, RegExp]>([
  [
    'an account that was not given',
    'listAccounts',
    { accounts: [details(ownAccount), details(otherAccount)] },
    [all(own)],
    /BEYOND.*account/,
  ],
  [
    "somebody else's number beside an id that was given",
    'getAccount',
    { account: { ...details(ownAccount), iban: otherAccount.iban } },
    [all(own)],
    /BEYOND.*account/,
  ],
  [
    'the balances of another account',
    'listBalances',
    toBalances({ account: otherAccount, balances: balances ?? [] }),
    [all(own)],
    /BEYOND.*account/,
  ],
  [
    'balances without their right',
    'listBalances',
    toBalances({ account: ownAccount, balances: balances ?? [] }),
    [none],
    /BEYOND.*balances/,
  ],
  [
    'balances in a list without their right',
    'listAccounts',
    { accounts: [{ ...details(ownAccount, none), balances: [] }] },
    [none],
    /BEYOND.*balances/,
  ],
  [
    "the owner's name without its right",
    'listAccounts',
    { accounts: [{ ...details(ownAccount, none), ownerName: 'Anna' }] },
    [none],
    /BEYOND.*ownerName/,
  ],
  [
    'transactions without their right',
    'listTransactions',
    { account: { iban: ownAccount.iban }, transactions: { booked: [], _links: { account: link } } },
    [none],
    /BEYOND.*transactions/,
  ],
  [
    'a link to what was not given',
    'getAccount',
    { account: { ...details(ownAccount, none), _links: { transactions: link } } },
    [none],
    /BEYOND.*_links/,
  ],
  ['anything without a consent', 'listAccounts', { accounts: [] }, null, /BEYOND.*no consent/],
  [
    'a field that nobody declared',
    'getAccount',
    { account: { ...details(ownAccount), psuId } },
    [all(own)],
    /OFF_CONTRACT.*additionalProperties.*psuId/,
  ],
  [
    'a field within an entry',
    'listBalances',
    { ...toBalances({ account: ownAccount, balances: [] }), balances: [{ secret: 1 }] },
    [all(own)],
    /OFF_CONTRACT/,
  ],
  [
    'a number where a text belongs',
    'getAccount',
    { account: { ...details(ownAccount), name: 1 } },
    [all(own)],
    /OFF_CONTRACT.*type/,
  ],
])('an answer with %s is stopped', (_, operationId, body, rights, fault) => {
  expect(() => checkReply({ status: 200, body }, lineOf(operationId), rights)).toThrow(fault)
})

test('a statement of another account, or with balances that were not given, is stopped', () => {
  const xml = (iban: string, more = '') => `<Stmt><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>${more}</Stmt>`
  const line = lineOf('listTransactions')
  const stop = (text: string, right: AccountRight) => () => checkReply({ status: 200, text }, line, [right])
  expect(stop(xml(otherAccount.iban), all(own))).toThrow(/BEYOND.*account/)
  expect(stop(xml(ownAccount.iban), none)).toThrow(/BEYOND.*transactions/)
  expect(stop(xml(ownAccount.iban, '<Bal>'), { ...all(own), balances: false })).toThrow(/BEYOND.*balances/)
  expect(stop(xml(ownAccount.iban, '<Bal>'), all(own))).not.toThrow()
})

test('a status, a body or a type that the line does not have is stopped; what it has leaves', () => {
  const line = lineOf('deleteConsent')
  expect(() => checkReply({ status: 200, body: {} }, line, null)).toThrow(/OFF_CONTRACT/)
  expect(() => checkReply({ status: 204, body: {} }, line, null)).toThrow(/OFF_CONTRACT/)
  expect(() => checkReply({ status: 200, text: '<x/>' }, lineOf('listAccounts'), [all(own)])).toThrow(
    /OFF_CONTRACT/,
  )
  expect(() => checkReply({ status: 204 }, line, null)).not.toThrow()
  expect(() =>
    checkReply({ status: 200, body: { accounts: [details(ownAccount)] } }, lineOf('listAccounts'), [
      all(own),
    ]),
  ).not.toThrow()
})

test('what was stopped is told to nobody: not in the message', () => {
  const body = { account: { ...details(ownAccount), name: 'x'.repeat(300), iban: 'SECRET' } }
  expect(() => checkReply({ status: 200, body }, lineOf('getAccount'), [all(own)])).toThrow(
    /^ANSWER_OFF_CONTRACT: \w+ at \/account\/\w+\/$/,
  )
})

test('a number stays known while thousands of others are read', () => {
  for (let index = 0; index < 25_000; index++)
    rememberNumber({ ...ownAccount, id: `other-${index}`, iban: 'DK00' })
  const body = { account: details(ownAccount) }
  expect(() => checkReply({ status: 200, body }, lineOf('getAccount'), [all(own)])).not.toThrow()
})

test('a broken handler leaks nothing over the wire: 500, an alarm with rule, third party and request id', async () => {
  ROUTES.push(
    route({
      ...lineOf('listTransactions'),
      operationId: 'broken',
      path: '/v1/broken/{account-id}',
      query: z.strictObject({}),
      answers: { 200: transactionsAnswer },
      handle: async (call) => {
        const { accounts } = await allowRead(call, { endpoint: 'transactions' })
        only(accounts)
        // Somebody forgot which account this is.
        const body = { account: { iban: otherAccount.iban }, transactions: { _links: { account: link } } }
        return { status: 200, body }
      },
    }),
  )
  const { consentId, grantId } = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId: own }] })
  const token = await givenToken({ grantId, certificateThumbprint: thumbprint })
  const requestId = '0196a3f2-7c1e-7b5a-9d3e-2f4c6a8b0d1e'
  const answer = await tpp.call(`/v1/broken/${own}`, {
    headers: {
      'consent-id': consentId,
      authorization: `Bearer ${token}`,
      'psu-ip-address': '192.0.2.77',
      'x-request-id': requestId,
    },
  })
  expect([answer.status, answer.code]).toEqual([500, 'INTERNAL_SERVER_ERROR'])
  expect(answer.text).not.toContain(otherAccount.iban)
  await writeBlocks()
  const events = await database().select().from(securityEvents).where(eq(securityEvents.tppId, TPP))
  expect(events).toMatchObject([{ rule: 'ANSWER_BEYOND_CONSENT', tppId: TPP, requestId, count: 1 }])
  const calls = await database().select().from(accessLog).where(eq(accessLog.consentId, consentId))
  expect(calls.map(({ status }) => status).sort()).toEqual([200, 500])
})

test('a refusal that its line does not declare is a fault of ours, also where no handler refuses it', async () => {
  const ask = () =>
    tpp.call('/v1/undeclared', {
      method: 'POST',
      headers: { 'psu-ip-address': '192.0.2.77', 'x-request-id': '0196a3f2-7c1e-7b5a-9d3e-2f4c6a8b0d1f' },
      body: {
        access: { accounts: [], balances: [] },
        recurringIndicator: true,
        validUntil: '9999-12-31',
        frequencyPerDay: 4,
        combinedServiceIndicator: false,
      },
    })
  const { json } = await ask()
  await tpp.call(`/v1/consents/${json.consentId}`, { method: 'DELETE' })
  // The repetition is refused before any handler runs: 409, which this line does not have.
  const again = await ask()
  expect([again.status, again.code]).toEqual([500, 'INTERNAL_SERVER_ERROR'])
  expect(undeclaredOf(lineOf('createConsent'), 409, ['STATUS_INVALID'])).toEqual([])
  expect(undeclaredOf(lineOf('getConsent'), 409, ['STATUS_INVALID'])).toEqual(['STATUS_INVALID'])
})
