import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { consentAccounts } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { asked, givenConsentLife, OTHER, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { givenAccount, givenConsent, givenPsu } from '@/e2e/fixtures/given-consent'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { explainRefusal } from './explain-refusal'
import { findPermissions } from './find-permissions'
import { findReplaced } from './find-replaced'
import { endOf, permissionState } from './permission-state'

// xs2a.md 3.3: a new recurring consent ends the older one of the same third party, customer and kind; nothing else does.

const { psuId, accountId, approve } = await givenConsentLife()
const accounts = [{ accountId }]
const ONCE = { recurring: false } as const

test('what is one-off, of another kind, customer or third party, or of another application stays', async () => {
  const another = await givenPsu()
  const others = await Promise.all([
    givenConsent({ tppId: TPP, psuId, accounts, recurring: false }),
    givenConsent({ tppId: TPP, psuId, accounts }).then(async (funds) => {
      const kind = { kind: 'fundsConfirmation' } as const
      await database().update(consents).set(kind).where(eq(consents.id, funds.consentId))
      return funds
    }),
    givenConsent({ tppId: TPP, psuId, accounts }).then(async (elsewhere) => {
      await database().update(consents).set({ clientId: 'app-2' }).where(eq(consents.id, elsewhere.consentId))
      return elsewhere
    }),
    givenConsent({
      tppId: TPP,
      psuId: another,
      accounts: [{ accountId: await givenAccount({ psuId: another }) }],
    }),
    givenConsent({ tppId: OTHER, psuId, accounts }),
  ])
  const { consentId } = await asked()
  await approve(consentId)
  for (const other of others) expect(await statusOf(other.consentId)).toBe('valid')
})

test('a one-off consent and a list of accounts end no recurring one', async () => {
  const { consentId } = await givenConsent({ tppId: TPP, psuId, accounts })
  for (const once of [await asked(ONCE), await asked({ ...ONCE, model: 'accountList' })])
    await approve(once.consentId)
  expect(await statusOf(consentId)).toBe('valid')
})

test('whatever its model, the newer recurring one is the one that lives', async () => {
  const older = await asked({ model: 'global' })
  await approve(older.consentId)
  const newer = await asked()
  await approve(newer.consentId)
  expect([await statusOf(older.consentId), await statusOf(newer.consentId)]).toEqual(['expired', 'valid'])
})

test('a read under the older one is told of the newer, and under one that ran out it is not', async () => {
  const older = await asked()
  await approve(older.consentId)
  const said = async (consentId: string) => {
    const token = new Refusal('token_unknown')
    return (await explainRefusal({ consentId, token, why: 'expired', status: 'expired' })).text
  }
  expect(await said(older.consentId)).toMatch(/^The consent has run out/)
  const newer = await asked()
  await approve(newer.consentId)
  expect(await said(older.consentId)).toMatch(/newer consent of this customer has replaced/)
  expect(await said(newer.consentId)).toMatch(/^The consent has run out/)
})

test('an approval writes the rights of each account and what a one-off consent gives', async () => {
  const { consentId } = await asked(ONCE)
  const rights = { balances: true, transactions: false, ownerName: true }
  await approve(consentId, { accounts: [{ accountId, card: false, ...rights }] })
  expect(
    await database().select().from(consentAccounts).where(eq(consentAccounts.consentId, consentId)),
  ).toEqual([{ consentId, version: 1, accountId, ...rights }])
  const [row] = await database().select().from(consents).where(eq(consents.id, consentId))
  expect(row).toMatchObject({ readsLeft: 3, kind: 'accountInformation', scaAt: row?.lastActionAt })
})

// xs2a.md 2.4: of confirmation of funds, only the consent for the same account is replaced.
test('a newer consent for confirmation of funds ends the one for its account, and no other', async () => {
  const request = { kind: 'fundsConfirmation', model: 'detailed', recurring: true } as const
  const rights = { balances: false, transactions: false, ownerName: false }
  const second = await givenAccount({ psuId })
  const reading = await givenConsent({ tppId: TPP, psuId, accounts })
  const older = await asked(request)
  const elsewhere = await asked(request)
  const newer = await asked(request)
  await approve(older.consentId, { accounts: [{ accountId, card: false, ...rights }] })
  await approve(elsewhere.consentId, { accounts: [{ accountId: second, card: false, ...rights }] })
  await approve(newer.consentId, { accounts: [{ accountId, card: false, ...rights }] })
  const after = [older, elsewhere, newer, reading].map(({ consentId }) => statusOf(consentId))
  expect(await Promise.all(after)).toEqual(['expired', 'valid', 'valid', 'valid'])
})

test('what was replaced is told as replaced, when and by which, and a page tells before what it would end', async () => {
  const older = await asked()
  const newer = await asked()
  await approve(older.consentId)
  const [allowed] = await findPermissions({ psuId, consentId: older.consentId, now: await now() })
  expect(await findReplaced({ consentId: newer.consentId, psuId })).toEqual(allowed?.allowedAt)
  expect(await findReplaced({ consentId: newer.consentId, psuId: await givenPsu() })).toBeNull()
  expect(await findReplaced({ consentId: (await asked(ONCE)).consentId, psuId })).toBeNull()
  await approve(newer.consentId)
  // Long after its own last day, too, it is the replacing that ended it.
  const at = new Date('2101-01-01T00:00:00Z')
  const [gone] = await findPermissions({ psuId, consentId: older.consentId, now: await now() })
  expect(gone).toMatchObject({ state: 'replaced', replacedBy: newer.consentId })
  expect(gone && permissionState({ ...gone, status: 'expired' }, at)).toBe('replaced')
  expect(gone && endOf(gone)).toEqual(gone?.lastActionAt)
  expect(await findReplaced({ consentId: newer.consentId, psuId })).toBeNull()
})
