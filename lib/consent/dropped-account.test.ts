import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { givenAccount } from '@/e2e/fixtures/given-consent'
import { findActivity } from '@/lib/activity/find-activity'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { dropAccount } from './drop-account'
import { findConsentEvents } from './find-consent-events'
import { findDropped } from './find-dropped'
import { findPermissionOutlines } from './find-permission-outlines'
import { findPermissions } from './find-permissions'
import { previewStop } from './find-stoppable'
import { stopAccount } from './stop-account'

// What was shared stays told when it is taken back (PSR Art. 43: two years).

const { psuId, stranger, accountId: kept, approve } = await givenConsentLife()
const { timeZone } = brand

const look = (consentId: string, accountId: string | null) =>
  database().execute(sql`
    insert into access_log (call_id, at, tpp_id, consent_id, psu_id, account_id, method, route, status, psu_present)
    values (${randomUUID()}, placet_now(), ${TPP}, ${consentId}, ${psuId}, ${accountId}, 'GET',
            ${accountId === null ? '/v1/accounts' : '/v1/accounts/{account-id}/transactions'}, 200, false)`)

async function activityOf(accountId: string) {
  const at = await now()
  const { entries } = await findActivity({
    psuId,
    outlines: await findPermissionOutlines({ psuId, withRights: true, now: at }),
    filter: { tppId: null, accountId, kind: null, day: null },
    before: null,
    limit: 20,
    timeZone,
    now: at,
  })
  return entries
}
const looksAt = async (accountId: string) =>
  (await activityOf(accountId)).flatMap((entry) => ('counts' in entry ? entry.counts.away : []))

test('an account that was taken back stays in the permission, its history and the filter, by name', async () => {
  const dropped = await givenAccount({ psuId })
  const { consentId } = await asked()
  const rights = { card: false, balances: true, transactions: true, ownerName: false }
  await approve(consentId, { accounts: [kept, dropped].map((accountId) => ({ accountId, ...rights })) })
  await look(consentId, dropped)
  await look(consentId, null)
  await dropAccount({ consentId, psuId, accountId: dropped, requestId: null })

  const [permission] = await findPermissions({ psuId, consentId, now: await now() })
  expect(permission?.rights.map(({ accountId }) => accountId)).toEqual([kept])
  expect(permission?.everShared.toSorted()).toEqual([kept, dropped].sort())
  const events = await findConsentEvents({ consentId, psuId, tppId: TPP, since: new Date(0) })
  expect(events.find(({ type }) => type === 'consent.account-dropped')?.accountId).toBe(dropped)
  expect(events.find(({ type }) => type === 'consent.approved')?.accountId).toBeNull()
  expect(await looksAt(dropped)).toEqual([1])
  expect(await activityOf(dropped)).toContainEqual(
    expect.objectContaining({ type: 'consent.account-dropped', accountId: dropped }),
  )

  // What is looked at from then on does not concern it, and the list of accounts has it no more.
  await look(consentId, null)
  await look(consentId, null)
  expect(await looksAt(dropped)).toEqual([1])
  expect(await looksAt(kept)).toEqual([3])
})

test('after a stop of one account everywhere it is known which permissions went on without it', async () => {
  const account = await givenAccount({ psuId })
  const rights = { card: false, balances: true, transactions: true, ownerName: false }
  const { consentId } = await asked()
  await approve(consentId, { accounts: [kept, account].map((accountId) => ({ accountId, ...rights })) })
  const outlines = await findPermissionOutlines({ psuId, withRights: true, now: await now() })
  const { ends, goesOn } = previewStop(outlines, { what: 'account', id: account })
  expect([ends.length, goesOn.map(({ id }) => id)]).toEqual([0, [consentId]])
  const { at: time, dropped } = await stopAccount({ psuId, accountId: account, requestId: null })
  const at = time.toISOString()
  expect(dropped).toEqual([consentId])
  expect(await findDropped({ psuId, accountId: account, at })).toEqual([consentId])
  expect(await findDropped({ psuId: stranger, accountId: account, at })).toEqual([])
  expect(await findDropped({ psuId, accountId: kept, at })).toEqual([])
  expect(await findDropped({ psuId, accountId: account, at: new Date(0).toISOString() })).toEqual([])
})
