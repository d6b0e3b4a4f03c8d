import { afterAll, expect, test } from 'vitest'
import { closeHotPath } from '@/db/hot-path'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { givenAccount, givenPsu } from '@/e2e/fixtures/given-consent'
import { addDays, bankDay } from '@/lib/bank-day'
import { env } from '@/lib/env'
import { dropAccount } from './drop-account'
import { findEarlier } from './find-earlier'
import { renewalMarks, startsFrom } from './renewal-marks'
import { revokeConsent } from './revoke-consent'
import { shortenConsent } from './shorten-consent'
import { terminateConsent } from './terminate-consent'

const { approve } = await givenConsentLife()
afterAll(() => closeHotPath())

const BALANCES = { balances: true, transactions: false, ownerName: false }
const ALL = { balances: true, transactions: true, ownerName: true }
const today = bankDay(new Date(), env.BANK_TIME_ZONE)
const inDays = (days: number) => addDays(today, days - 1)
type Asked = Parameters<typeof renewalMarks>[0]
const ASKED: Asked = { model: 'bankOffered', rights: BALANCES, recurring: true, frequencyPerDay: 2 }

/** A customer of this test alone, who has allowed balances of two accounts, twice a day for so many days. */
async function customer(change: Parameters<typeof asked>[0] = {}, days = 90) {
  const psuId = await givenPsu()
  const accounts = [await givenAccount({ psuId }), await givenAccount({ psuId })] as const
  const { consentId } = await asked({ frequencyPerDay: 2, validUntil: inDays(days), ...change })
  await approve(consentId, {
    psuId,
    accounts: accounts.map((accountId) => ({ accountId, card: false, ...BALANCES })),
  })
  const compared = async (request: Partial<Asked> = {}, next = days) => {
    const { consentId: mine } = await asked({ validUntil: inDays(next) })
    const earlier = await findEarlier({ consentId: mine, psuId })
    return { marks: renewalMarks({ ...ASKED, ...request }, earlier), ticked: startsFrom(earlier) }
  }
  return { psuId, accounts, consentId, compared }
}
const NOTHING_NEW = { parts: [], again: false, longer: null, oftener: null }

test('a first request is compared with nothing, and nothing is ticked', async () => {
  const psuId = await givenPsu()
  const { consentId } = await asked()
  const earlier = await findEarlier({ consentId, psuId })
  expect([renewalMarks(ASKED, earlier), startsFrom(earlier)]).toEqual([null, []])
})

test('what is asked for as before, or less, is ticked and has no mark', async () => {
  const { compared, accounts } = await customer()
  for (const [request, days] of [
    [{}, 90],
    [{ frequencyPerDay: 1 }, 30],
    [{ rights: { ...BALANCES, balances: false } }, 90],
    [{ recurring: false }, 90],
  ] as const) {
    const { marks, ticked } = await compared(request, days)
    expect(marks).toMatchObject(NOTHING_NEW)
    expect(ticked.sort()).toEqual([...accounts].sort())
  }
})

test('only what is more is marked: other data, longer, oftener, again and again', async () => {
  const { compared } = await customer()
  expect((await compared({ rights: ALL })).marks).toMatchObject({
    ...NOTHING_NEW,
    parts: ['ownerName', 'transactions'],
  })
  expect((await compared({}, 91)).marks).toMatchObject({ ...NOTHING_NEW, longer: { days: 91, before: 90 } })
  expect((await compared({ frequencyPerDay: 4 })).marks).toMatchObject({
    ...NOTHING_NEW,
    oftener: { times: 4, before: 2 },
  })
  const once = await customer({ recurring: false })
  expect((await once.compared()).marks).toMatchObject({ ...NOTHING_NEW, again: true })
})

test('what the customer took back is neither ticked nor known: the account, and the longer time', async () => {
  const { compared, psuId, accounts, consentId } = await customer()
  const [kept, dropped] = accounts
  await dropAccount({ consentId, psuId, accountId: dropped, requestId: null })
  await shortenConsent({ consentId, psuId, until: inDays(30), requestId: null })
  const { marks, ticked } = await compared()
  expect(ticked).toEqual([kept])
  expect(marks).toMatchObject({ ...NOTHING_NEW, known: [kept], longer: { days: 90, before: 30 } })
})

test('the last one that ended counts; where the customer stopped it, nothing is ticked', async () => {
  const ended = await customer()
  await terminateConsent({ consentId: ended.consentId, tppId: TPP, requestId: null })
  expect((await ended.compared({ rights: ALL })).ticked.sort()).toEqual([...ended.accounts].sort())
  const stopped = await customer()
  await revokeConsent({ consentId: stopped.consentId, psuId: stopped.psuId, requestId: null })
  const { marks, ticked } = await stopped.compared({ rights: ALL })
  expect([marks?.parts, ticked]).toEqual([['ownerName', 'transactions'], []])
})
