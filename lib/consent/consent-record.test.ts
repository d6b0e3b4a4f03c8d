import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ConsentRecord, challengeOf, hashRecord } from './consent-record'
import type { ConsentRequestView } from './find-consent-request'
import { namedAccounts, recordOfRequest } from './record-of-request'

const REQUEST: ConsentRequestView = {
  consentId: '7b0c9d1e-0000-4000-8000-000000000001',
  status: 'received',
  model: 'detailed',
  tpp: {
    id: 'PSDNL-DNB-1',
    brand: 'Example',
    legalName: 'Example B.V.',
    authority: 'DNB',
    roles: ['PSP_AI'],
    checkedAt: '2026-11-21T09:00:00.000Z',
  },
  purpose: 'Budget',
  rights: { balances: true, transactions: false, ownerName: false },
  access: {
    accounts: [{ iban: 'DK1' }],
    balances: [{ iban: 'DK1' }, { iban: 'DK2', currency: 'EUR' }],
    transactions: [],
    ownerName: [],
  },
  restrictedTo: null,
  recurring: true,
  frequencyPerDay: 4,
  validUntil: '2027-01-01',
}
const NONCE = randomBytes(32)
const record = (change: Partial<ConsentRequestView> = {}) =>
  recordOfRequest({
    request: { ...REQUEST, ...change },
    accounts: namedAccounts(REQUEST),
    bank: 'Nordhavn Bank',
    locale: 'en',
  })

test('whatever a third party changes after the page was shown, the hash is another one (THR-05)', () => {
  const shown = hashRecord(NONCE, record())
  const changes: Partial<ConsentRequestView>[] = [
    { consentId: '7b0c9d1e-0000-4000-8000-000000000002' },
    { tpp: { ...REQUEST.tpp, brand: 'Other' } },
    { tpp: { ...REQUEST.tpp, legalName: 'Other B.V.' } },
    { tpp: { ...REQUEST.tpp, authority: 'Other' } },
    { tpp: { ...REQUEST.tpp, roles: ['PSP_AI', 'PSP_PI'] } },
    { tpp: { ...REQUEST.tpp, checkedAt: null } },
    { purpose: 'Something else' },
    { rights: { balances: true, transactions: true, ownerName: false } },
    { rights: { balances: true, transactions: false, ownerName: true } },
    { model: 'global' },
    { recurring: false },
    { frequencyPerDay: 3 },
    { validUntil: '2027-01-02' },
  ]
  for (const change of changes)
    expect(hashRecord(NONCE, record(change)), JSON.stringify(change)).not.toEqual(shown)
})

// xs2a.md 2.4: what is allowed is an answer, not data, and the card it is for.
test('a record of confirmation of funds says yes or no, no data and no end, and a change of its card changes it', () => {
  const card = { number: '5409050000000005', expiryDate: null, information: 'Gold', registration: null }
  const funds = { kind: 'fundsConfirmation', card } as const
  const shown = record(funds)
  expect(shown).toMatchObject({ data: { fundsAnswers: true }, period: { untilStopped: true } })
  expect(JSON.stringify(shown)).not.toContain(card.number)
  const others = [
    { card: null },
    { card: { ...card, information: 'Blue' } },
    { kind: 'accountInformation' } as const,
  ]
  for (const change of others)
    expect(hashRecord(NONCE, record({ ...funds, ...change }))).not.toEqual(hashRecord(NONCE, shown))
})

test('an account named twice is one account with both rights, and no currency means all of them', () => {
  expect(namedAccounts(REQUEST)).toEqual([
    { iban: 'DK1', currency: 'XXX', balances: true, transactions: false, ownerName: false },
    { iban: 'DK2', currency: 'EUR', balances: true, transactions: false, ownerName: false },
  ])
})

test('the order in which accounts were chosen and fields were written changes nothing', () => {
  const accounts = [1, 2, 3, 4].map((n) => ({
    iban: `DK${n}`,
    currency: 'EUR',
    balances: true,
    transactions: true,
    ownerName: false,
  }))
  const made = (chosen: typeof accounts) =>
    recordOfRequest({ request: REQUEST, accounts: chosen, bank: 'Nordhavn Bank', locale: 'en' })
  fc.assert(
    fc.property(fc.shuffledSubarray(accounts, { minLength: 4 }), (shuffled) => {
      const reversed = Object.fromEntries(Object.entries(made(shuffled)).reverse()) as ConsentRecord
      return hashRecord(NONCE, reversed).equals(hashRecord(NONCE, made(accounts)))
    }),
  )
})

test('the challenge is the nonce and the hash of nonce and record, which anybody can compute again', () => {
  const { challenge, recordHash } = challengeOf(NONCE, record())
  expect(challenge).toEqual(Buffer.concat([NONCE, recordHash]))
  const sorted = (value: unknown): unknown =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([name, inner]) => [name, sorted(inner)]),
        )
      : Array.isArray(value)
        ? value.map(sorted)
        : value
  const byHand = createHash('sha256')
    .update(NONCE)
    .update(JSON.stringify(sorted(record())))
    .digest()
  expect(recordHash).toEqual(byHand)
})
