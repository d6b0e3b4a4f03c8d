import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenEuro, givenPayer, givenPayment, paymentRow } from '@/e2e/fixtures/given-payment'
import { ledgerUnavailable } from '@/lib/core-banking/ledger-unavailable'
import { sandboxBank } from '@/lib/core-banking/sandbox-bank'
import { findPayments } from './find-payments'
import { refusePayment } from './refuse-payment'

const { psuId } = await givenPayer()
const IBAN = 'DK7198760000000091'
await givenEuro({ psuId, iban: IBAN })

afterEach(() => vi.restoreAllMocks())

const refuse = (linkId: string, by: string | null) => refusePayment({ linkId, psuId: by, requestId: null })
const listOf = async (who: string) => {
  const found = await findPayments({ psuId: who, limit: 100, before: null })
  return found.map(({ id }) => id)
}

test('a link that leads nowhere is refused as one that has ended, and one that was answered as such', async () => {
  await expect(refuse(randomUUID(), psuId)).rejects.toMatchObject({ code: 'interaction_ended' })
  const { linkId } = await givenPayment({ debtorIban: IBAN })
  await refuse(linkId, null)
  await expect(refuse(linkId, psuId)).rejects.toMatchObject({ code: 'already_decided' })
})

test("whoever says no to a payment from somebody else's account is nobody: it never gets into their list", async () => {
  const stranger = await givenPsu('Bert')
  const { linkId, paymentId } = await givenPayment({ debtorIban: IBAN })
  await refuse(linkId, stranger)
  expect(await paymentRow(paymentId)).toMatchObject({ status: 'RJCT', rejection: 'refused', psuId: null })
  expect(await listOf(stranger)).toEqual([])
  const elsewhere = await givenPayment({ debtorIban: 'DE89370400440532013000' })
  await refuse(elsewhere.linkId, psuId)
  expect((await paymentRow(elsewhere.paymentId)).psuId).toBeNull()
})

test('while the books are down a no is a no, and nobody’s', async () => {
  vi.spyOn(sandboxBank, 'accountsByIban').mockRejectedValue(ledgerUnavailable())
  const { linkId, paymentId } = await givenPayment({ debtorIban: IBAN })
  await refuse(linkId, psuId)
  expect(await paymentRow(paymentId)).toMatchObject({ status: 'RJCT', psuId: null })
})

test('who says no to a payment from their own account, or from none yet, finds it in their list', async () => {
  for (const debtorIban of [IBAN, null]) {
    const { linkId, paymentId } = await givenPayment({ debtorIban })
    await refuse(linkId, psuId)
    expect(await paymentRow(paymentId)).toMatchObject({ status: 'RJCT', psuId })
    expect(await listOf(psuId)).toContain(paymentId)
  }
})
