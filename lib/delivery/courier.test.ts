import { randomUUID } from 'node:crypto'
import { asc, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { deliveries } from '@/db/schema/deliveries'
import { outbox } from '@/db/schema/outbox'
import { givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { type Endpoint, endpointAt, wantsToBeTold } from '@/e2e/fixtures/told-endpoint'
import { recordEvent } from '@/lib/audit/record-event'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { deliver } from './deliver'
import { findDeadLetters } from './find-dead-letters'
import { giveUpOld } from './give-up-old'
import { RETRY_SECONDS } from './schedule'
import { sendAgain } from './send-again'
import { startCourier } from './start-courier'
import { takeDue } from './take-due'

const ports = await vi.hoisted(async () => (await import('@/e2e/fixtures/free-port')).listPlaces(16))
let psuId: string
let tppId: string
let endpoint: Endpoint

beforeEach(async () => {
  await database().execute(sql`delete from deliveries`)
  psuId ??= await givenPsu()
  ;({ tppId, endpoint } = await tppWithEndpoint())
})

async function tppWithEndpoint() {
  const port = ports.shift()
  if (port === undefined) throw new Error('List more places')
  const tpp = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  return { tppId: tpp, endpoint: await endpointAt(port) }
}

async function consentOf(tpp = { tppId, endpoint }) {
  const { consentId } = await givenConsent({ tppId: tpp.tppId, psuId, accounts: [] })
  await wantsToBeTold(consentId, tpp.endpoint)
  return consentId
}

const stop = (consentId: string) => revokeConsent({ consentId, psuId, requestId: null })

/** One look of the courier, to its end. */
async function once() {
  const taken = await takeDue(50)
  await Promise.all(taken.map(deliver))
  return taken.length
}
/** As if all pauses were over. */
const later = () =>
  database().execute(
    sql`update deliveries set next_attempt_at = now(), leased_until = least(leased_until, now()) where state = 'pending'`,
  )
const rested = () =>
  database().execute(sql`update delivery_hosts set rests_until = now() where rests_until is not null`)
const ofConsent = (consentId: string) =>
  database()
    .select()
    .from(deliveries)
    .where(eq(deliveries.consentId, consentId))
    .orderBy(asc(deliveries.sequence))

async function approvedIn(consentId: string, tx: Parameters<typeof recordEvent>[0]) {
  await recordEvent(tx, {
    at: new Date(),
    type: 'consent.approved',
    actor: `psu:${psuId}`,
    subject: `consent:${consentId}`,
    psuId,
    tppId,
    consentId,
  })
}

describe('fed by the outbox (INV-07)', () => {
  test('a decision that is rolled back is told to nobody', async () => {
    const consentId = await consentOf()
    const undone = database().transaction(async (tx) => {
      await approvedIn(consentId, tx)
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    await once()
    expect(endpoint.told).toEqual([])
  })

  test('a third party that did not ask is told nothing, and its row does not wait for ever', async () => {
    const { consentId } = await givenConsent({ tppId, psuId, accounts: [] })
    await stop(consentId)
    await once()
    expect(endpoint.told).toEqual([])
    const rows = await database().select().from(outbox).where(eq(outbox.consentId, consentId))
    expect(rows.find(({ audience }) => audience === 'tpp')?.sentAt).toBeInstanceOf(Date)
  })

  test('a stop does not wait for an endpoint that never answers, and is told as it was', async () => {
    endpoint.answers = () => null
    const consentId = await consentOf()
    await stop(consentId)
    expect(endpoint.told).toEqual([])
    endpoint.answers = () => 200
    await once()
    expect(endpoint.told.map(({ body }) => JSON.parse(body))).toMatchObject([
      { consentId, consentStatus: 'revokedByPsu' },
    ])
    expect(endpoint.told[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-digest': expect.stringMatching(/^sha-256=:/),
      'signature-input': expect.stringMatching(/^bank=\("@method" "@target-uri"/),
      signature: expect.stringMatching(/^bank=:/),
    })
  })
})

describe('at least once, in order within a consent (FLT)', () => {
  test('who died after sending and before marking: the same message again, under the same X-Request-ID', async () => {
    const consentId = await consentOf()
    await stop(consentId)
    const [taken] = await takeDue(50)
    // Sent, and then the process is gone: nothing was kept. Until its lease is over nobody else sends.
    if (taken) await deliver({ ...taken, attempts: taken.attempts + 1 })
    expect(await once()).toBe(0)
    await later()
    expect(await once()).toBe(1)
    expect(endpoint.told).toHaveLength(2)
    expect(new Set(endpoint.told.map(({ id, body }) => id + body)).size).toBe(1)
    expect(await ofConsent(consentId)).toMatchObject([{ state: 'delivered', attempts: 2, lastStatus: 200 }])
  })

  test('who died between taking and sending: sent after the lease', async () => {
    await stop(await consentOf())
    await takeDue(50)
    expect(await once()).toBe(0)
    await later()
    await once()
    expect(endpoint.told).toHaveLength(1)
  })

  test('what comes later waits until what came first was told or given up', async () => {
    const consentId = await consentOf()
    await database().transaction((tx) => approvedIn(consentId, tx))
    await stop(consentId)
    endpoint.answers = () => 500
    await once()
    expect(await once()).toBe(0)
    endpoint.answers = () => 200
    await later()
    while ((await once()) > 0);
    expect(endpoint.told.map(({ body }) => JSON.parse(body).consentStatus)).toEqual([
      'valid',
      'valid',
      'revokedByPsu',
    ])
  })

  test('two couriers side by side tell each thing once', async () => {
    const consents = await Promise.all(Array.from({ length: 12 }, () => consentOf()))
    await Promise.all(consents.map(stop))
    const couriers = [startCourier({ lookMillis: 5 }), startCourier({ lookMillis: 5 })]
    await expect.poll(() => endpoint.told.length).toBe(12)
    await Promise.all(couriers.map((courier) => courier.stop()))
    expect(new Set(endpoint.told.map(({ id }) => id)).size).toBe(12)
    expect((await Promise.all(consents.map(ofConsent))).flat().map(({ state }) => state)).toEqual(
      Array(12).fill('delivered'),
    )
  })
})

describe('each third party by itself', () => {
  test('one that never answers keeps nobody waiting, and never more than two connections', async () => {
    const MESSAGES = 10
    const healthy = { tppId, endpoint }
    const dead = await tppWithEndpoint()
    let most = 0
    dead.endpoint.answers = () => {
      most = Math.max(most, dead.endpoint.open)
      return null
    }
    let deadWereTried = Number.POSITIVE_INFINITY
    healthy.endpoint.answers = () => {
      deadWereTried = dead.endpoint.told.length
      return 200
    }
    for (let index = 0; index < MESSAGES; index += 1) await stop(await consentOf(dead))
    await stop(await consentOf(healthy))
    const courier = startCourier({ lookMillis: 5 })
    await expect.poll(() => healthy.endpoint.told.length).toBe(1)
    await expect.poll(() => dead.endpoint.told.length).toBeGreaterThanOrEqual(4)
    await courier.stop()
    // Whoever took them in the order of their coming would have been through with all of the dead one's.
    expect(deadWereTried).toBeLessThan(MESSAGES)
    expect(most).toBe(2)
  })

  test('five failures in a row and its host rests; then one message finds out, and one success is enough', async () => {
    const consents = await Promise.all(Array.from({ length: 8 }, () => consentOf()))
    await Promise.all(consents.map(stop))
    endpoint.answers = () => 503
    while ((await once()) > 0);
    const before = endpoint.told.length
    expect(before).toBeGreaterThanOrEqual(5)
    expect(before).toBeLessThanOrEqual(6)
    await later()
    expect(await once()).toBe(0)
    await rested()
    expect(await once()).toBe(1)
    await rested()
    endpoint.answers = () => 200
    expect(await once()).toBe(1)
    expect(await once()).toBe(2)
  })

  test('a host that answers no is awake: 400 is tried again without a rest', async () => {
    await stop(await consentOf())
    endpoint.answers = () => 400
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await later()
      expect(await once()).toBe(1)
    }
  })
})

describe('the end of the schedule', () => {
  test('after the last attempt it is a dead letter, and can be tried again', async () => {
    const consentId = await consentOf()
    await stop(consentId)
    endpoint.answers = () => 404
    for (let attempt = 0; attempt <= RETRY_SECONDS.length + 1; attempt += 1) {
      await later()
      await once()
    }
    expect(endpoint.told).toHaveLength(RETRY_SECONDS.length + 1)
    const [dead] = await findDeadLetters()
    expect(dead).toMatchObject({ consentId, tppId, lastStatus: 404, attempts: RETRY_SECONDS.length + 1 })
    expect(await sendAgain(randomUUID())).toBe(false)
    endpoint.answers = () => 204
    expect(await sendAgain(dead?.id ?? '')).toBe(true)
    await once()
    expect(await ofConsent(consentId)).toMatchObject([{ state: 'delivered', lastStatus: 204 }])
    expect(await sendAgain(dead?.id ?? '')).toBe(false)
  })

  test('410 is the end at once, and what comes later about the consent is told all the same', async () => {
    const consentId = await consentOf()
    await database().transaction((tx) => approvedIn(consentId, tx))
    endpoint.answers = () => 410
    await once()
    expect(await ofConsent(consentId)).toMatchObject([{ state: 'dead', attempts: 1, lastStatus: 410 }])
    endpoint.answers = () => 200
    await stop(consentId)
    await once()
    const [first, second] = await ofConsent(consentId)
    expect(second?.state).toBe('delivered')
    // Out of order it would say that a stopped consent is valid.
    expect(await sendAgain(first?.id ?? '')).toBe(false)
  })

  test('what waited a day behind a host that rests is given up', async () => {
    const consentId = await consentOf()
    await stop(consentId)
    await takeDue(0)
    await database().execute(
      sql`update deliveries set planned_at = now() - interval '25 hours' where consent_id = ${consentId}`,
    )
    await giveUpOld()
    expect(await ofConsent(consentId)).toMatchObject([{ state: 'dead', lastFault: 'too_old' }])
  })

  test('an address that is not public any more is a failure like any other', async () => {
    const { consentId } = await givenConsent({ tppId, psuId, accounts: [] })
    await wantsToBeTold(consentId, { url: 'https://169.254.169.254/told' })
    await stop(consentId)
    await once()
    expect(await ofConsent(consentId)).toMatchObject([
      { state: 'pending', attempts: 1, lastStatus: null, lastFault: 'address_not_public' },
    ])
  })
})
