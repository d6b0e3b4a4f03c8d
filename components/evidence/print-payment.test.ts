import { createTranslator } from 'use-intl/core'
import { beforeAll, expect, test } from 'vitest'
import { approve, givenPayer, givenPayment } from '@/e2e/fixtures/given-payment'
import { OFFERED } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { makePaymentReceipt } from '@/lib/evidence/make-payment-receipt'
import type { PaymentReceipt } from '@/lib/evidence/payment-receipt'
import { writePdf } from '@/lib/evidence/write-pdf'
import { formatsFor } from '@/lib/formats'
import { printPayment } from './print-payment'

let receipt: PaymentReceipt

beforeAll(async () => {
  const { psuId, accountId } = await givenPayer()
  const [account] = await accountsOfCustomer(psuId)
  if (!account || !('iban' in account)) throw new Error('no account')
  const asked = await givenPayment()
  await approve(asked, { psuId, accountId, account })
  const made = await makePaymentReceipt({ paymentId: asked.paymentId, psuId, now: await now() })
  if (!made) throw new Error('no receipt')
  receipt = made
})

test.each(OFFERED)('in %s the record of a payment stands on one sheet', async (language) => {
  const t = createTranslator({ locale: language, messages: messagesOf(language) })
  const printed = printPayment(receipt, { t, formats: formatsFor(language, brand.timeZone), language })
  const pdf = Buffer.from(await writePdf(printed, receipt.issuedAt)).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
})
