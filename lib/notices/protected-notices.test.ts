import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { ledgerHolders } from '@/db/schema/ledger'
import { noticeMails, notices } from '@/db/schema/notices'
import {
  givenAccount,
  givenApplication,
  givenConsent,
  givenPsu,
  givenTpp,
} from '@/e2e/fixtures/given-consent'
import { givenBusiness, givenMandate } from '@/e2e/fixtures/given-mandate'
import { kindsOf, planAll, recordOf, toldTo } from '@/e2e/fixtures/told-notices'
import { now } from '@/lib/clock'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { stopForPrincipal } from '@/lib/consent/stop-for-principal'
import { startProtection } from '@/lib/psu/start-protection'

// CDR10: a customer at risk may ask that nobody who holds an account with them is told of what they share.

let psuId: string
let tppId: string

beforeEach(async () => {
  psuId = await givenPsu()
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo')
})

async function shareOf(accountId: string): Promise<string> {
  const { consentId } = await givenConsent({ tppId, psuId, accounts: [{ accountId }] })
  await recordOf(psuId, 'consent.approved', { subject: `consent:${consentId}`, tppId, consentId })
  return consentId
}

test('of what a protected customer shares no other holder is told, and a mail that waits is withdrawn', async () => {
  const sam = await givenPsu('Sam')
  const accountId = await givenAccount({ psuId })
  await database().insert(ledgerHolders).values({ accountId, psuId: sam, alone: true })
  await shareOf(accountId)
  await planAll()
  const [told] = await database().select().from(notices).where(eq(notices.psuId, sam))
  if (!told) throw new Error('nothing was told')
  const at = await now()
  const mail = { noticeId: told.id, psuId: sam, state: 'pending' as const, attempts: 0 }
  await database()
    .insert(noticeMails)
    .values({ ...mail, nextAttemptAt: at, plannedAt: at })
  // Shared before, and not told yet.
  await shareOf(accountId)
  await startProtection({ psuId, staff: null, requestId: null })
  await revokeConsent({ consentId: await shareOf(accountId), psuId, requestId: null })
  await planAll()
  expect(await kindsOf(sam)).toEqual(['jointShared'])
  expect(await database().select().from(noticeMails).where(eq(noticeMails.noticeId, told.id))).toEqual([])
  // Neither is the customer: whoever reads their mail may be the one they are protected from.
  expect(await kindsOf(psuId)).toEqual(['allowed', 'allowed', 'allowed', 'stopped'])
})

test('what a protected customer shares of a business is told to whoever signs for it, as ever', async () => {
  const emil = await givenPsu('Emil')
  const accountId = await givenAccount({ psuId })
  await database().insert(ledgerHolders).values({ accountId, psuId: emil, alone: true })
  await givenBusiness(accountId)
  await startProtection({ psuId, staff: null, requestId: null })
  await shareOf(accountId)
  await planAll()
  expect(await kindsOf(emil)).toEqual(['jointShared'])
})

test('who acted for somebody is named to whoever had allowed it', async () => {
  const [liv, accountId] = [await givenPsu('Liv Holm'), await givenAccount({ psuId })]
  await givenMandate({ agentId: liv, customerId: psuId })
  const { consentId } = await givenConsent({ tppId, psuId, accounts: [{ accountId }] })
  await stopForPrincipal({ consentId, principalId: psuId, agentId: liv, requestId: null })
  await planAll()
  expect(await toldTo(psuId)).toMatchObject([
    { kind: 'stoppedByAgent', params: { name: 'Liv Holm', app: 'Saldo' } },
  ])
  expect(await kindsOf(liv)).toEqual([])
})
