import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { ledgerHolders } from '@/db/schema/ledger'
import { notices } from '@/db/schema/notices'
import {
  givenAccount,
  givenApplication,
  givenConsent,
  givenPsu,
  givenTpp,
} from '@/e2e/fixtures/given-consent'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { keyIdOf } from '@/lib/consent/open-access'
import { vaultKey } from '@/lib/vault/vault'
import type { NoticeParams } from './notice-kinds'
import { planNotices } from './plan-notices'

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
  await database().transaction(async (tx) =>
    recordEvent(tx, {
      at: await now(tx),
      type: 'consent.approved',
      actor: `psu:${psuId}`,
      subject: `consent:${consentId}`,
      psuId,
      consentId,
      tppId,
    }),
  )
  await planNotices()
  const key = await vaultKey(await keyIdOf(sam))
  const told = await database().select().from(notices).where(eq(notices.psuId, sam))
  expect(
    told.map(({ kind, sealedParams }) => [kind, key.open<NoticeParams>('notices.params', sealedParams)]),
  ).toEqual([['jointShared', { name: 'Anna Andersen', app: 'Saldo' }]])
})
