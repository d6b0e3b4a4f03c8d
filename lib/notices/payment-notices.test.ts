import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { notices } from '@/db/schema/notices'
import { approve, givenPayer, givenPayment, SHOP } from '@/e2e/fixtures/given-payment'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { keyIdOf } from '@/lib/consent/open-access'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { cancelByPsu } from '@/lib/payments/cancel-by-psu'
import { executePayment } from '@/lib/payments/execute-payment'
import { refusePayment } from '@/lib/payments/refuse-payment'
import { vaultKey } from '@/lib/vault/vault'
import { KINDS, type NoticeKind, type NoticeParams } from './notice-kinds'
import { planNotices } from './plan-notices'
import { wordMail } from './word-mail'

let psuId: string
let payer: Parameters<typeof approve>[1]
let later: string

beforeAll(async () => {
  const given = await givenPayer()
  psuId = given.psuId
  const [account] = await accountsOfCustomer(psuId)
  if (!account || !('iban' in account)) throw new Error('no account')
  payer = { ...given, account }
  later = addDays(bankDay(await now(), brand.timeZone), 7)
})

/** What is told of one payment, oldest first. */
async function toldOf(paymentId: string) {
  while ((await planNotices()) > 0);
  const rows = await database().select().from(notices).where(eq(notices.psuId, psuId)).orderBy(notices.at)
  const key = await vaultKey(await keyIdOf(psuId))
  return rows
    .map(({ kind, sealedParams }) => ({
      kind: kind as NoticeKind,
      params: key.open<NoticeParams>('notices.params', sealedParams),
    }))
    .filter(({ params }) => params.path === `/payments/${paymentId}`)
}

test('of a request that the customer refused they are told nothing', async () => {
  const asked = await givenPayment()
  await refusePayment({ ...asked, psuId, requestId: null })
  expect(await toldOf(asked.paymentId)).toEqual([])
})

test('what is paid at once is told once, with how much through whom', async () => {
  const asked = await givenPayment()
  await approve(asked, payer)
  expect(await toldOf(asked.paymentId)).toEqual([])
  await executePayment(asked.paymentId)
  expect(await toldOf(asked.paymentId)).toMatchObject([
    {
      kind: 'paymentPaid',
      params: { app: 'PayLane', payee: SHOP.name, money: { amount: '249.00', currency: 'EUR' } },
    },
  ])
})

test('what could not be paid is told once, with the reason', async () => {
  const asked = await givenPayment({ money: { amount: '9999.00', currency: 'EUR' } })
  await approve(asked, payer)
  await executePayment(asked.paymentId)
  expect(await toldOf(asked.paymentId)).toMatchObject([
    { kind: 'paymentFailed', params: { answer: 'funds' } },
  ])
})

test('one for a later day is told as it is approved, with its day, and as it is taken back', async () => {
  const asked = await givenPayment({ executeOn: later })
  await approve(asked, payer)
  await cancelByPsu({ paymentId: asked.paymentId, psuId, requestId: null })
  expect(await toldOf(asked.paymentId)).toMatchObject([
    { kind: 'paymentPlanned', params: { date: later } },
    { kind: 'paymentTakenBack' },
  ])
})

test('no mail names the amount, the payee or an account’s number, and each leads to its payment', () => {
  const kinds = (Object.keys(KINDS) as NoticeKind[]).filter((kind) => kind.startsWith('payment'))
  expect(kinds).toHaveLength(5)
  const params = {
    app: 'PayLane',
    payee: SHOP.name,
    money: { amount: '249.00', currency: 'EUR' },
    answer: 'funds',
    date: later,
    path: '/payments/x',
  }
  for (const kind of kinds)
    for (const locale of ['en', 'de', 'fr', 'el']) {
      const mail = wordMail({ noticeId: 'n', kind, params, consentId: null, locale })
      expect(mail.subject, kind).toContain('PayLane')
      expect(mail.text, kind).toContain('/payments/x')
      expect(mail.text + mail.html, kind).not.toContain(SHOP.name)
      expect(mail.text + mail.html, kind).not.toContain('249')
      expect(mail.text + mail.html, kind).not.toMatch(/[A-Z]{2}\d{2}[A-Z\d ]{10,}/)
    }
})
