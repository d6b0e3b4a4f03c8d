import { randomBytes, randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { ledgerHolders } from '@/db/schema/ledger'
import { coApprove, waitingFor } from '@/e2e/fixtures/co-approve'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { findActivity } from '@/lib/activity/find-activity'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { accountsById } from '@/lib/core-banking/ledger'
import { findReceipts } from '@/lib/evidence/find-receipts'
import { makeReceipt } from '@/lib/evidence/make-receipt'
import { hashRecord } from './consent-record'
import { dropAccount } from './drop-account'
import { findAccessHistory } from './find-access-history'
import { findConsentRequest } from './find-consent-request'
import { findPermissionOutlines } from './find-permission-outlines'
import { findPermissions } from './find-permissions'
import { previewStop } from './find-stoppable'
import { recordOfRequest } from './record-of-request'
import { shortenConsent } from './shorten-consent'
import { stopAccount } from './stop-account'

// Who is asked to sign beside another holder reads of nothing but the accounts that they hold themselves.

const { psuId: maja, approve } = await givenConsentLife()
const RIGHTS = { balances: true, transactions: true, ownerName: false }
const { timeZone } = brand
let sam: string
let own: string
let house: string
let joint: string

beforeAll(async () => {
  sam = await givenPsu('Sam')
  own = await givenPaymentAccount({ psuId: maja })
  const held = (alone: boolean) => [maja, sam].map((psuId) => ({ psuId, alone }))
  house = await givenPaymentAccount({ psuId: maja, holders: held(false) })
  joint = await givenPaymentAccount({ psuId: maja, holders: held(true) })
})

/** Maja allows an account of her own, one that both must allow, and one that either may share. */
async function waiting(): Promise<string> {
  const { consentId } = await asked()
  const request = await findConsentRequest({ consentId, tppId: TPP, now: await now() })
  if (!request) throw new Error('no such request')
  const accountIds = [own, house, joint]
  const numbers = await Promise.all(accountIds.map(ibanOf))
  const accounts = numbers.map((iban) => ({ iban, currency: 'DKK', ...RIGHTS }))
  const record = recordOfRequest({ request, accounts, bank: 'Nordhavn Bank', locale: 'en' })
  const nonce = randomBytes(32)
  await approve(consentId, {
    record,
    nonce,
    recordHash: hashRecord(nonce, record),
    accounts: accountIds.map((accountId) => ({ accountId, card: false, ...RIGHTS })),
  })
  return consentId
}
async function allowed(): Promise<string> {
  const consentId = await waiting()
  await coApprove(consentId, sam)
  return consentId
}
async function ibanOf(id: string): Promise<string> {
  const [account] = await accountsById([id])
  if (!account || !('iban' in account)) throw new Error('no such account')
  return account.iban
}
const held = async () => (await Promise.all([house, joint].map(ibanOf))).sort()
const seenBy = async (psuId: string, consentId: string) => {
  const [permission] = await findPermissions({ psuId, consentId, now: await now() })
  if (!permission) throw new Error('not theirs')
  return { ...permission, ids: permission.rights.map(({ accountId }) => accountId).sort() }
}
const outlineOf = async (psuId: string, consentId: string) => {
  const outlines = await findPermissionOutlines({ psuId, withRights: true, now: await now() })
  return outlines.filter(({ id }) => id === consentId)
}
async function looks(consentId: string, accountIds: (string | null)[], status = 200): Promise<void> {
  for (const accountId of accountIds)
    await database().execute(sql`
      insert into access_log (call_id, at, tpp_id, consent_id, psu_id, account_id, method, route, status, psu_present)
      values (${randomUUID()}, placet_now(), ${TPP}, ${consentId}, ${maja}, ${accountId}, 'GET',
              ${accountId === null ? '/v1/accounts' : '/v1/accounts/{account-id}/transactions'}, ${status}, true)`)
}
const historyOf = async (psuId: string, consentId: string) =>
  findAccessHistory({ consentId, psuId, days: 1, timeZone, now: await now() })
const drop = (consentId: string, psuId: string, accountId: string) =>
  dropAccount({ consentId, psuId, accountId, requestId: null })
const receiptsOf = async (psuId: string, consentId: string) =>
  Promise.all(
    (await findReceipts({ consentId, psuId })).map(async ({ id: eventId }) =>
      makeReceipt({ consentId, psuId, eventId, now: await now() }),
    ),
  )
const numbersIn = (receipts: unknown) => [...new Set(JSON.stringify(receipts).match(/DK60\d+/g))].sort()

describe('refused', () => {
  test("dropping another's own account, like one that does not exist", async () => {
    const consentId = await allowed()
    const nowhere = await drop(consentId, sam, randomUUID()).catch((thrown) => thrown)
    await expect(drop(consentId, sam, own)).rejects.toMatchObject({ code: nowhere.code })
    expect(nowhere.code).toBe('resource_unknown')
    expect((await seenBy(maja, consentId)).ids).toEqual([own, house, joint].sort())
  })

  test("stopping another's own account everywhere changes nothing, and one's own still goes", async () => {
    const consentId = await allowed()
    const stop = (accountId: string) => stopAccount({ psuId: sam, accountId, requestId: null })
    expect(await stop(own)).toMatchObject({ ended: [], dropped: [] })
    expect((await seenBy(maja, consentId)).ids).toHaveLength(3)
    expect((await stop(house)).dropped).toContain(consentId)
    expect((await seenBy(maja, consentId)).ids).toEqual([own, joint].sort())
  })

  test('who holds none of the accounts any more is not asked any more', async () => {
    const consentId = await waiting()
    const of = (endsAt: Date | null) =>
      database().update(ledgerHolders).set({ endsAt }).where(eq(ledgerHolders.psuId, sam))
    await of(new Date(0))
    expect(await waitingFor(consentId, sam)).toBeNull()
    await of(null)
    expect(await waitingFor(consentId, sam)).not.toBeNull()
  })
})

test('who is asked too is shown the accounts they hold, and that there are others', async () => {
  const found = await waitingFor(await waiting(), sam)
  expect(numbersIn(found?.recorded)).toEqual(await held())
  expect(found).toMatchObject({ others: true, given: [maja] })
})

test('while it waits and once it is allowed: list, page and history hold no account of the other alone', async () => {
  for (const consentId of [await waiting(), await allowed()]) {
    expect(await seenBy(sam, consentId)).toMatchObject({ givenBy: maja, othersAccounts: true })
    expect((await seenBy(sam, consentId)).ids).toEqual([house, joint].sort())
    expect((await seenBy(sam, consentId)).everShared.toSorted()).toEqual([house, joint].sort())
    expect(await seenBy(maja, consentId)).toMatchObject({ givenBy: null, othersAccounts: false })
    expect((await seenBy(maja, consentId)).ids).toEqual([own, house, joint].sort())
    expect(JSON.stringify(await outlineOf(sam, consentId))).not.toContain(own)
    expect(JSON.stringify(await outlineOf(maja, consentId))).toContain(own)
  }
})

test('of the looks the second holder reads those at accounts they hold, and at the list of all', async () => {
  const consentId = await allowed()
  await looks(consentId, [own, own, own, house, null])
  const ofSam = await historyOf(sam, consentId)
  expect(ofSam.calls.map(({ accountId }) => accountId)).toEqual([null, house])
  expect(ofSam.days).toMatchObject([{ present: 1 }])
  expect((await historyOf(maja, consentId)).days).toMatchObject([{ present: 3 }])
  const activity = async (psuId: string, accountId: string | null = null) => {
    const at = await now()
    const { entries } = await findActivity({
      psuId,
      outlines: await outlineOf(psuId, consentId),
      filter: { tppId: null, accountId, kind: 'looks', day: null },
      before: null,
      limit: 5,
      timeZone,
      now: at,
    })
    return entries
  }
  expect(await activity(sam)).toMatchObject([{ counts: { present: 1 }, givenBy: maja }])
  expect(await activity(maja)).toMatchObject([{ counts: { present: 3 }, givenBy: null }])
  expect(await activity(sam, own)).toEqual([])
})

test('what they sign, and what they change later, is recorded with their accounts alone', async () => {
  const consentId = await allowed()
  expect(numbersIn(await receiptsOf(sam, consentId))).toEqual(await held())
  await shortenConsent({
    consentId,
    psuId: sam,
    until: addDays(bankDay(await now(), timeZone), 10),
    requestId: null,
  })
  await drop(consentId, sam, house)
  expect(numbersIn(await receiptsOf(sam, consentId))).toEqual(await held())
  await drop(consentId, maja, joint)
  const [newest] = await receiptsOf(maja, consentId)
  expect(numbersIn(newest?.allowed?.record.accounts)).toEqual([await ibanOf(own)])
})

test("a stop of one's only account in it goes on for the other", async () => {
  const consentId = await allowed()
  await drop(consentId, sam, joint)
  const { goesOn, ends } = previewStop(await outlineOf(sam, consentId), { what: 'account', id: house })
  expect([goesOn.length, ends.length]).toEqual([1, 0])
  expect(await drop(consentId, sam, house)).toBe('dropped')
  expect((await seenBy(maja, consentId)).ids).toEqual([own])
})

test('a look that came before the second yes is no refused look; one that is refused later is', async () => {
  const consentId = await waiting()
  await looks(consentId, [null], 401)
  const refusedFor = async (psuId: string) => (await historyOf(psuId, consentId)).days.at(-1)?.refused
  expect(await refusedFor(maja)).toBe(0)
  expect((await historyOf(maja, consentId)).calls).toEqual([])
  await coApprove(consentId, sam)
  expect([await refusedFor(maja), await refusedFor(sam)]).toEqual([0, 0])
  await looks(consentId, [null], 401)
  expect([await refusedFor(maja), await refusedFor(sam)]).toEqual([1, 1])
})
