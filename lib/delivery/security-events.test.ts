import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { compactVerify, importJWK } from 'jose'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { deliveries } from '@/db/schema/deliveries'
import { signingKeys } from '@/db/schema/signing-keys'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { type Endpoint, endpointAt, wantsToBeTold } from '@/e2e/fixtures/told-endpoint'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { resumeByPsu } from '@/lib/consent/resume-by-psu'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { env } from '@/lib/env'
import { pauseByRegister } from '@/lib/tpp/pause-by-register'
import { deliver } from './deliver'
import { giveUpOld } from './give-up-old'
import { pollEvents } from './poll-events'
import { takeDue } from './take-due'

const ports = await vi.hoisted(async () => (await import('@/e2e/fixtures/free-port')).listPlaces(10))
const psuId = await givenPsu()
let tppId: string
let endpoint: Endpoint

beforeEach(async () => {
  await database().execute(sql`delete from deliveries`)
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo')
})

async function pushed() {
  const port = ports.shift()
  if (port === undefined) throw new Error('List more places')
  endpoint = await endpointAt(port)
  endpoint.answers = () => 202
  await registered({ eventMethod: 'push', eventEndpoint: endpoint.url })
}
const registered = (how: Partial<typeof applications.$inferInsert>) =>
  database().update(applications).set(how).where(eq(applications.clientId, tppId))
const given = async () => (await givenConsent({ tppId, psuId, accounts: [] })).consentId
const stop = (consentId: string) => revokeConsent({ consentId, psuId, requestId: null })
const pause = (consentId: string) => pauseByPsu({ consentId, psuId, requestId: null })
const once = async () => Promise.all((await takeDue(50)).map(deliver))
const later = () => database().execute(sql`update deliveries set next_attempt_at = now()`)
const rows = () => database().select().from(deliveries).orderBy(deliveries.sequence)
const poll = (asked: Partial<Parameters<typeof pollEvents>[0]> = {}) =>
  pollEvents({ tppId, max: null, acknowledged: [], errors: {}, ...asked })

/** As a receiver does: by the published keys, and by the token alone. */
async function opened(token: string | undefined) {
  const keys = await database().select({ kid: signingKeys.kid, jwk: signingKeys.publicJwk }).from(signingKeys)
  const { payload, protectedHeader } = await compactVerify(token ?? '', async ({ kid }) => {
    const key = keys.find((one) => one.kid === kid)
    return importJWK(key?.jwk ?? {}, 'ES256')
  })
  return { header: protectedHeader, claims: JSON.parse(new TextDecoder().decode(payload)) }
}
const changesOf = async (sets: Record<string, string>) =>
  Promise.all(
    Object.values(sets).map(async (token) => {
      const [event] = Object.values((await opened(token)).claims.events)
      return event
    }),
  )

describe('pushed (RFC 8417, RFC 8935)', () => {
  beforeEach(pushed)

  test('a stop is a signed token of its own type, which names the permission and nobody', async () => {
    const consentId = await given()
    await stop(consentId)
    await once()
    expect(endpoint.told).toHaveLength(1)
    const [told] = endpoint.told
    expect(told?.headers).toMatchObject({
      'content-type': 'application/secevent+jwt',
      accept: 'application/json',
    })
    const { header, claims } = await opened(told?.body)
    expect(header).toMatchObject({ typ: 'secevent+jwt', alg: 'ES256' })
    const [row] = await rows()
    expect(claims).toEqual({
      iss: env.PUBLIC_ORIGIN,
      jti: row?.id,
      iat: expect.any(Number),
      aud: tppId,
      txn: expect.stringMatching(/^[0-9a-f-]{36}$/),
      toe: expect.any(Number),
      sub_id: { format: 'uri', uri: `${env.MTLS_ORIGIN}/xs2a/v1/consents/${consentId}` },
      events: {
        [`${env.PUBLIC_ORIGIN}/events/consent-status`]: { consentId, consentStatus: 'revokedByPsu' },
      },
    })
    expect(row).toMatchObject({ state: 'delivered', lastStatus: 202 })
  })

  test.each([200, 204, 303])(
    '%d acknowledges nothing: it goes again, the same by its jti',
    async (status) => {
      await stop(await given())
      endpoint.answers = () => status
      await once()
      expect(await rows()).toMatchObject([{ state: 'pending', lastStatus: status }])
      endpoint.answers = () => 202
      await later()
      await once()
      expect(await rows()).toMatchObject([{ state: 'delivered', attempts: 2 }])
      const [first, second] = await Promise.all(endpoint.told.map(({ body }) => opened(body)))
      expect(second?.claims).toEqual(first?.claims)
    },
  )

  test.each([
    ['{"err":"invalid_key","description":"unknown kid"}', 'set:invalid_key'],
    ['{"err":"<b>"}', null],
    ['no', null],
  ])('400 with %s is kept as what the receiver said, and tried again', async (says, lastFault) => {
    await stop(await given())
    endpoint.answers = () => 400
    endpoint.says = says
    await once()
    expect(await rows()).toMatchObject([{ state: 'pending', lastStatus: 400, lastFault }])
  })

  test('who asked with the consent as well is told in both forms, and neither waits for the other', async () => {
    const consentId = await given()
    await wantsToBeTold(consentId, endpoint)
    endpoint.answers = ({ headers }) => (headers['content-type'] === 'application/json' ? 500 : 202)
    await stop(consentId)
    await once()
    const states = (await rows()).map(({ format, state }) => `${format} ${state}`).sort()
    expect(states).toEqual(['resource-status pending', 'security-event delivered'])
  })

  test('a suspension by the register is told, too', async () => {
    await pauseByRegister({ tppId, note: 'Withdrawn', now: new Date() })
    await once()
    const { claims } = await opened(endpoint.told[0]?.body)
    expect(claims).toMatchObject({
      sub_id: { format: 'opaque', id: tppId },
      events: { [`${env.PUBLIC_ORIGIN}/events/third-party-status`]: { status: 'paused', endsAt: null } },
    })
  })

  test('what could not be pushed can be fetched, until something later of its consent was told', async () => {
    const consentId = await given()
    await pause(consentId)
    endpoint.answers = () => 410
    await once()
    expect(await rows()).toMatchObject([{ state: 'dead' }])
    expect(await changesOf((await poll()).sets)).toMatchObject([{ change: 'paused' }])
    endpoint.answers = () => 202
    await stop(consentId)
    await once()
    expect(await poll()).toEqual({ sets: {}, moreAvailable: false })
  })
})

describe('fetched (RFC 8936)', () => {
  beforeEach(() => registered({ eventMethod: 'poll' }))
  /** Planned; nothing of it is ever sent. */
  const planned = async () => expect(await takeDue(50)).toEqual([])

  test("another's event is neither given nor acknowledged nor refused", async () => {
    await stop(await given())
    await planned()
    const [row] = await rows()
    const [other, jti] = [await givenTpp(`PSDNL-DNB-${randomUUID()}`), row?.id ?? '']
    expect((await poll({ tppId: other, acknowledged: [jti] })).sets).toEqual({})
    await poll({ tppId: other, errors: { [jti]: { err: 'invalid_key' } } })
    expect(await rows()).toEqual([row])
  })

  test('in order within a consent: the next comes when the one before is acknowledged, and acknowledged is told', async () => {
    const consentId = await given()
    await pause(consentId)
    await resumeByPsu({ consentId, psuId, sessionId: randomUUID(), requestId: null })
    await stop(consentId)
    await planned()
    const seen: unknown[] = []
    let answer = await poll()
    while (Object.keys(answer.sets).length > 0) {
      expect(Object.keys(answer.sets)).toHaveLength(1)
      expect(await poll().then(({ sets }) => Object.keys(sets))).toEqual(Object.keys(answer.sets))
      seen.push(...(await changesOf(answer.sets)))
      answer = await poll({ acknowledged: Object.keys(answer.sets) })
    }
    expect(seen).toMatchObject([
      { change: 'paused' },
      { change: 'resumed' },
      { consentStatus: 'revokedByPsu' },
    ])
    for (const row of await rows())
      expect(row).toMatchObject({
        state: 'delivered',
        fetchedAt: expect.any(Date),
        settledAt: expect.any(Date),
      })
  })

  test('as many as are asked for, and whether there are more', async () => {
    for (let nth = 0; nth < 3; nth += 1) await stop(await given())
    await planned()
    expect(await poll({ max: 0 })).toEqual({ sets: {}, moreAvailable: true })
    const first = await poll({ max: 2 })
    expect(Object.keys(first.sets)).toHaveLength(2)
    expect(first.moreAvailable).toBe(true)
    const rest = await poll({ max: 2, acknowledged: Object.keys(first.sets) })
    expect([Object.keys(rest.sets).length, rest.moreAvailable]).toEqual([1, false])
  })

  test('what a receiver refuses is a dead letter, and the next of its consent comes', async () => {
    const consentId = await given()
    await pause(consentId)
    await stop(consentId)
    await planned()
    const [jti = ''] = Object.keys((await poll()).sets)
    const then = await poll({ errors: { [jti]: { err: 'invalid_audience' } } })
    expect(await changesOf(then.sets)).toMatchObject([{ consentStatus: 'revokedByPsu' }])
    expect(await rows()).toMatchObject([
      { state: 'dead', lastFault: 'set:invalid_audience' },
      { state: 'pending' },
    ])
  })

  test('what nobody fetches for thirty days is given up, and not before', async () => {
    await stop(await given())
    await planned()
    const age = (days: number) =>
      database().execute(sql`update deliveries set planned_at = now() - make_interval(days => ${days}::int)`)
    await age(29)
    await giveUpOld()
    expect(await rows()).toMatchObject([{ state: 'pending' }])
    await age(31)
    await giveUpOld()
    expect(await rows()).toMatchObject([{ state: 'dead', lastFault: 'too_old' }])
  })
})
