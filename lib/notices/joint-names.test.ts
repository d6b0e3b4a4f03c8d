import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { ledgerHolders } from '@/db/schema/ledger'
import {
  givenAccount,
  givenApplication,
  givenConsent,
  givenPsu,
  givenTpp,
} from '@/e2e/fixtures/given-consent'
import { planAll, recordOf, toldTo } from '@/e2e/fixtures/told-notices'

// The market profile where other holders see the third party, too. Under the strict one: notices.test.ts.
vi.hoisted(() => {
  process.env.MARKET_PROFILE = 'explicit-consent'
})

test('who holds the account and was not asked reads with whom it is shared, where the market wants that', async () => {
  const [psuId, sam] = [await givenPsu(), await givenPsu('Sam')]
  const tppId = await givenTpp('PSDNL-DNB-JOINT')
  await givenApplication(tppId, 'Saldo')
  const accountId = await givenAccount({ psuId })
  await database().insert(ledgerHolders).values({ accountId, psuId: sam, alone: true })
  const { consentId } = await givenConsent({ tppId, psuId, accounts: [{ accountId }] })
  await recordOf(psuId, 'consent.approved', { subject: `consent:${consentId}`, consentId, tppId })
  await planAll()
  expect((await toldTo(sam)).map(({ kind, params }) => [kind, params])).toEqual([
    ['jointShared', { name: 'Anna Andersen', app: 'Saldo' }],
  ])
})
