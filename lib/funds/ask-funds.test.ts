import { Client } from 'pg'
import { v7 as newId } from 'uuid'
import { afterAll, expect, test, vi } from 'vitest'
import { danishIban } from '@/db/seed/danish-iban'
import { sha256 } from '@/e2e/fixtures/consent-in-use'
import { givenConsent, givenPsu, givenToken, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { NO_END } from '@/lib/consent/no-end'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { env } from '@/lib/env'
import { askFunds } from './ask-funds'
import { findFundsQuestions } from './find-funds-questions'

// REG-DAT-02: what is told is recorded and allowed at the same moment, whatever happens while the ledger is asked.

const tppId = await givenTpp('PSDNL-DNB-ASK')
const psuId = await givenPsu()
const another = await givenTpp('PSDNL-DNB-ASK2')
let opened = 0
const owner = new Client(process.env.DATABASE_OWNER_URL)
const watcher = new Client(process.env.DATABASE_OWNER_URL)
await Promise.all([owner.connect(), watcher.connect()])
afterAll(() => Promise.all([owner.end(), watcher.end()]))
const rights = { balances: false, transactions: false }

async function given(of?: { accountId: string; iban: string; tppId: string }) {
  opened += 1
  const iban = of?.iban ?? danishIban('nordhavn', 6_000_000 + opened)
  const accountId = of?.accountId ?? (await givenPaymentAccount({ psuId, iban }))
  const by = of?.tppId ?? tppId
  const asked = {
    access: { accounts: [{ iban }], balances: [], transactions: [], ownerName: [] },
    offered: { balances: false, transactions: false, ownerName: false },
    restrictedTo: null,
  }
  const kind = 'fundsConfirmation'
  const { endsAt } = NO_END
  const accounts = [{ accountId, ...rights }]
  const { consentId, grantId } = await givenConsent({ tppId: by, psuId, kind, endsAt, accounts, asked })
  const hash = sha256(await givenToken({ grantId, certificateThumbprint: 'cert' }))
  const ask = (alongside = async () => {}) =>
    askFunds({
      consentId,
      tppId: by,
      certificateThumbprint: 'cert',
      token: { hash, keyThumbprint: null, proof: null },
      bare: false,
      account: { iban },
      money: { amount: '10.00', currency: 'DKK' },
      cardNumber: null,
      payee: null,
      callId: newId(),
      alongside,
    })
  return { consentId, ask, accountId, iban }
}

/** The question has been judged and waits in the ledger. */
async function ledgerIsAsked(): Promise<void> {
  for (;;) {
    const waiting = `select from pg_locks where not granted and relation = 'ledger_accounts'::regclass`
    if ((await watcher.query(waiting)).rowCount) return
  }
}

test('a stop while the ledger is being asked: no answer, and nothing recorded as answered', async () => {
  const { consentId, ask } = await given()
  await owner.query('begin; lock table ledger_accounts in access exclusive mode')
  const answer = ask()
  await ledgerIsAsked()
  await revokeConsent({ consentId, psuId, requestId: null })
  await owner.query('commit')
  expect(await answer).toMatchObject({ refusal: { code: 'consent_invalid' }, psuId, known: true })
  expect(await findFundsQuestions({ consentId, psuId })).toEqual([])
})

test('what cannot be recorded beside the answer undoes it: no answer, and no question before the customer', async () => {
  const { consentId, ask } = await given()
  const failing = ask(async () => {
    throw new Error('the log is full')
  })
  await expect(failing).rejects.toThrow('the log is full')
  expect(await findFundsQuestions({ consentId, psuId })).toEqual([])
})

test('of questions asked at once as many are answered as the hour allows, and each of those is recorded', async () => {
  const { consentId, ask } = await given()
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask()))
  const refused = answers.filter(({ refusal }) => refusal !== null)
  expect(refused).toHaveLength(20 - env.FUNDS_QUESTIONS_PER_HOUR)
  for (const { refusal } of refused) expect(refusal).toMatchObject({ code: 'too_many_requests' })
  expect(await findFundsQuestions({ consentId, psuId })).toHaveLength(env.FUNDS_QUESTIONS_PER_HOUR)
})

test('what one third party asked about an account takes nothing from what another may ask', async () => {
  const { ask, accountId, iban } = await given()
  for (let asked = 0; asked < env.FUNDS_QUESTIONS_PER_HOUR; asked++) await ask()
  expect(await ask()).toMatchObject({ refusal: { code: 'too_many_requests' } })
  const theirs = await given({ accountId, iban, tppId: another })
  expect(await theirs.ask()).toMatchObject({ refusal: null })
})

test('an answer is told alongside, and stands before the customer', async () => {
  const { consentId, ask, accountId } = await given()
  const told = { psuId, accountId, fundsAvailable: true }
  const alongside = vi.fn(async () => {})
  expect(await ask(alongside)).toEqual({ refusal: null, ...told })
  expect(alongside).toHaveBeenCalledExactlyOnceWith(expect.anything(), told)
  expect(await findFundsQuestions({ consentId, psuId })).toMatchObject([{ amount: '10.00' }])
})
