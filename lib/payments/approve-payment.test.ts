import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { authorisations } from '@/db/schema/authorisations'
import { paymentApprovals } from '@/db/schema/payments'
import { psus } from '@/db/schema/psus'
import { tpps } from '@/db/schema/tpps'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import {
  approve,
  booksOf,
  givenEuro,
  givenPayer,
  givenPayment,
  PAYER_TPP,
  paymentRow,
  recordShown,
  trailOf,
} from '@/e2e/fixtures/given-payment'
import { inDays } from '@/e2e/fixtures/in-days'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { keyIdOf } from '@/lib/consent/open-access'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { vaultKey } from '@/lib/vault/vault'
import { cancelPayment } from './cancel-payment'
import { lapseUnanswered } from './lapse-unanswered'
import { ORDER_FIELD, RECORD_FIELD } from './open-order'
import type { PaymentRecord } from './payment-record'
import { refusePayment } from './refuse-payment'

const { psuId, accountId } = await givenPayer()
const payer = { psuId, accountId, account: await shownOf(psuId, accountId) }
const refuse = (asked: { paymentId: string; linkId: string }) =>
  refusePayment({ ...asked, psuId: null, requestId: null })

afterEach(() => moveClock('0'))

async function shownOf(holder: string, id: string) {
  const account = (await accountsOfCustomer(holder)).find((one) => one.id === id)
  if (!account || !('iban' in account)) throw new Error('no such account')
  const { iban, name, currency } = account
  return { iban, name, currency }
}

/** Nothing has come of it: not paid, not signed, not in the trail, and still open to an answer. */
async function expectUntouched(paymentId: string) {
  expect(await paymentRow(paymentId)).toMatchObject({ status: 'RCVD', psuId: null, accountId: null })
  expect(await trailOf(paymentId)).toEqual(['payment.received'])
  expect(await database().$count(paymentApprovals, eq(paymentApprovals.paymentId, paymentId))).toBe(0)
  expect(await jobsOf(paymentId)).toEqual([])
  expect(await booksOf(accountId)).toEqual({ available: '500.00', entries: 0 })
}

async function jobsOf(paymentId: string): Promise<string[]> {
  const { rows } = await database().execute<{ key: string }>(
    sql`select key from graphile_worker.jobs where key like ${`%:${paymentId}`} order by key`,
  )
  return rows.map(({ key }) => key.split(':')[0] ?? '')
}

test('another payee, another amount, another account or another day than was asked for is a changed request', async () => {
  const asked = await givenPayment()
  const shown = await recordShown(asked.linkId, payer.account)
  const other = await givenPayment({ debtorIban: payer.account.iban })
  const changes: PaymentRecord[] = [
    { ...shown, creditor: { ...shown.creditor, iban: 'DE75512108001245126199' } },
    { ...shown, creditor: { ...shown.creditor, name: 'Somebody else' } },
    { ...shown, money: { amount: '24.90', currency: 'EUR' } },
    { ...shown, reference: 'Another bicycle' },
    { ...shown, executeOn: '2099-01-01' },
    { ...shown, paymentId: other.paymentId },
  ]
  for (const record of changes)
    await expect(approve(asked, payer, { record })).rejects.toMatchObject({ code: 'request_changed' })
  const hashed = { recordHash: randomBytes(32) }
  await expect(approve(asked, payer, hashed)).rejects.toMatchObject({ code: 'request_changed' })
  const named = await recordShown(other.linkId, null)
  const elsewhere = { ...named, account: { ...named.account, iban: 'DK5000400440116243' } }
  await expect(approve(other, payer, { record: elsewhere })).rejects.toMatchObject({
    code: 'request_changed',
  })
  await expectUntouched(asked.paymentId)
})

test("another customer's account, and one that cannot pay, are not allowed", async () => {
  const stranger = await givenPsu('Bert')
  const [theirs, savings] = [
    await givenEuro({ psuId: stranger }),
    await givenEuro({ psuId, cashAccountType: 'SVGS' }),
  ]
  const asked = await givenPayment()
  const notAllowed = { code: 'accounts_not_allowed' }
  const account = await shownOf(stranger, theirs)
  await expect(approve(asked, { psuId, accountId: theirs, account })).rejects.toMatchObject(notAllowed)
  const own = await shownOf(psuId, savings)
  await expect(approve(asked, { psuId, accountId: savings, account: own })).rejects.toMatchObject(notAllowed)
  // The page showed one account, the answer names another.
  await expect(approve(asked, { ...payer, account: own })).rejects.toMatchObject(notAllowed)
  const named = await givenPayment({ debtorIban: account.iban })
  await expect(approve(named, payer)).rejects.toMatchObject(notAllowed)
  await expectUntouched(asked.paymentId)
})

test('a payee of another name is paid only by who ticked that they know', async () => {
  const iban = 'DK7198760000000081'
  await givenEuro({ psuId: await givenPsu('Shop'), iban, ownerName: 'Bo Henriksen' })
  const asked = await givenPayment({ creditor: { name: 'Cykelbutik ApS', iban, bic: null } })
  await expect(approve(asked, payer)).rejects.toMatchObject({ code: 'format_error', path: 'accepted' })
  await expectUntouched(asked.paymentId)
  await approve(asked, payer, { accepted: true })
  expect((await paymentRow(asked.paymentId)).status).toBe('ACTC')
})

test('after its ten minutes nobody answers any more', async () => {
  const asked = await givenPayment()
  const record = await recordShown(asked.linkId, payer.account)
  await moveClock('11 minutes')
  await expect(approve(asked, payer, { record })).rejects.toMatchObject({ code: 'interaction_ended' })
  await expect(refuse(asked)).rejects.toMatchObject({ code: 'interaction_ended' })
  await lapseUnanswered()
  expect(await paymentRow(asked.paymentId)).toMatchObject({ status: 'RJCT', rejection: 'unanswered' })
  await expect(approve(asked, payer, { record })).rejects.toMatchObject({ code: 'interaction_ended' })
})

test('while its third party is stopped nothing is approved, and no is still no', async () => {
  const asked = await givenPayment()
  const record = await recordShown(asked.linkId, payer.account)
  const stop = (status: 'active' | 'paused') =>
    database().update(tpps).set({ status }).where(eq(tpps.id, PAYER_TPP))
  await stop('paused')
  await expect(approve(asked, payer, { record })).rejects.toMatchObject({ code: 'certificate_blocked' })
  await expectUntouched(asked.paymentId)
  await refuse(asked)
  await stop('active')
  await expect(approve(asked, payer, { record })).rejects.toMatchObject({ code: 'already_decided' })
})

test('a blocked customer, and a passkey that a recovery has just made, pay nothing', async () => {
  const { psuId: blocked, passkey } = await givenCustomer('Karl')
  const id = await givenEuro({ psuId: blocked })
  const karl = { psuId: blocked, accountId: id, account: await shownOf(blocked, id) }
  const { credentialId } = passkey
  const asked = await givenPayment()
  await database()
    .update(authenticators)
    .set({ coolsUntil: new Date(Date.now() + 3_600_000) })
    .where(eq(authenticators.credentialId, credentialId))
  await expect(approve(asked, karl, { credentialId })).rejects.toMatchObject({ code: 'cooling_down' })
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, blocked))
  await expect(approve(asked, karl)).rejects.toMatchObject({ code: 'psu_blocked' })
  await expectUntouched(asked.paymentId)
})

test('what its third party has taken back, or its customer refused, is not approved; approved it is not taken back', async () => {
  const [back, refused, approved] = [await givenPayment(), await givenPayment(), await givenPayment()]
  const records = await Promise.all([back, refused].map(({ linkId }) => recordShown(linkId, payer.account)))
  const cancel = (paymentId: string) =>
    cancelPayment({ paymentId, tppId: PAYER_TPP, requestId: null, alongside: async () => undefined })
  await cancel(back.paymentId)
  await refuse(refused)
  const [one, two] = records
  await expect(approve(back, payer, { record: one })).rejects.toMatchObject({ code: 'interaction_ended' })
  await expect(approve(refused, payer, { record: two })).rejects.toMatchObject({ code: 'already_decided' })
  await approve(approved, payer)
  for (const { paymentId } of [back, refused, approved])
    await expect(cancel(paymentId)).rejects.toMatchObject({ code: 'cancellation_invalid' })
  const foreign = { paymentId: approved.paymentId, tppId: 'PSDNL-DNB-OTHER', requestId: null }
  await expect(cancelPayment({ ...foreign, alongside: async () => undefined })).rejects.toMatchObject({
    code: 'resource_unknown',
  })
  await expect(refuse(approved)).rejects.toMatchObject({ code: 'already_decided' })
})

test('a wrong link refuses nothing', async () => {
  const asked = await givenPayment()
  const wrong = { ...asked, linkId: asked.linkId.slice(0, -1) }
  await expect(refuse(wrong)).rejects.toMatchObject({ code: 'interaction_ended' })
  await expectUntouched(asked.paymentId)
})

test('of twenty answers at the same time one decides', async () => {
  const asked = await givenPayment()
  const record = await recordShown(asked.linkId, payer.account)
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => (index % 2 ? approve(asked, payer, { record }) : refuse(asked))),
  )
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'already_decided' })
  expect(await trailOf(asked.paymentId)).toHaveLength(2)
})

test('an approval leaves the signed record and the order under the customer’s key, and the job that pays', async () => {
  const asked = await givenPayment({ debtorIban: payer.account.iban })
  const before = await recordShown(asked.linkId, null)
  expect(await recordShown(asked.linkId, payer.account)).toEqual(before)
  const { at, executeAt } = await approve(asked, payer)
  expect(executeAt).toEqual(at)
  const payment = await paymentRow(asked.paymentId)
  expect(payment).toMatchObject({ status: 'ACTC', psuId, accountId, decidedAt: at, startedAt: null })
  const [approval] = await database()
    .select()
    .from(paymentApprovals)
    .where(eq(paymentApprovals.paymentId, asked.paymentId))
  const key = await vaultKey(await keyIdOf(psuId))
  expect(approval && key.open(RECORD_FIELD, approval.sealedRecord)).toEqual(before)
  expect(key.open(ORDER_FIELD, payment.sealedOrder)).toMatchObject({ money: { amount: '249.00' } })
  const [authorisation] = await database()
    .select()
    .from(authorisations)
    .where(eq(authorisations.resourceId, asked.paymentId))
  expect(authorisation).toMatchObject({ scaStatus: 'finalised', psuId, credentialId: 'passkey' })
  expect(await trailOf(asked.paymentId)).toEqual(['payment.received', 'payment.approved'])
  expect(await jobsOf(asked.paymentId)).toEqual(['payment.execute'])
})

test('a day that is over, too far away, or not today for an instant payment is not taken', async () => {
  const invalid = { code: 'execution_date_invalid', path: 'requestedExecutionDate' }
  for (const executeOn of [inDays(-1), inDays(366)])
    await expect(givenPayment({ executeOn })).rejects.toMatchObject(invalid)
  const product = 'instant-sepa-credit-transfers' as const
  await expect(givenPayment({ executeOn: inDays(1) }, { product })).rejects.toMatchObject(invalid)
})
