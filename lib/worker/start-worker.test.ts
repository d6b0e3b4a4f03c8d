import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { fetched, justSignedIn, unpacked } from '@/e2e/fixtures/copy-of'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { approve, booksOf, givenPayer, givenPayment, paymentRow } from '@/e2e/fixtures/given-payment'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { numberOf } from '@/lib/core-banking/account'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { findExports } from '@/lib/privacy/find-exports'
import { requestExport } from '@/lib/privacy/request-export'
import { startWorker } from './start-worker'

test('a worker starts, and makes the copy that was queued', async () => {
  const psuId = await givenPsu('Anna Andersen')
  const { exportId } = await requestExport(await justSignedIn(psuId))
  const worker = await startWorker()
  try {
    await expect.poll(async () => (await findExports(psuId))[0]?.state).toBe('ready')
  } finally {
    await worker.stop()
  }
  expect(unpacked(await fetched(psuId, exportId)).get('data/psus.json')).toContain('Anna Andersen')
})

test('a payment that was approved by a process that died then is paid by a worker, once', async () => {
  const { psuId, accountId } = await givenPayer()
  const account = { iban: await ibanOf(psuId), name: 'Salary', currency: 'EUR' }
  const asked = await givenPayment()
  await approve(asked, { psuId, accountId, account })
  const worker = await startWorker()
  try {
    await expect.poll(async () => (await paymentRow(asked.paymentId)).status).toBe('ACSC')
  } finally {
    await worker.stop()
  }
  expect(await booksOf(accountId)).toEqual({ available: '251.00', entries: 1 })
})

test('a worker knows the sweep of what nobody answers, which the clock calls each minute', async () => {
  const asked = await givenPayment()
  await moveClock('11 minutes')
  const worker = await startWorker()
  try {
    await database().execute(sql`select graphile_worker.add_job('lapseUnanswered')`)
    await expect.poll(async () => (await paymentRow(asked.paymentId)).rejection).toBe('unanswered')
  } finally {
    await worker.stop()
    await moveClock('0')
  }
})

async function ibanOf(psuId: string): Promise<string> {
  const [account] = await accountsOfCustomer(psuId)
  return account ? numberOf(account) : expect.unreachable('no account')
}
