import { eq } from 'drizzle-orm'
import { afterAll, afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { tpps } from '@/db/schema/tpps'
import { codeOf, givenWayToUse } from '@/e2e/fixtures/consent-in-use'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { givenAccount } from '@/e2e/fixtures/given-consent'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { now } from '@/lib/clock'
import { dropAccount } from '@/lib/consent/drop-account'
import { expireConsent } from '@/lib/consent/expire-consent'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { terminateConsent } from '@/lib/consent/terminate-consent'
import { approveDecision } from '@/lib/tpp/approve-decision'
import { proposeDecision } from '@/lib/tpp/propose-decision'

// The withdrawal guarantee: whatever takes access away is one transaction of state, tokens, trail and queued events. Each way
// is cut at each table that it writes, and then nothing of it stands; uncut, its rows carry one transaction's number.

const { owner, psuId, accountId, approve } = await givenConsentLife()
const second = await givenAccount({ psuId })
const [operator, approver] = [await givenColleague('operate'), await givenColleague('approve')]
const RIGHTS = { card: false, balances: true, transactions: true, ownerName: false }

afterAll(() => closeHotPath())
afterEach(async () => {
  await owner.query('delete from sandbox_clock')
  await database().update(tpps).set({ status: 'active', pausedAt: null }).where(eq(tpps.id, TPP))
})

const WAYS: Way[] = [
  {
    way: "the customer's stop",
    act: async ({ consentId }) => void (await revokeConsent({ consentId, psuId, requestId: null })),
    event: 'consent.revoked',
    state: 'consents',
    deletesTokens: true,
    refused: 'consent_invalid',
    told: ['customer', 'tpp'],
  },
  {
    way: "the customer's change",
    act: async ({ consentId }) =>
      void (await dropAccount({ consentId, psuId, accountId: second, requestId: null })),
    event: 'consent.account-dropped',
    state: 'consents',
    // The token goes on opening what the version gives, and no more.
    deletesTokens: false,
    refused: 'consent_invalid',
    told: ['customer', 'tpp'],
  },
  {
    way: "the customer's pause",
    act: async ({ consentId }) => void (await pauseByPsu({ consentId, psuId, requestId: null })),
    event: 'consent.paused',
    state: 'holds',
    deletesTokens: false,
    refused: 'consent_invalid',
    told: ['customer', 'tpp'],
  },
  {
    way: "the third party's DELETE",
    act: async ({ consentId }) => void (await terminateConsent({ consentId, tppId: TPP, requestId: null })),
    event: 'consent.terminated',
    state: 'consents',
    deletesTokens: true,
    refused: 'consent_invalid',
    told: ['customer', 'tpp'],
  },
  {
    way: "the bank's suspension",
    before: proposeOnce,
    act: approveProposed,
    event: 'tpp.paused',
    state: 'tpps',
    deletesTokens: false,
    refused: 'certificate_blocked',
    told: ['customer', 'staff', 'tpp'],
  },
  {
    way: 'what the clock has decided, written down',
    act: async ({ consentId }) => {
      await owner.query(`insert into sandbox_clock values (true, '200 days') on conflict do nothing`)
      await expireConsent({ consentId })
    },
    event: 'consent.expired',
    state: 'consents',
    deletesTokens: true,
    refused: 'consent_expired',
    told: ['customer', 'tpp'],
  },
]

const CUTS = WAYS.flatMap((way) =>
  [way.state, 'audit_events', 'outbox', ...(way.deletesTokens ? ['oauth_records'] : [])].map((table) => ({
    ...way,
    table,
  })),
)

test.each(CUTS)(
  '$way, cut as it writes $table: nothing of it stands',
  async ({ before: prepare, act, event, table }) => {
    const world = await given()
    await prepare?.()
    const before = await standing(world)
    await owner.query(`create or replace function cut() returns trigger language plpgsql as $$ begin
    raise exception 'cut'; end $$`)
    await owner.query(`create trigger cut before insert or update or delete on ${table}
    for each statement execute function cut()`)
    const ended = act(world).catch((thrown: Error) => thrown)
    const fault = await ended.finally(() => owner.query(`drop trigger cut on ${table}`))
    expect(String(fault?.cause ?? fault)).toContain('cut')
    await owner.query('delete from sandbox_clock')
    expect(await standing(world)).toEqual(before)
    expect(await eventRows(world, event)).toEqual([])
    expect(await codeOf(world.use())).toBe('granted')
  },
)

test.each(WAYS)('$way: one transaction, and the very next use is refused', async (way) => {
  const world = await given()
  expect(await codeOf(world.use())).toBe('granted')
  await way.before?.()
  await way.act(world)
  expect(await codeOf(world.use())).toBe(way.refused)
  const { tokens } = await standing(world)
  expect(tokens).toBe(way.deletesTokens ? 0 : 1)
  const rows = await eventRows(world, way.event)
  expect(rows.map(({ place }) => place)).toEqual(['trail', ...way.told])
  const { rows: states } = await owner.query(STATES[way.state], [
    way.state === 'tpps' ? TPP : world.consentId,
  ])
  expect(new Set([...rows, ...states].map(({ xmin }) => xmin)).size).toBe(1)
  expect(states).toHaveLength(1)
})

/** A permission on two accounts, and a use of the second of them, by a token. */
async function given() {
  const { consentId } = await asked()
  const accounts = [accountId, second].map((id) => ({ accountId: id, ...RIGHTS }))
  const { grantId } = await approve(consentId, { accounts })
  const since = new Date()
  const { use } = await givenWayToUse({ consentId, grantId, tppId: TPP, accountId: second })
  return { consentId, grantId, since, use: () => use({ psuPresent: true }) }
}

/** The row whose version is the state, with the transaction that wrote it. */
const STATES = {
  consents: 'select xmin::text from consents where id = $1',
  holds: 'select xmin::text from holds where consent_id = $1',
  tpps: 'select xmin::text from tpps where id = $1',
}

async function standing({ consentId, grantId }: World) {
  const { rows } = await owner.query(
    `select c.status, c.version, c.ends_at, t.status as served,
       (select count(*)::int from holds h where h.consent_id = c.id) as holds,
       (select count(*)::int from consent_versions v where v.consent_id = c.id) as versions,
       (select count(*)::int from oauth_records o where o.grant_id = $2) as tokens,
       (select count(*)::int from audit_events e where e.consent_id = c.id) as trail,
       (select count(*)::int from outbox o where o.consent_id = c.id) as queued
     from consents c join tpps t on t.id = c.tpp_id where c.id = $1`,
    [consentId, grantId],
  )
  return rows[0]
}

/** What the trail and the outbox have of it since this world began, with the transaction that wrote each row. */
async function eventRows({ consentId, since }: World, type: string) {
  const { rows } = await owner.query<{ place: string; xmin: string }>(
    `select 'trail' as place, xmin::text, 0 as nth from audit_events
       where type = $2 and (consent_id = $1 or (consent_id is null and tpp_id = $3 and at >= $4))
     union all select o.audience, o.xmin::text, 1 from outbox o
       where o.type = $2 and (o.consent_id = $1 or (o.consent_id is null and o.tpp_id = $3 and o.created_at >= $4))
     order by nth, place`,
    [consentId, type, TPP, since],
  )
  return rows
}

let proposed: string | null = null

/** One colleague proposes; an approval that was cut leaves the proposal open for the next. */
async function proposeOnce(): Promise<void> {
  if (proposed !== null) return
  const { decisionId } = await proposeDecision({
    tppId: TPP,
    action: 'pause',
    ground: 'fraudulent-access',
    note: 'Reads at night.',
    tppText: 'Call us.',
    customersText: 'We are looking into it.',
    endsOn: null,
    staffId: operator,
    requestId: null,
    now: await now(),
  })
  proposed = decisionId
}

/** Another makes it true. */
async function approveProposed(): Promise<void> {
  const decisionId = proposed ?? ''
  await approveDecision({ decisionId, tppId: TPP, staffId: approver, requestId: null, now: await now() })
}

type World = Awaited<ReturnType<typeof given>>
type Way = {
  way: string
  before?: () => Promise<void>
  act: (world: World) => Promise<void>
  event: string
  state: keyof typeof STATES
  deletesTokens: boolean
  refused: string
  told: string[]
}
