import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { notices } from '@/db/schema/notices'
import { tpps } from '@/db/schema/tpps'
import { givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { planAll } from '@/e2e/fixtures/told-notices'
import { findActivity } from '@/lib/activity/find-activity'
import { recordEvent } from '@/lib/audit/record-event'
import { brand as bank } from '@/lib/brand'
import { now } from '@/lib/clock'
import { findConsentEvents } from '@/lib/consent/find-consent-events'
import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import { keyIdOf } from '@/lib/consent/open-access'
import { vaultKey } from '@/lib/vault/vault'
import { findFormerNames } from './former-names'
import { registerApplication } from './register-application'

// THR-12: whoever takes another name after the yes is told of, and changes nothing of what was done under the one before.

let tppId: string
let psuId: string
let consentId: string
let [fair, weather] = ['', '']

beforeEach(async () => {
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  const unique = randomUUID().replace(/[^a-z]/g, '')
  ;[fair, weather] = [`Fair ${unique}`, `Weather ${unique}`]
  psuId = await givenPsu()
  await register(fair)
  consentId = (await givenConsent({ tppId, psuId, accounts: [] })).consentId
  await database().transaction(async (tx) => {
    await recordEvent(tx, {
      at: await now(tx),
      type: 'consent.approved',
      actor: `psu:${psuId}`,
      subject: `consent:${consentId}`,
      psuId,
      tppId,
      consentId,
    })
  })
})

async function register(brand: string | null, by?: `developer:${string}`) {
  const registration = {
    brand,
    clientUri: null,
    notificationUri: null,
    dataRemovalEndpoint: null,
    eventMethod: null,
    eventEndpoint: null,
    redirectUris: ['https://fair.example/back'],
    jwks: null,
    authenticationMethod: 'tls_client_auth' as const,
    rotatesRefreshTokens: 'no' as const,
    purposes: [],
  }
  return registerApplication({
    tpp: { id: tppId },
    registration,
    ...(by && { by }),
    requestId: null,
    now: await now(),
  })
}

async function activity(filter: { tppId?: string } = {}) {
  const at = await now()
  const { entries } = await findActivity({
    psuId,
    outlines: await findPermissionOutlines({ psuId, withRights: false, now: at }),
    filter: { tppId: null, accountId: null, kind: null, day: null, ...filter },
    before: null,
    limit: 10,
    timeZone: bank.timeZone,
    now: at,
  })
  return entries.map((entry) => [entry.type, entry.app, 'told' in entry ? entry.told : null])
}

async function noticesOf(person = psuId) {
  await planAll()
  const rows = await database().select().from(notices).where(eq(notices.psuId, person))
  const key = await vaultKey(await keyIdOf(person))
  return rows
    .filter(({ kind }) => kind === 'appRenamed')
    .map((row) => key.open<object>('notices.params', row.sealedParams))
}

test('the same name again, and the first one, tell nobody anything', async () => {
  await register(fair)
  expect(await noticesOf()).toEqual([])
  expect((await activity()).map(([type]) => type)).toEqual(['consent.approved'])
})

test('what was allowed stays allowed to the name of that time, and the new name is told of', async () => {
  await register(weather)
  expect(await activity()).toEqual([
    ['tpp.renamed', weather, fair],
    ['consent.approved', fair, null],
  ])
  expect(await activity({ tppId })).toHaveLength(2)
  const events = await findConsentEvents({ consentId, psuId, tppId, since: new Date(0) })
  expect(events).toMatchObject([{ type: 'tpp.renamed', reason: fair }, { type: 'consent.approved' }])
  expect((await findFormerNames([tppId])).get(tppId)).toMatchObject([{ name: fair }])
})

test('who shares is told by a notice with both names, who stopped before is not', async () => {
  const gone = await givenPsu()
  await givenConsent({ tppId, psuId: gone, accounts: [], status: 'rejected' })
  await register(weather)
  expect(await noticesOf()).toEqual([expect.objectContaining({ formerly: fair, app: weather })])
  expect(await noticesOf(gone)).toEqual([])
})

test('left out, the brand gives way to the legal name, and each past stays under its own', async () => {
  await register(weather)
  await register(null)
  expect(await activity()).toEqual([
    ['tpp.renamed', 'Example B.V.', weather],
    ['tpp.renamed', weather, fair],
    ['consent.approved', fair, null],
  ])
})

test.each(['paused', 'ended'] as const)('%s, it changes nothing, whoever asks for it', async (status) => {
  await database().update(tpps).set({ status }).where(eq(tpps.id, tppId))
  await expect(register(weather, 'developer:somebody')).rejects.toMatchObject({ code: 'certificate_blocked' })
  expect((await activity()).map(([type]) => type)).toEqual(['consent.approved'])
})

test('the trail says which developer took the name', async () => {
  await register(weather, 'developer:somebody')
  const actors = database().select({ actor: auditEvents.actor }).from(auditEvents)
  const ofName = and(eq(auditEvents.tppId, tppId), eq(auditEvents.type, 'tpp.renamed'))
  expect(await actors.where(ofName)).toEqual([{ actor: 'developer:somebody' }])
})

test('a fourth name within a day is refused, and nothing of it stays', async () => {
  for (const name of [weather, fair, weather]) await register(name)
  await expect(register(fair)).rejects.toMatchObject({
    code: 'format_error',
    text: expect.stringContaining('client_name'),
  })
  expect((await activity())[0]).toEqual(['tpp.renamed', weather, fair])
})
