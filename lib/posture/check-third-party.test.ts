import { copyFileSync } from 'node:fs'
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { auditEvents } from '@/db/schema/audit'
import { postureFindings, posturePlaces } from '@/db/schema/posture'
import { tpps } from '@/db/schema/tpps'
import { givenApplication, givenTpp } from '@/e2e/fixtures/given-consent'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { makeAuthority, opensslFolder } from '@/e2e/fixtures/openssl-authority'
import { openPlace } from '@/e2e/fixtures/tls-places'
import messages from '@/messages/en.json'
import { FINDINGS } from './finding'

// Issue 4, security posture: what is found has a history, belongs to one third party, and costs the others nothing.

const { port, other, trust } = await vi.hoisted(async () => {
  const { freePort } = await import('@/e2e/fixtures/free-port')
  const { mkdtempSync } = await import('node:fs')
  const { tmpdir } = await import('node:os')
  const { join } = await import('node:path')
  const [port, other] = [await freePort(), await freePort()]
  process.env.EGRESS_ALLOWED = `localhost:${port},localhost:${other}`
  const trust = join(mkdtempSync(join(tmpdir(), 'placet-trust-')), 'root.pem')
  process.env.EGRESS_TRUST_FILE = trust
  return { port, other, trust }
})
const { now } = await import('@/lib/clock')
const { openJob } = await import('@/lib/outbox/enqueue-job')
const { registerApplication } = await import('@/lib/tpp/register-application')
const { askCheck } = await import('./ask-check')
const { checkThirdParty } = await import('./check-third-party')
const { countFindings, findPosture } = await import('./find-posture')
const { planChecks } = await import('./plan-checks')

let authority: ReturnType<typeof makeAuthority>
beforeAll(() => {
  authority = makeAuthority(opensslFolder(), 'Roots')
  copyFileSync(authority.pem, trust)
})
const open: { close: () => Promise<unknown> }[] = []
const closeAll = () => Promise.all(open.splice(0).map((place) => place.close()))
afterEach(closeAll)
afterAll(() => moveClock('0'))

let made = 0
const KEY = {
  kty: 'EC',
  crv: 'P-256',
  kid: 'a',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}

async function given(registered: Partial<typeof applications.$inferInsert>): Promise<string> {
  made += 1
  const tppId = await givenTpp(`PSDNL-DNB-POSTURE${made}`)
  await givenApplication(tppId, `Posture ${made}`)
  await database()
    .update(applications)
    .set({ redirectUris: [], ...registered })
    .where(eq(applications.tppId, tppId))
  return tppId
}

async function opens(habits: Partial<Parameters<typeof openPlace>[0]>) {
  await closeAll()
  open.push(await openPlace({ port, authority, hsts: 'max-age=31536000', minVersion: 'TLSv1.2', ...habits }))
}

const openCodes = async (tppId: string) =>
  (
    await database()
      .select()
      .from(postureFindings)
      .where(and(eq(postureFindings.tppId, tppId), isNull(postureFindings.goneAt)))
  )
    .map(({ code }) => code)
    .sort()

const changes = async (tppId: string) =>
  (await database().select().from(auditEvents).where(eq(auditEvents.tppId, tppId)).orderBy(auditEvents.id))
    .filter(({ type }) => type === 'tpp.posture-changed')
    .map(({ detail }) => detail)

const at = `https://localhost:${port}`

test('a finding has a beginning and an end, and each change is one row of the trail', async () => {
  const tppId = await given({ redirectUris: [`${at}/back`, `${at}/other?x=y`], clientUri: at })
  await opens({ hsts: null, days: 10 })
  await checkThirdParty({ tppId })
  await checkThirdParty({ tppId })
  expect(await openCodes(tppId)).toEqual(['CERTIFICATE_ENDS_SOON', 'HSTS_MISSING'])
  await opens({ days: 90, hsts: null })
  await checkThirdParty({ tppId })
  expect(await openCodes(tppId)).toEqual(['HSTS_MISSING'])
  expect(await changes(tppId)).toEqual([
    {
      found: [
        { place: at, code: 'CERTIFICATE_ENDS_SOON' },
        { place: at, code: 'HSTS_MISSING' },
      ],
      gone: [],
    },
    { found: [], gone: [{ place: at, code: 'CERTIFICATE_ENDS_SOON' }] },
  ])
  const { gone, findings, places } = await findPosture(tppId, await now())
  expect([gone.length, findings.length, places.length]).toEqual([1, 1, 1])
})

test('who does not answer keeps what was found, and loses it with the address', async () => {
  const tppId = await given({ redirectUris: [`${at}/back`] })
  await opens({ key: 'rsa-1024' })
  await checkThirdParty({ tppId })
  await closeAll()
  await checkThirdParty({ tppId })
  expect(await openCodes(tppId)).toEqual(['KEY_WEAK', 'UNREACHABLE'])
  await database().update(applications).set({ redirectUris: [] }).where(eq(applications.tppId, tppId))
  await checkThirdParty({ tppId })
  expect(await openCodes(tppId)).toEqual([])
  expect((await findPosture(tppId, await now())).places).toEqual([])
})

test('what one third party is found with is nobody else’s', async () => {
  await opens({ hsts: null })
  const [one, two] = [await given({ redirectUris: [at] }), await given({ redirectUris: [at] })]
  await checkThirdParty({ tppId: one })
  expect([await openCodes(one), await openCodes(two)]).toEqual([['HSTS_MISSING'], []])
  await checkThirdParty({ tppId: two })
  await database().update(applications).set({ redirectUris: [] }).where(eq(applications.tppId, two))
  await checkThirdParty({ tppId: two })
  expect([await openCodes(one), await openCodes(two)]).toEqual([['HSTS_MISSING'], []])
})

test('of a notification address, a redirect on plain http and a scheme of an app only https is looked at', async () => {
  await opens({})
  const tppId = await given({
    redirectUris: [`http://localhost:${other}/back`, 'app.example:/back'],
    notificationUri: `${at}/told`,
  })
  await checkThirdParty({ tppId })
  const { places, settings } = await findPosture(tppId, await now())
  expect(places.map(({ place }) => place)).toEqual([at])
  expect(settings.map(({ code }) => code)).toContain('REDIRECT_PLAIN')
})

test('a key is as old as the bank has known it', async () => {
  const tppId = await given({ jwks: { keys: [KEY] } })
  await checkThirdParty({ tppId })
  expect(await openCodes(tppId)).toEqual([])
  const firstSeenAt = new Date(Date.now() - 400 * 86_400_000)
  await database().update(posturePlaces).set({ firstSeenAt }).where(eq(posturePlaces.tppId, tppId))
  await checkThirdParty({ tppId })
  expect(await openCodes(tppId)).toEqual(['JWK_OLD'])
  await database()
    .update(applications)
    .set({ jwks: { keys: [{ ...KEY, kid: 'renamed' }] } })
    .where(eq(applications.tppId, tppId))
  await checkThirdParty({ tppId })
  expect(await openCodes(tppId), 'another name makes no new key').toEqual(['JWK_OLD'])
})

test('of ten that ask at once one is looked at for; after a minute the next', async () => {
  const asked: string[] = []
  await opens({ asked })
  const tppId = await given({ redirectUris: [at] })
  const at0 = await now()
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => askCheck({ tppId, now: at0 })))
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? one.reason.code : []))
  expect(refused).toEqual(Array(9).fill('too_many_requests'))
  expect(asked).toEqual(['HEAD /'])
  await askCheck({ tppId, now: new Date(at0.getTime() + 60_000) })
  expect(asked).toHaveLength(2)
})

test('two looks at the same time leave each finding once', async () => {
  await opens({ hsts: null })
  const tppId = await given({ redirectUris: [at] })
  await Promise.all(Array.from({ length: 4 }, () => checkThirdParty({ tppId })))
  expect(await openCodes(tppId)).toEqual(['HSTS_MISSING'])
  expect(await changes(tppId)).toHaveLength(1)
})

test('everybody is planned once a day, one at a time, and nobody who has ended', async () => {
  const [fresh, done, ended] = [await given({}), await given({}), await given({})]
  await checkThirdParty({ tppId: done })
  await database().update(tpps).set({ status: 'ended' }).where(eq(tpps.id, ended))
  const planned = async () => {
    const { rows } = await database().execute<{ key: string; queue_name: string; run_at: string }>(
      `select key, queue_name, run_at from graphile_worker.jobs where task_identifier = 'posture.check'`,
    )
    return new Map(rows.map((row) => [row.key.split(':')[1], row]))
  }
  await planChecks()
  const first = await planned()
  expect([fresh, done, ended].map((id) => first.has(id))).toEqual([true, false, false])
  expect(first.get(fresh)?.queue_name).toBe('posture')
  await planChecks()
  expect(await planned(), 'planned again, nothing moves').toEqual(first)
  await moveClock('25 hours')
  await planChecks()
  expect((await planned()).has(done)).toBe(true)
  await moveClock('0')
})

test('a registration has its endpoints looked at within two minutes, once however often it is repeated', async () => {
  const tppId = await given({})
  const registration = {
    brand: null,
    clientUri: null,
    notificationUri: null,
    dataRemovalEndpoint: null,
    eventMethod: null,
    eventEndpoint: null,
    redirectUris: [at],
    jwks: null,
    authenticationMethod: 'tls_client_auth' as const,
    rotatesRefreshTokens: 'no' as const,
    purposes: [],
  }
  for (let round = 0; round < 3; round++)
    await registerApplication({ tpp: { id: tppId }, registration, requestId: null, now: await now() })
  const { rows } = await database().execute<{ payload: unknown; run_at: string }>(
    `select payload, run_at from graphile_worker._private_jobs where key = 'posture.check:${tppId}'`,
  )
  expect(rows).toHaveLength(1)
  expect(await openJob('posture.check', rows[0]?.payload)).toEqual({ tppId })
  const seconds = (Date.parse(rows[0]?.run_at ?? '') - Date.now()) / 1_000
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThan(120)
})

test('the list counts what weighs, and every finding has words', async () => {
  await opens({ hsts: null, key: 'rsa-1024', days: 5 })
  const [tppId, silent] = [await given({ redirectUris: [at] }), await given({})]
  await checkThirdParty({ tppId })
  expect(await countFindings([tppId, silent])).toEqual(new Map([[tppId, { serious: 1, attention: 1 }]]))
  expect(Object.keys(messages.posture.findings).sort()).toEqual(Object.keys(FINDINGS).sort())
})
