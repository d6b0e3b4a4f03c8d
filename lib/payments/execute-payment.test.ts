import { and, eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { ledgerAccounts, ledgerHolders } from '@/db/schema/ledger'
import { payments } from '@/db/schema/payments'
import { psus } from '@/db/schema/psus'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenLife } from '@/e2e/fixtures/given-life'
import {
  approve,
  booksOf,
  givenEuro,
  givenPayer,
  givenPayment,
  PAYER_TPP,
  paymentRow,
  trailOf,
} from '@/e2e/fixtures/given-payment'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { addDays, bankDay, endOfDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { transfer } from '@/lib/core-banking/ledger'
import { cancelByPsu } from './cancel-by-psu'
import { executeDue } from './execute-due'
import { executePayment } from './execute-payment'
import { findPaymentAuthorisations } from './find-payment-authorisations'
import { findPaymentOfTpp } from './find-payment-of-tpp'
import { findPaymentRequest } from './find-payment-request'
import { findPayment, findPayments } from './find-payments'
import { refusePayment } from './refuse-payment'

const { psuId } = await givenPayer()
let opened = 0

/** An account of its own, so that each case knows what is on it. */
async function givenAccount(amount = '500.00', holder = psuId) {
  opened += 1
  const iban = `DK71987600000001${String(opened).padStart(2, '0')}`
  const accountId = await givenEuro({ psuId: holder, amount, iban })
  return { psuId: holder, accountId, account: { iban, name: 'Salary', currency: 'EUR' } }
}
type Payer = Awaited<ReturnType<typeof givenAccount>>
const holds = ({ psuId: holder, accountId }: Payer, change: Partial<typeof ledgerHolders.$inferInsert>) =>
  database()
    .update(ledgerHolders)
    .set(change)
    .where(and(eq(ledgerHolders.accountId, accountId), eq(ledgerHolders.psuId, holder)))
const today = async () => bankDay(await now(), brand.timeZone)
const asTpp = async (paymentId: string) => {
  const asked = { paymentId, tppId: PAYER_TPP, product: 'sepa-credit-transfers' as const, now: await now() }
  return { payment: await findPaymentOfTpp(asked), authorisations: await findPaymentAuthorisations(asked) }
}

afterEach(() => moveClock('0'))

test('what nobody has approved is not carried out, whoever tries', async () => {
  const [open, refused] = [await givenPayment(), await givenPayment()]
  await refusePayment({ ...refused, psuId, requestId: null })
  expect(await executePayment(open.paymentId)).toBe('RCVD')
  expect(await executePayment(refused.paymentId)).toBe('RJCT')
  await executeDue()
  expect((await paymentRow(open.paymentId)).startedAt).toBeNull()
})

test('of two payments for which the money is there once, one is paid and the other fails plainly', async () => {
  const payer = await givenAccount('400.00')
  const [one, two] = [await givenPayment(), await givenPayment()]
  for (const asked of [one, two]) await approve(asked, payer)
  const ended = await Promise.all([one, two].map(({ paymentId }) => executePayment(paymentId)))
  expect(ended.sort()).toEqual(['ACSC', 'RJCT'])
  expect(await booksOf(payer.accountId)).toEqual({ available: '151.00', entries: 1 })

  const failed = (await paymentRow(one.paymentId)).status === 'RJCT' ? one : two
  expect(await trailOf(failed.paymentId)).toEqual(['payment.received', 'payment.approved', 'payment.failed'])
  expect((await asTpp(failed.paymentId)).payment).toMatchObject({ status: 'RJCT', rejection: 'funds' })
})

test('carried out by many at once, and again, it is paid once and told once', async () => {
  const payer = await givenAccount()
  const asked = await givenPayment()
  await approve(asked, payer)
  const ended = await Promise.all(Array.from({ length: 12 }, () => executePayment(asked.paymentId)))
  expect(new Set(ended)).toEqual(new Set(['ACSC']))
  expect(await executePayment(asked.paymentId)).toBe('ACSC')
  expect(await booksOf(payer.accountId)).toEqual({ available: '251.00', entries: 1 })
  expect(await trailOf(asked.paymentId)).toEqual(['payment.received', 'payment.approved', 'payment.settled'])
})

test.each(['before the money moved', 'after the money moved'])(
  'a process that dies %s: the next one pays once',
  async (when) => {
    const payer = await givenAccount()
    const asked = await givenPayment()
    await approve(asked, payer)
    // What is left behind by who began and did not come back.
    await database()
      .update(payments)
      .set({ startedAt: await now() })
      .where(eq(payments.id, asked.paymentId))
    const { paymentId: id } = asked
    const order = {
      money: { amount: '249.00', currency: 'EUR' },
      creditor: { name: 'Cykelbutik ApS', iban: 'DE89370400440532013000' },
    }
    if (when.startsWith('after'))
      await transfer({
        id,
        accountId: payer.accountId,
        ...order,
        endToEndId: null,
        remittance: null,
        instant: false,
      })
    await executeDue()
    expect((await paymentRow(id)).status).toBe('ACSC')
    expect(await booksOf(payer.accountId)).toEqual({ available: '251.00', entries: 1 })
    expect(await trailOf(id)).toEqual(['payment.received', 'payment.approved', 'payment.settled'])
  },
)

test('while the books do not answer it stays approved, keeps no other waiting, and is paid once they do', async () => {
  const [down, fine] = [await givenAccount(), await givenAccount()]
  const [waiting, other] = [await givenPayment(), await givenPayment()]
  await approve(waiting, down)
  await approve(other, fine)
  const play = (script: 'down' | null) =>
    database().update(ledgerAccounts).set({ script }).where(eq(ledgerAccounts.id, down.accountId))
  await play('down')
  await expect(executePayment(waiting.paymentId)).rejects.toMatchObject({ code: 'ledger_unavailable' })
  await executeDue()
  expect((await paymentRow(waiting.paymentId)).status).toBe('ACTC')
  expect((await paymentRow(other.paymentId)).status).toBe('ACSC')
  await play(null)
  await executeDue()
  expect((await paymentRow(waiting.paymentId)).status).toBe('ACSC')
})

test('an account that is closed by then pays nothing', async () => {
  const payer = await givenAccount()
  const asked = await givenPayment()
  await approve(asked, payer)
  await database()
    .update(ledgerAccounts)
    .set({ status: 'deleted' })
    .where(eq(ledgerAccounts.id, payer.accountId))
  expect(await executePayment(asked.paymentId)).toBe('RJCT')
  expect(await paymentRow(asked.paymentId)).toMatchObject({ rejection: 'account', settledAt: null })
})

test.each<[string, (payer: Payer) => Promise<unknown>]>([
  [
    'the bank has blocked them',
    ({ psuId }) => database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId)),
  ],
  ['they have died', ({ psuId }) => givenLife(psuId, { bornOn: '1930-01-01', diedOn: '2020-01-01' })],
  ['they hold the account no more', (payer) => holds(payer, { endsAt: new Date(0) })],
  ['two have to sign for it', (payer) => holds(payer, { alone: false })],
])('what a customer approved pays nothing once %s, and they are told', async (_, happens) => {
  const payer = await givenAccount('500.00', await givenPsu())
  const asked = await givenPayment()
  await approve(asked, payer)
  await happens(payer)
  expect(await executePayment(asked.paymentId)).toBe('RJCT')
  expect(await paymentRow(asked.paymentId)).toMatchObject({ rejection: 'account', startedAt: null })
  expect(await booksOf(payer.accountId)).toEqual({ available: '500.00', entries: 0 })
  expect(await trailOf(asked.paymentId)).toContain('payment.failed')
})

test('what was begun goes on, whatever has happened since: the money may have left', async () => {
  const payer = await givenAccount('500.00', await givenPsu())
  const asked = await givenPayment()
  await approve(asked, payer)
  const { paymentId } = asked
  await database()
    .update(payments)
    .set({ startedAt: await now() })
    .where(eq(payments.id, paymentId))
  await holds(payer, { alone: false })
  expect(await executePayment(paymentId)).toBe('ACSC')
})

test('one for a later day is paid as that day begins at the bank, and not before', async () => {
  const payer = await givenAccount()
  const executeOn = addDays(await today(), 2)
  const asked = await givenPayment({ executeOn })
  const { executeAt } = await approve(asked, payer)
  const begins = endOfDay(addDays(executeOn, -1), brand.timeZone)
  expect(executeAt).toEqual(begins)
  const seconds = (begins.getTime() - (await now()).getTime()) / 1_000
  await moveClock(`${Math.floor(seconds) - 30} seconds`)
  expect(await executePayment(asked.paymentId)).toBe('ACTC')
  await executeDue()
  expect(await booksOf(payer.accountId)).toEqual({ available: '500.00', entries: 0 })
  await moveClock(`${Math.ceil(seconds) + 1} seconds`)
  await executeDue()
  expect((await paymentRow(asked.paymentId)).status).toBe('ACSC')
  expect(await booksOf(payer.accountId)).toEqual({ available: '251.00', entries: 1 })
})

test('the customer takes back what is for a later day, nobody else does, and nothing once its day has begun', async () => {
  const payer = await givenAccount()
  const tomorrow = addDays(await today(), 1)
  const [back, late, atOnce] = [
    await givenPayment({ executeOn: tomorrow }),
    await givenPayment({ executeOn: tomorrow }),
    await givenPayment(),
  ]
  for (const asked of [back, late, atOnce]) await approve(asked, payer)
  const cancel = (paymentId: string, who = psuId) => cancelByPsu({ paymentId, psuId: who, requestId: null })
  await expect(cancel(back.paymentId, crypto.randomUUID())).rejects.toMatchObject({
    code: 'resource_unknown',
  })
  await expect(cancel(atOnce.paymentId)).rejects.toMatchObject({ code: 'status_invalid' })
  expect((await findPayment({ paymentId: back.paymentId, psuId }))?.cancellable).toBe(true)
  await cancel(back.paymentId)
  await expect(cancel(back.paymentId)).rejects.toMatchObject({ code: 'status_invalid' })
  // Who carries it out has begun by a clock that is ahead: then it is too late, too.
  const begin = (startedAt: Date | null) =>
    database().update(payments).set({ startedAt }).where(eq(payments.id, late.paymentId))
  await begin(await now())
  await expect(cancel(late.paymentId)).rejects.toMatchObject({ code: 'status_invalid' })
  await begin(null)
  await moveClock('1 day')
  expect((await findPayment({ paymentId: late.paymentId, psuId }))?.cancellable).toBe(false)
  await expect(cancel(late.paymentId)).rejects.toMatchObject({ code: 'status_invalid' })
  await executeDue()
  expect((await paymentRow(back.paymentId)).status).toBe('CANC')
  expect(await booksOf(payer.accountId)).toEqual({ available: '2.00', entries: 2 })
  expect(await trailOf(back.paymentId)).toEqual(['payment.received', 'payment.approved', 'payment.cancelled'])
})

test("a payment reads to another third party and another customer like none, and by another product's name", async () => {
  const asked = await givenPayment()
  await approve(asked, await givenAccount())
  const { paymentId } = asked
  const at = await now()
  const product = 'sepa-credit-transfers' as const
  for (const wrong of [
    { paymentId, tppId: 'PSDNL-DNB-OTHER', product },
    { paymentId: crypto.randomUUID(), tppId: PAYER_TPP, product },
    { paymentId, tppId: PAYER_TPP, product: 'instant-sepa-credit-transfers' as const },
  ]) {
    expect(await findPaymentOfTpp({ ...wrong, now: at })).toBeNull()
    expect(await findPaymentAuthorisations({ ...wrong, now: at })).toBeNull()
  }
  expect(await findPayment({ paymentId, psuId: crypto.randomUUID() })).toBeNull()
  expect(await findPaymentRequest('pay_unknown', at)).toMatchObject({
    ended: { reason: 'unknown', backTo: null },
  })
})

test('what nobody answered in time is over for everybody, before a job has said so', async () => {
  const { paymentId, linkId } = await givenPayment()
  await moveClock('11 minutes')
  expect(await asTpp(paymentId)).toMatchObject({
    payment: { status: 'RJCT', rejection: 'unanswered' },
    authorisations: [{ scaStatus: 'failed' }],
  })
  expect(await findPaymentRequest(linkId, await now())).toMatchObject({
    ended: { reason: 'expired', status: 'RJCT', backTo: 'https://shop.example/not-paid' },
  })
  await moveClock('2 days')
  expect(await findPaymentRequest(linkId, await now())).toMatchObject({ ended: { reason: 'unknown' } })
})

test('a customer finds what they approved or, signed in, refused, page by page and newest first', async () => {
  const payer = { ...(await givenAccount()), psuId }
  const [paid, refused, nobodys] = [await givenPayment(), await givenPayment(), await givenPayment()]
  await approve(paid, payer)
  await executePayment(paid.paymentId)
  await refusePayment({ ...refused, psuId, requestId: null })
  await refusePayment({ ...nobodys, psuId: null, requestId: null })
  const all = await findPayments({ psuId, limit: 100, before: null })
  expect(all.map(({ id }) => id)).not.toContain(nobodys.paymentId)
  const shown = await findPayment({ paymentId: paid.paymentId, psuId })
  expect(shown).toMatchObject({
    status: 'ACSC',
    reference: expect.stringMatching(/^PMT-[2-9A-Z]{4}-[2-9A-Z]{4}$/),
    tpp: { id: PAYER_TPP, brand: 'PayLane' },
    account: { iban: payer.account.iban, name: 'Salary' },
    payee: { result: 'unavailable', accepted: false },
    cancellable: false,
  })
  expect(await findPayment({ paymentId: refused.paymentId, psuId })).toMatchObject({
    status: 'RJCT',
    rejection: 'refused',
    account: null,
    order: { money: { amount: '249.00' } },
  })
  const paged: string[] = []
  for (let page = await findPayments({ psuId, limit: 2, before: null }); page.length > 0; ) {
    paged.push(...page.map(({ id }) => id))
    page = await findPayments({ psuId, limit: 2, before: page.at(-1) ?? null })
  }
  expect(paged).toEqual(all.map(({ id }) => id))
  const times = all.map(({ createdAt }) => createdAt.getTime())
  expect(times).toEqual([...times].sort((a, b) => b - a))
})
