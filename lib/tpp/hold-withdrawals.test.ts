import { X509Certificate } from 'node:crypto'
import { rmSync } from 'node:fs'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// The sandbox's register withdraws several at once, as one that lost a column would.

const { origin, folder } = await vi.hoisted(async () => {
  const { followedTrust } = await import('@/e2e/fixtures/followed-trust')
  process.env.REGISTER_WITHDRAWN_AT_ONCE = '1,25%'
  return followedTrust()
})
const { database } = await import('@/db/connection')
const { auditEvents } = await import('@/db/schema/audit')
const { registerEvidence } = await import('@/db/schema/published-statements')
const { registerHolds } = await import('@/db/schema/register-holds')
const { tpps } = await import('@/db/schema/tpps')
const { givenTpp } = await import('@/e2e/fixtures/given-consent')
const { givenColleague } = await import('@/e2e/fixtures/given-staff')
const { now } = await import('@/lib/clock')
const { restoreAuthorisation, withdrawAuthorisation } = await import('@/lib/sandbox/change-authorisation')
const { ensureTrustService, publishDue } = await import('@/lib/sandbox/ensure-trust-service')
const { issueCertificates } = await import('@/lib/sandbox/issue-certificates')
const { serveTrustService } = await import('@/lib/sandbox/serve-trust-service')
const { answerHold } = await import('./answer-hold')
const { findHolds } = await import('./find-holds')
const { followTrust, lookAtTrust } = await import('./follow-trust')
const { vetCertificate } = await import('./vet-certificate')

const X = 'PSDNL-DNB-X1234'
const Y = 'PSDIE-CBI-C190041'
const Z = 'PSDDE-BAFIN-10/12-7'
const W = 'PSDFR-ACPR-17218'
const HOUR = 3_600_000

let served: Awaited<ReturnType<typeof serveTrustService>>
let at = Date.now()

beforeAll(async () => {
  await ensureTrustService(folder)
  served = await serveTrustService({ folder, origin })
  await publishDue(folder, new Date())
  for (const id of [X, Y, Z, W]) await givenTpp(id)
  const following = await followTrust()
  following.stop()
})
afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

test('more withdrawals at once than the bank believes pause nobody, are kept as evidence and raise the alarm', async () => {
  const qwac = await given(X)
  await withdrawn(X, Y)
  expect(await statuses()).toEqual({ [X]: 'active', [Y]: 'active', [Z]: 'active', [W]: 'active' })
  // Served, and told.
  const { certificate, verdict } = await vetCertificate(qwac, 'web')
  expect(certificate?.organizationIdentifier).toBe(X)
  expect(verdict.steps.at(-1)).toMatchObject({ result: 'warning', reason: 'AUTHORISATION_WITHDRAWN' })
  const holds = await findHolds({ at: new Date(at) })
  expect(holds).toMatchObject([{ active: 4, proposal: null, bindsAt: new Date(at + 24 * HOUR) }])
  expect(holds[0]?.thirdParties.map(({ id }) => id).sort()).toEqual([X, Y].sort())
  const [kept] = await database().select().from(registerHolds)
  expect(kept?.body.toString()).toMatch(/^\{|^[\w-]+\./)
  await expect
    .poll(async () => (await database().select().from(registerEvidence)).length)
    .toBeGreaterThanOrEqual(2)
  expect(await events('tpp.withdrawal-held')).toHaveLength(2)
})

test('a withdrawal beside the held ones binds at once, and does not hold or free the others', async () => {
  await withdrawn(Z)
  expect(await statuses()).toMatchObject({ [X]: 'active', [Y]: 'active', [Z]: 'paused', [W]: 'active' })
  expect(await findHolds({ at: new Date(at) })).toHaveLength(1)
  await restored(Z)
  expect(await statuses()).toMatchObject({ [Z]: 'active' })
})

test('nobody decides alone, and nobody without the role', async () => {
  const [hold] = await findHolds({ at: new Date(at) })
  const say = await sayer(hold?.id ?? '')
  const both = await givenColleague('operate', 'approve')
  const approver = await givenColleague('approve')
  const reader = await givenColleague('read')
  await expect(say('approve', approver)).rejects.toMatchObject({ code: 'proposal_untimely' })
  await expect(say('believe', approver)).rejects.toMatchObject({ code: 'staff_role_missing' })
  await say('believe', both)
  await expect(say('disbelieve', both)).rejects.toMatchObject({ code: 'proposal_untimely' })
  await expect(say('approve', both)).rejects.toMatchObject({ code: 'own_proposal' })
  await expect(say('approve', reader)).rejects.toMatchObject({ code: 'staff_role_missing' })
  await expect(say('drop', reader)).rejects.toMatchObject({ code: 'staff_role_missing' })
  await say('drop', approver)
  await say('believe', both)
  await say('approve', approver)
  await expect(say('drop', both)).rejects.toMatchObject({ code: 'already_decided' })
  await expect((await sayer(crypto.randomUUID()))('believe', both)).rejects.toMatchObject({
    code: 'resource_unknown',
  })
})

test('what two colleagues believe binds at the next look, without a new snapshot', async () => {
  await look(0)
  expect(await statuses()).toEqual({ [X]: 'paused', [Y]: 'paused', [Z]: 'active', [W]: 'active' })
  await restored(X, Y)
  expect(await statuses()).toMatchObject({ [X]: 'active', [Y]: 'active' })
})

test('what two colleagues disbelieve never binds; the next word of the register does', async () => {
  await withdrawn(X, Y)
  const [hold] = await findHolds({ at: new Date(at) })
  const say = await sayer(hold?.id ?? '')
  await say('disbelieve', await givenColleague('operate'))
  await say('approve', await givenColleague('approve'))
  await look(48)
  expect(await statuses()).toMatchObject({ [X]: 'active', [Y]: 'active' })
  expect(await events('tpp.withdrawal-disbelieved')).toHaveLength(2)
  await restored(X, Y)
  await withdrawn(X)
  expect(await statuses()).toMatchObject({ [X]: 'paused', [Y]: 'active' })
  await restored(X)
})

test('after a day without a word of staff it binds by itself', async () => {
  await withdrawn(X, Y)
  await look(23)
  expect(await statuses()).toMatchObject({ [X]: 'active', [Y]: 'active' })
  const [hold] = await findHolds({ at: new Date(at) })
  await look(2)
  expect(await statuses()).toMatchObject({ [X]: 'paused', [Y]: 'paused' })
  expect(await findHolds({ at: new Date(at) })).toEqual([])
  const say = await sayer(hold?.id ?? '')
  await expect(say('disbelieve', await givenColleague('operate'))).rejects.toMatchObject({
    code: 'already_decided',
  })
})

/** As so many hours later: whatever is published is fetched. */
async function look(hours: number): Promise<void> {
  at += hours * HOUR
  await lookAtTrust(new Date(at))
}

async function withdrawn(...ids: string[]): Promise<void> {
  for (const id of ids)
    await withdrawAuthorisation({ folder, id, by: authorityOf(id), now: new Date(), reason: `Case ${at}.` })
  await publishDue(folder, new Date())
  await look(1.1)
}

async function restored(...ids: string[]): Promise<void> {
  for (const id of ids) await restoreAuthorisation({ folder, id, by: authorityOf(id), now: new Date() })
  await publishDue(folder, new Date())
  await look(1.1)
}

const authorityOf = (id: string) => id.slice(3).split('-', 2).join('-')

async function statuses(): Promise<Record<string, string>> {
  const rows = await database().select({ id: tpps.id, status: tpps.status }).from(tpps)
  return Object.fromEntries(
    rows.filter(({ id }) => [X, Y, Z, W].includes(id)).map(({ id, status }) => [id, status]),
  )
}

const events = (type: 'tpp.withdrawal-held' | 'tpp.withdrawal-disbelieved') =>
  database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.type, type)))

async function sayer(holdId: string) {
  const bankNow = await now()
  return (answer: Parameters<typeof answerHold>[0]['answer'], staffId: string) =>
    answerHold({ holdId, answer, staffId, requestId: null, now: bankNow, at: new Date(at) })
}

async function given(institution: string): Promise<Buffer> {
  const orders = [{ use: 'web' }] as const
  const [issued] = await issueCertificates({ folder, institution, orders, hosts: [], now: new Date() })
  return new X509Certificate(issued?.pem ?? '').raw
}
