import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { ledgerHolders } from '@/db/schema/ledger'
import { oauthRecords } from '@/db/schema/oauth-records'
import { psus } from '@/db/schema/psus'
import { givenApplication, givenConsent, givenPsu, givenToken, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { endMandate, givenBusiness, givenMandate } from '@/e2e/fixtures/given-mandate'
import { now } from '@/lib/clock'
import { accountsOfCustomer, approversOf, mandates } from '@/lib/core-banking/ledger'
import { startProtection } from '@/lib/psu/start-protection'
import { vaultKey } from '@/lib/vault/vault'
import { findActedPermissions } from './find-acted-permissions'
import { findConsentEvents } from './find-consent-events'
import { findPermissions } from './find-permissions'
import { hasStopped } from './has-stopped'
import { keyIdOf } from './open-access'
import { stopForPrincipal } from './stop-for-principal'

// Whoever acts for a business or another customer sees and stops what their mandate reaches now, and nothing else.

let tppId: string
let ida: string
let tilde: string
let shop: string
let reserve: string
let business: string

beforeEach(async () => {
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo')
  ;[ida, tilde] = [await givenPsu('Ida Kjær'), await givenPsu('Tilde Rask')]
  const company = { psuId: ida, ownerName: 'Nordlys Keramik ApS', usage: 'ORGA' as const }
  shop = await givenPaymentAccount(company)
  reserve = await givenPaymentAccount({ ...company, name: 'Reserve' })
  business = await givenBusiness(shop, reserve)
})

const shares = (psuId: string, ...accounts: string[]) =>
  givenConsent({ tppId, psuId, accounts: accounts.map((accountId) => ({ accountId })) })
const shared = async (psuId: string, ...accounts: string[]) => (await shares(psuId, ...accounts)).consentId
const seenBy = async (agentId: string, principalId = business) =>
  findActedPermissions({ agentId, principalId, now: await now() })
const idsSeenBy = async (agentId: string, principalId = business) =>
  (await seenBy(agentId, principalId))?.permissions.map(({ permission }) => permission.id)
const stop = (consentId: string, agentId = tilde, principalId = business) =>
  stopForPrincipal({ consentId, principalId, agentId, requestId: 'r' })
const statusOf = async (consentId: string) =>
  (await database().select().from(consents).where(eq(consents.id, consentId)))[0]?.status
const refused = { code: 'consent_unknown' }

describe('for a business, refused', () => {
  test('without a mandate there is no business to see, and nothing to stop', async () => {
    const consentId = await shared(ida, shop)
    expect(await seenBy(tilde)).toBeNull()
    expect(await seenBy(tilde, randomUUID())).toBeNull()
    await expect(stop(consentId)).rejects.toMatchObject(refused)
    expect(await statusOf(consentId)).toBe('valid')
  })

  test('from the moment a mandate ends its holder sees and stops nothing more, whatever page is still open', async () => {
    const mandate = await givenMandate({ agentId: tilde, accountId: shop })
    const consentId = await shared(ida, shop)
    expect(await idsSeenBy(tilde)).toEqual([consentId])
    await endMandate(mandate)
    expect(await seenBy(tilde)).toBeNull()
    await expect(stop(consentId)).rejects.toMatchObject(refused)
    expect(await statusOf(consentId)).toBe('valid')
    expect(await mandates({ agentId: tilde })).toEqual([])
  })

  test('a mandate to look stops nothing', async () => {
    await givenMandate({ agentId: tilde, accountId: shop, may: 'see' })
    const consentId = await shared(ida, shop)
    expect((await seenBy(tilde))?.permissions.map(({ mayStop }) => mayStop)).toEqual([false])
    await expect(stop(consentId)).rejects.toMatchObject(refused)
  })

  test('what sees another account, too, is seen and not stopped; what sees only others is not seen', async () => {
    await givenMandate({ agentId: tilde, accountId: shop })
    const both = await shared(ida, shop, reserve)
    const other = await shared(ida, reserve)
    expect(
      (await seenBy(tilde))?.permissions.map(({ permission, mayStop }) => [permission.id, mayStop]),
    ).toEqual([[both, false]])
    for (const consentId of [both, other]) await expect(stop(consentId)).rejects.toMatchObject(refused)
    expect(await statusOf(both)).toBe('valid')
  })

  test('a mandate for one business reaches no other, and none of the private accounts of who signs for it', async () => {
    await givenMandate({ agentId: tilde, accountId: shop })
    const own = await givenPaymentAccount({ psuId: ida })
    const consentId = await shared(ida, own)
    expect(await idsSeenBy(tilde)).toEqual([])
    await expect(stop(consentId)).rejects.toMatchObject(refused)
    await expect(stop(await shared(ida, shop), tilde, randomUUID())).rejects.toMatchObject(refused)
  })

  test('somebody whom the bank has blocked stops nothing', async () => {
    await givenMandate({ agentId: tilde, accountId: shop })
    const consentId = await shared(ida, shop)
    await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, tilde))
    await expect(stop(consentId)).rejects.toMatchObject({ code: 'psu_blocked' })
    expect(await statusOf(consentId)).toBe('valid')
  })

  test('who signed for it and does no longer holds none of its accounts, and their word is not asked for', async () => {
    const emil = await givenPsu('Emil')
    const two = await givenPaymentAccount({
      psuId: ida,
      holders: [ida, emil].map((psuId) => ({ psuId, alone: false })),
    })
    await givenBusiness(two)
    expect(await approversOf({ accountIds: [two], given: [ida] })).toEqual([emil])
    const endsAt = new Date((await now()).getTime() - 1_000)
    await database().update(ledgerHolders).set({ endsAt }).where(eq(ledgerHolders.psuId, emil))
    expect(await approversOf({ accountIds: [two], given: [ida] })).toEqual([])
    expect(await accountsOfCustomer(emil)).toEqual([])
    expect(await mandates({ agentId: emil })).toEqual([])
  })
})

describe('for another customer, refused', () => {
  test('who acts for one customer acts for no other', async () => {
    const [astrid, karl] = [await givenPsu('Astrid'), await givenPsu('Karl')]
    await givenMandate({ agentId: tilde, customerId: astrid })
    const consentId = await shared(karl, await givenPaymentAccount({ psuId: karl }))
    expect(await seenBy(tilde, karl)).toBeNull()
    for (const principalId of [karl, astrid])
      await expect(stop(consentId, tilde, principalId)).rejects.toMatchObject(refused)
    expect(await seenBy(astrid, tilde)).toBeNull()
  })

  test('who also holds an account with a protected customer sees and stops nothing of it', async () => {
    const [nora, pelle] = [await givenPsu('Nora'), await givenPsu('Pelle')]
    await givenPaymentAccount({
      psuId: nora,
      holders: [nora, pelle].map((psuId) => ({ psuId, alone: true })),
    })
    const own = await givenPaymentAccount({ psuId: nora })
    await givenMandate({ agentId: pelle, customerId: nora })
    await givenMandate({ agentId: tilde, customerId: nora })
    const consentId = await shared(nora, own)
    expect(await idsSeenBy(pelle, nora)).toEqual([consentId])
    await startProtection({ psuId: nora, staff: null, requestId: null })
    expect(await idsSeenBy(pelle, nora)).toEqual([])
    await expect(stop(consentId, pelle, nora)).rejects.toMatchObject(refused)
    // Somebody else who acts for them is none of those from whom it is kept.
    expect(await idsSeenBy(tilde, nora)).toEqual([consentId])
  })
})

test('a stop for a business is the same stop, and stands in the trail of both: who did it, and for whom', async () => {
  await givenMandate({ agentId: tilde, accountId: shop })
  const { consentId, grantId } = await shares(ida, shop)
  await givenToken({ grantId, certificateThumbprint: 'x' })
  expect(await seenBy(tilde)).toMatchObject({
    name: 'Nordlys Keramik ApS',
    permissions: [{ givenBy: ida, mayStop: true }],
  })
  const stopped = await Promise.all([stop(consentId), stop(consentId), stop(consentId)])
  expect(stopped.filter(({ stoppedNow }) => stoppedNow)).toHaveLength(1)
  expect(await statusOf(consentId)).toBe('revokedByPsu')
  expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
  expect(await idsSeenBy(tilde)).toEqual([])
  const events = await findConsentEvents({ consentId, psuId: ida, tppId, since: new Date(0) })
  expect(events.map(({ type, otherHolder }) => [type, otherHolder])).toEqual([
    ['consent.revoked-by-agent', tilde],
  ])
  const [event] = await database().select().from(auditEvents).where(eq(auditEvents.consentId, consentId))
  const [own] = await database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.psuId, tilde), eq(auditEvents.type, 'mandate.used')))
  const opened = async (psuId: string, sealed: Buffer | null | undefined) =>
    sealed && (await vaultKey(await keyIdOf(psuId))).open('audit_events.detail', sealed)
  expect(event).toMatchObject({ actor: `psu:${tilde}`, psuId: ida })
  expect(await opened(ida, event?.sealedDetail)).toEqual({
    agent: 'Tilde Rask',
    for: 'Nordlys Keramik ApS',
    mandate: 'business',
  })
  expect(await opened(tilde, own?.sealedDetail)).toMatchObject({ name: 'Nordlys Keramik ApS' })
  expect(own).toMatchObject({ consentId: null, tppId, actor: `psu:${tilde}` })
})

test('only who did the stop is told that it was done', async () => {
  await givenMandate({ agentId: tilde, accountId: shop })
  const consentId = await shared(ida, shop)
  const told = () => Promise.all([tilde, ida].map((psuId) => hasStopped({ consentId, psuId })))
  expect(await told()).toEqual([false, false])
  await stop(consentId)
  expect(await told()).toEqual([true, false])
  expect(await hasStopped({ consentId: '', psuId: tilde })).toBe(false)
})

test('who signs for a business sees what another has shared of it, and stops it', async () => {
  const emil = await givenPsu('Emil')
  await database().insert(ledgerHolders).values({ accountId: shop, psuId: emil, alone: false })
  const consentId = await shared(ida, shop)
  expect(await seenBy(emil)).toMatchObject({
    mandates: [{ may: 'share', together: true }],
    permissions: [{ givenBy: ida, mayStop: true }],
  })
  await stop(consentId, emil)
  expect(await statusOf(consentId)).toBe('revokedByPsu')
  const [permission] = await findPermissions({ psuId: ida, consentId, now: await now() })
  expect(permission).toMatchObject({ state: 'stopped-by-holder', endedBy: emil })
})

test('who acts for another customer sees all that they share, and stops it for them', async () => {
  const astrid = await givenPsu('Astrid Holm')
  await givenMandate({ agentId: tilde, customerId: astrid })
  const consentId = await shared(astrid, await givenPaymentAccount({ psuId: astrid }))
  expect(await seenBy(tilde, astrid)).toMatchObject({
    name: 'Astrid Holm',
    permissions: [{ permission: { id: consentId }, givenBy: astrid, mayStop: true }],
  })
  expect(await stop(consentId, tilde, astrid)).toEqual({ stoppedNow: true })
  expect(await stop(consentId, tilde, astrid)).toEqual({ stoppedNow: false })
})
