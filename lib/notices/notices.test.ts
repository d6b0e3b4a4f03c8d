import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { ledgerHolders } from '@/db/schema/ledger'
import {
  givenAccount,
  givenApplication,
  givenConsent,
  givenPsu,
  givenTpp,
} from '@/e2e/fixtures/given-consent'
import { kindsOf, planAll, recordOf, toldTo } from '@/e2e/fixtures/told-notices'
import { EVENTS, type EventType } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { isSecurity, SILENT, TELLINGS } from './notice-kinds'
import { changeNoticeSettings, findNoticeSettings } from './notice-settings'
import { planEnding } from './plan-ending'
import { planNotices } from './plan-notices'
import { planUnusual } from './plan-unusual'
import { quietUntil } from './quiet-hours'

const DAY = 86_400_000
let psuId: string
let tppId: string

beforeEach(async () => {
  psuId = await givenPsu()
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo')
})

const consentOf = async (given: Partial<Parameters<typeof givenConsent>[0]> = {}) =>
  (await givenConsent({ tppId, psuId, accounts: [], ...given })).consentId

const allowedToo = async (consentId: string, other: string) => {
  const at = await now()
  await database().insert(authorisations).values({
    id: randomUUID(),
    resourceKind: 'consent',
    resourceId: consentId,
    psuId: other,
    scaStatus: 'finalised',
    createdAt: at,
    updatedAt: at,
    approach: 'redirect',
  })
}

const record = (type: EventType, more?: Parameters<typeof recordOf>[2]) => recordOf(psuId, type, more)

test('each event that concerns a customer is told of, or is named among those of which nothing is told', () => {
  const theirs = Object.entries(EVENTS).filter(([, { audiences }]) =>
    audiences.some((audience) => audience === 'customer'),
  )
  const unnamed = theirs.filter(([type]) => !(type in TELLINGS) && !SILENT.some((silent) => silent === type))
  expect(unnamed.map(([type]) => type)).toEqual([])
})

describe('from the outbox', () => {
  test('a decision that is rolled back is told to nobody', async () => {
    const consentId = await consentOf()
    const undone = database().transaction(async (tx) => {
      await recordEvent(tx, {
        at: await now(tx),
        type: 'consent.revoked',
        actor: `psu:${psuId}`,
        subject: `consent:${consentId}`,
        psuId,
        consentId,
      })
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    await planAll()
    expect(await toldTo(psuId)).toEqual([])
  })

  test('a stop is told once, however often and by however many it is planned', async () => {
    const consentId = await consentOf()
    await revokeConsent({ consentId, psuId, requestId: null })
    await Promise.all([planNotices(), planNotices(), planNotices()])
    await planAll()
    await database().execute(
      sql`update outbox set sent_at = null where audience = 'customer' and consent_id = ${consentId}`,
    )
    await planAll()
    expect(await toldTo(psuId)).toMatchObject([{ kind: 'stopped', consentId, params: { app: 'Saldo' } }])
  })

  test('a row that cannot be planned keeps nothing back that came after it', async () => {
    const consentId = await consentOf()
    await record('authenticator.removed')
    await database().execute(
      sql`update outbox set sealed_payload = 'broken'::bytea where audience = 'customer' and psu_id = ${psuId}`,
    )
    await revokeConsent({ consentId, psuId, requestId: null })
    await planAll()
    expect(await kindsOf(psuId)).toEqual(['stopped'])
  })

  test('of a joint account each holder is told, the other one by whom; a stranger is not', async () => {
    const [sam, stranger] = [await givenPsu('Sam'), await givenPsu('Nobody')]
    const consentId = await consentOf()
    await allowedToo(consentId, sam)
    await revokeConsent({ consentId, psuId: sam, requestId: null })
    await planAll()
    expect(await toldTo(sam)).toMatchObject([{ kind: 'stopped', params: { name: null } }])
    expect(await toldTo(psuId)).toMatchObject([{ kind: 'stoppedByHolder', params: { name: 'Sam' } }])
    expect(await toldTo(stranger)).toEqual([])
  })

  test('who holds the account and was not asked reads that it is shared and by whom, and of its end nothing', async () => {
    const sam = await givenPsu('Sam')
    const accountId = await givenAccount({ psuId })
    await database().insert(ledgerHolders).values({ accountId, psuId: sam, alone: true })
    const consentId = await consentOf({ accounts: [{ accountId }] })
    await record('consent.approved', { subject: `consent:${consentId}`, consentId, tppId })
    await revokeConsent({ consentId, psuId, requestId: null })
    await planAll()
    expect(await kindsOf(psuId)).toEqual(['allowed', 'stopped'])
    const by = { name: 'Anna Andersen', app: null }
    // A notice of each end would tell of a protection by not coming.
    expect(await toldTo(sam)).toEqual([{ kind: 'jointShared', consentId: null, params: by }])
  })

  test("the bank's pause is told to everybody who shares, and to nobody who had ended it", async () => {
    const [other, former] = [await givenPsu(), await givenPsu()]
    await consentOf()
    await consentOf()
    await consentOf({ psuId: other })
    const ended = await consentOf({ psuId: former })
    await revokeConsent({ consentId: ended, psuId: former, requestId: null })
    await record('tpp.paused', { actor: 'staff:1', subject: `tpp:${tppId}`, psuId: null, tppId })
    await planAll()
    expect(await kindsOf(psuId)).toEqual(['appPaused'])
    expect(await kindsOf(other)).toEqual(['appPaused'])
    expect(await kindsOf(former)).toEqual(['stopped'])
  })

  test('a passkey made by a recovery is told by the recovery, with the way to object', async () => {
    await record('authenticator.created', { detail: { by: 'recovery' } })
    await record('recovery.used', { personal: { objection: '/recover/object/x' } })
    await record('authenticator.created', { detail: { by: 'session' }, personal: { name: 'Phone' } })
    await planAll()
    expect(await toldTo(psuId)).toMatchObject([
      { kind: 'recoveryUsed', params: { path: '/recover/object/x' } },
      { kind: 'passkeyAdded', params: { told: 'Phone' } },
    ])
  })
})

describe('by the clock', () => {
  const ending = (days: number, approvedDaysAgo = 90) =>
    consentOf({
      endsAt: new Date(Date.now() + days * DAY),
      approvedAt: new Date(Date.now() - approvedDaysAgo * DAY),
    })

  test('what ends later, was given for so short, or has no end, is not told of', async () => {
    await ending(15)
    await ending(10, 1)
    await consentOf({ endsAt: new Date('9999-12-31T00:00:00Z'), approvedAt: new Date(0) })
    await planEnding()
    expect(await kindsOf(psuId)).toEqual([])
  })

  test('an end is told 14 and 3 days before, once each; who looks late tells the nearer one alone', async () => {
    const consentId = await ending(13)
    await ending(2)
    await Promise.all([planEnding(), planEnding()])
    await planEnding()
    expect((await kindsOf(psuId)).sort()).toEqual(['endsIn14Days', 'endsIn3Days'])
    await database().execute(
      sql`update consents set ends_at = ends_at - interval '11 days', last_action_at = last_action_at
          where id = ${consentId}`,
    )
    await planEnding()
    await planEnding()
    expect((await kindsOf(psuId)).sort()).toEqual(['endsIn14Days', 'endsIn3Days', 'endsIn3Days'])
  })

  test('many refused calls of a day are told once, few are not', async () => {
    const [many, few] = [await consentOf(), await consentOf()]
    const noon = new Date(Math.floor(Date.now() / DAY) * DAY - DAY + 11 * 3_600_000)
    // All at one moment: it is told what one look of an hour finds, and at which minutes it looks the clock decides.
    for (let time = 0; time < 12; time += 1) await called(many, 401, noon)
    for (let time = 0; time < 9; time += 1) await called(few, 401, noon)
    await planUnusual()
    await walkAgain()
    await Promise.all([planUnusual(), planUnusual()])
    await walkAgain()
    await planUnusual()
    expect(await toldTo(psuId)).toMatchObject([
      { kind: 'refusedReads', consentId: many, params: { count: 12 } },
    ])
  })

  test('a look in the night is told where it is no habit, and not where it is or nothing is known', async () => {
    const [broken, habit, fresh] = [await consentOf(), await consentOf(), await consentOf()]
    // Two in the morning in Copenhagen, in winter and in summer, of a day that is over.
    const night = new Date(Math.floor(Date.now() / DAY) * DAY - 2 * DAY + 1 * 3_600_000)
    const noon = (daysAgo: number) => new Date(night.getTime() - daysAgo * DAY + 11 * 3_600_000)
    for (const consentId of [broken, habit]) await called(consentId, 200, noon(10))
    await called(habit, 200, new Date(night.getTime() - 5 * DAY))
    for (const consentId of [broken, habit, fresh]) await called(consentId, 200, night)
    await planUnusual()
    await walkAgain()
    await planUnusual()
    expect(await toldTo(psuId)).toMatchObject([
      { kind: 'readsAtNight', consentId: broken, params: { count: 1 } },
    ])
  })
})

/** As if the days before had not been looked at yet. */
const walkAgain = () =>
  database().execute(sql`update notice_marks set walked_to = placet_now() - interval '4 days'`)

async function called(consentId: string, status: number, at: Date) {
  await database().execute(sql`
    insert into access_log (call_id, at, tpp_id, consent_id, psu_id, method, route, status, psu_present)
    values (${randomUUID()}, ${at.toISOString()}::timestamptz, ${tppId}, ${consentId}, ${psuId}, 'GET',
            '/v1/accounts', ${status}, false)`)
}

describe('what a customer chooses', () => {
  test('what protects the access cannot be switched off, whatever is sent', async () => {
    await changeNoticeSettings({ psuId, sessionId: randomUUID(), topics: [], quiet: { from: 22, to: 7 } })
    const { mail, quiet } = await findNoticeSettings(psuId)
    expect(Object.entries(mail).filter(([, on]) => on)).toEqual([['security', true]])
    expect(quiet).toEqual({ from: 22, to: 7 })
    expect([isSecurity('passkeyAdded'), isSecurity('newDevice'), isSecurity('allowed')]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('quiet hours go over midnight, end on the hour of the bank, and know the night in which clocks change', () => {
    const until = (now: string, quiet = { from: 22, to: 7 }) =>
      quietUntil({ now: new Date(now), quiet, timeZone: 'Europe/Copenhagen' })?.toISOString() ?? null
    expect(until('2026-01-10T12:00:00Z')).toBeNull()
    expect(until('2026-01-10T06:00:00Z')).toBeNull()
    expect(until('2026-01-10T21:30:00Z')).toBe('2026-01-11T06:00:00.000Z')
    expect(until('2026-01-10T05:59:59Z')).toBe('2026-01-10T06:00:00.000Z')
    // The clocks go forward at two o'clock: seven is six hours after midnight.
    expect(until('2026-03-28T22:30:00Z')).toBe('2026-03-29T05:00:00.000Z')
    expect(until('2026-01-10T12:00:00Z', { from: 9, to: 17 })).toBe('2026-01-10T16:00:00.000Z')
  })
})
