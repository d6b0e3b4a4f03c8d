import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { outbox } from '@/db/schema/outbox'
import { staff } from '@/db/schema/staff'
import { authorityReports, tppDecisions } from '@/db/schema/tpp-decisions'
import { tpps } from '@/db/schema/tpps'
import { givenAccount, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { addDays, bankDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { approveDecision } from './approve-decision'
import { dropProposal } from './drop-proposal'
import { pauseByRegister } from './pause-by-register'
import { type ProposeDecision, proposeDecision } from './propose-decision'

afterEach(() => moveClock('0'))

const operator = await givenColleague('operate')
const approver = await givenColleague('approve')
const both = await givenColleague('operate', 'approve')
let made = 0

async function givenThirdParty(): Promise<string> {
  made += 1
  return givenTpp(`PSDNL-DNB-D${made}`)
}

async function propose(tppId: string, over: Partial<ProposeDecision> = {}): Promise<string> {
  const { decisionId } = await proposeDecision({
    tppId,
    action: 'pause',
    ground: 'fraudulent-access',
    note: 'Reads at night from addresses that are not its own.',
    tppText: 'We saw reads that your customers did not ask for. Call us.',
    customersText: 'We saw reads that its customers did not ask for.',
    endsOn: null,
    staffId: operator,
    requestId: null,
    now: await now(),
    ...over,
  })
  return decisionId
}

const RESUME = { action: 'resume', ground: null, tppText: null, customersText: null } as const

async function approve(tppId: string, decisionId: string, staffId = approver): Promise<void> {
  await approveDecision({ decisionId, tppId, staffId, requestId: null, now: await now() })
}

async function decide(tppId: string, over: Partial<ProposeDecision> = {}): Promise<string> {
  const decisionId = await propose(tppId, over)
  await approve(tppId, decisionId)
  return decisionId
}

const standing = async (tppId: string) => {
  const [row] = await database().select().from(tpps).where(eq(tpps.id, tppId))
  return row
}
const reports = (decisionId: string) =>
  database().select().from(authorityReports).where(eq(authorityReports.decisionId, decisionId))

test('who proposes cannot approve, whatever their roles: in the statement, and in the table', async () => {
  const tppId = await givenThirdParty()
  const decisionId = await propose(tppId, { staffId: both })
  await expect(approve(tppId, decisionId, both)).rejects.toMatchObject({ code: 'own_proposal' })
  await expect(
    database()
      .update(tppDecisions)
      .set({ state: 'approved', decidedBy: both, decidedAt: await now() })
      .where(eq(tppDecisions.id, decisionId)),
  ).rejects.toMatchObject({ cause: { constraint: 'tpp_decisions_four_eyes' } })
  expect(await standing(tppId)).toMatchObject({ status: 'active', pausedAt: null })
  expect(await reports(decisionId)).toEqual([])
})

test('nobody can become another proposer, or none, to approve their own', async () => {
  const tppId = await givenThirdParty()
  const decisionId = await propose(tppId, { staffId: both })
  for (const requestedBy of [approver, null])
    await expect(
      database().update(tppDecisions).set({ requestedBy }).where(eq(tppDecisions.id, decisionId)),
    ).rejects.toMatchObject({ cause: { message: 'a decision about a third party is taken once' } })
})

test('without the role, or blocked, nobody approves, even past the door', async () => {
  const tppId = await givenThirdParty()
  const decisionId = await propose(tppId)
  const blocked = await givenColleague('approve')
  await database().update(staff).set({ status: 'blocked' }).where(eq(staff.id, blocked))
  for (const staffId of [await givenColleague('operate'), blocked, randomUUID()])
    await expect(approve(tppId, decisionId, staffId)).rejects.toMatchObject({ code: 'staff_role_missing' })
  expect(await standing(tppId)).toMatchObject({ status: 'active' })
})

test('a foreign id and one that does not exist are one answer', async () => {
  const [mine, other] = [await givenThirdParty(), await givenThirdParty()]
  const decisionId = await propose(mine)
  const unknown = { code: 'resource_unknown' }
  await expect(approve(other, decisionId)).rejects.toMatchObject(unknown)
  await expect(approve(mine, randomUUID())).rejects.toMatchObject(unknown)
  await expect(approve('PSDNL-DNB-NOBODY', decisionId)).rejects.toMatchObject(unknown)
  await expect(propose('PSDNL-DNB-NOBODY')).rejects.toMatchObject(unknown)
  const drop = { tppId: other, decisionId, staffId: approver, requestId: null, now: await now() }
  await expect(dropProposal(drop)).rejects.toMatchObject(unknown)
})

test('who may not approve declines nothing, so nobody who only looks can keep a third party from being paused', async () => {
  const tppId = await givenThirdParty()
  const decisionId = await propose(tppId)
  const drop = { tppId, decisionId, requestId: null, now: await now() }
  for (const role of ['read', 'audit', 'operate'] as const)
    await expect(dropProposal({ ...drop, staffId: await givenColleague(role) })).rejects.toMatchObject({
      code: 'staff_role_missing',
    })
  await dropProposal({ ...drop, staffId: operator })
  await expect(approve(tppId, decisionId)).rejects.toMatchObject({ code: 'already_decided' })
})

test('a proposal alone changes nothing, and a second one has to wait', async () => {
  const tppId = await givenThirdParty()
  const decisionId = await propose(tppId)
  expect(await standing(tppId)).toMatchObject({ status: 'active', pausedAt: null })
  await expect(propose(tppId, { staffId: both })).rejects.toMatchObject({ code: 'proposal_untimely' })
  await dropProposal({ tppId, decisionId, staffId: approver, requestId: null, now: await now() })
  await expect(approve(tppId, decisionId)).rejects.toMatchObject({ code: 'already_decided' })
  await propose(tppId)
})

test('of ten proposals at once one stands', async () => {
  const tppId = await givenThirdParty()
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => propose(tppId)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('of ten approvals at once one counts: one event, one report, and each audience told once', async () => {
  const tppId = await givenThirdParty()
  const decisionId = await propose(tppId)
  const others = await Promise.all(Array.from({ length: 9 }, () => givenColleague('approve')))
  const results = await Promise.allSettled(
    [approver, ...others].map((one) => approve(tppId, decisionId, one)),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'already_decided' })
  expect(await reports(decisionId)).toHaveLength(1)
  const events = await database().select().from(auditEvents).where(eq(auditEvents.tppId, tppId))
  expect(events.filter(({ type }) => type === 'tpp.paused')).toHaveLength(1)
  const told = await database().select().from(outbox).where(eq(outbox.tppId, tppId))
  expect(
    told
      .filter(({ type }) => type === 'tpp.paused')
      .map(({ audience }) => audience)
      .sort(),
  ).toEqual(['customer', 'staff', 'tpp'])
})

test('an approval and a withdrawal at once: one of them, never both', async () => {
  for (let round = 0; round < 5; round++) {
    const tppId = await givenThirdParty()
    const decisionId = await propose(tppId)
    const at = await now()
    await Promise.allSettled([
      approve(tppId, decisionId),
      dropProposal({ tppId, decisionId, staffId: operator, requestId: null, now: at }),
    ])
    const [row] = await database().select().from(tppDecisions).where(eq(tppDecisions.id, decisionId))
    const { status } = (await standing(tppId)) ?? {}
    expect([row?.state, status]).toEqual(
      row?.state === 'approved' ? ['approved', 'paused'] : ['withdrawn', 'active'],
    )
  }
})

test('what was decided and what was reported stays as it is', async () => {
  const tppId = await givenThirdParty()
  const decisionId = await decide(tppId)
  const again = database().update(tppDecisions).set({ note: 'nothing happened' })
  await expect(again.where(eq(tppDecisions.id, decisionId))).rejects.toThrow()
  await expect(database().delete(tppDecisions).where(eq(tppDecisions.id, decisionId))).rejects.toThrow()
  await expect(database().update(authorityReports).set({ body: {} })).rejects.toThrow()
  await expect(database().delete(authorityReports)).rejects.toThrow()
})

test('a pause says who is touched and reports it; resuming needs two again and reports it too', async () => {
  const tppId = await givenThirdParty()
  const psuId = await givenPsu()
  const accountId = await givenAccount({ psuId })
  await givenConsent({ tppId, psuId, accounts: [{ accountId }] })
  await givenConsent({ tppId, psuId, accounts: [{ accountId }] })
  const paused = await decide(tppId)
  expect(await standing(tppId)).toMatchObject({ status: 'paused', pausedAt: expect.any(Date) })
  const [report] = await reports(paused)
  expect(report?.body).toMatchObject({
    report: 'access denied',
    legalBasis: 'Directive (EU) 2015/2366, Art. 68(5) and (6)',
    thirdParty: { organizationIdentifier: tppId },
    reason: { code: 'fraudulent-access', clause: expect.stringContaining('68(5)') },
    affected: { consents: 2, customers: 1 },
    decided: { by: 'two members of staff' },
  })
  expect(JSON.stringify(report?.body)).not.toContain(psuId)
  await expect(propose(tppId)).rejects.toMatchObject({ code: 'proposal_untimely' })
  const resumed = await propose(tppId, RESUME)
  await expect(approve(tppId, resumed, operator)).rejects.toMatchObject({ code: 'own_proposal' })
  await approve(tppId, resumed)
  expect(await standing(tppId)).toMatchObject({ status: 'active', pausedAt: null, endsAt: null })
  expect((await reports(resumed))[0]?.body).toMatchObject({ report: 'access restored' })
})

test('an end needs a day that is still to come, and is refused once that has passed unapproved', async () => {
  const tppId = await givenThirdParty()
  const today = bankDay(await now(), env.BANK_TIME_ZONE)
  for (const endsOn of [today, addDays(today, -1), null])
    await expect(propose(tppId, { action: 'end', endsOn })).rejects.toMatchObject({ code: 'period_invalid' })
  const decisionId = await propose(tppId, { action: 'end', endsOn: addDays(today, 1) })
  await moveClock('3 days')
  await expect(approve(tppId, decisionId)).rejects.toMatchObject({ code: 'proposal_untimely' })
  expect(await standing(tppId)).toMatchObject({ status: 'active', endsAt: null })
})

test("the register's word pauses at once, under its own name, and staff undo it with four eyes", async () => {
  const tppId = await givenThirdParty()
  const note = 'Withdrawn on 3 March.'
  expect(await pauseByRegister({ tppId, note, now: await now() })).toBe(true)
  expect(await pauseByRegister({ tppId, note, now: await now() })).toBe(false)
  expect(await standing(tppId)).toMatchObject({ status: 'paused' })
  const decisions = await database().select().from(tppDecisions).where(eq(tppDecisions.tppId, tppId))
  expect(decisions).toMatchObject([{ state: 'approved', requestedBy: null, decidedBy: null }])
  expect((await reports(decisions[0]?.id ?? ''))[0]?.body).toMatchObject({
    decided: { by: 'the register of the authority' },
  })
  await decide(tppId, RESUME)
  expect(await standing(tppId)).toMatchObject({ status: 'active' })
})
