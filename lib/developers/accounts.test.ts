import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { developers } from '@/db/schema/developers'
import { openssl } from '@/e2e/fixtures/openssl'
import { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'

// Issue 4: an account is bound to its organisation by proof, and nobody takes an organisation over.

const origin = await vi.hoisted(async () => {
  const { freePort } = await import('@/e2e/fixtures/free-port')
  const url = `http://127.0.0.1:${await freePort()}`
  process.env.SANDBOX_TRUST_ORIGIN = url
  process.env.REVOCATION_HOSTS = new URL(url).host
  return url
})
const { now } = await import('@/lib/clock')
const { serveTrustService } = await import('@/lib/sandbox/serve-trust-service')
const { sandboxFolder } = await import('./ask-trust-service')
const { findCertificate, findCertificates, orderCertificates, revokeCertificate } = await import(
  './certificates'
)
const { findFreeInstitutions } = await import('./organisations')
const { lineOfProof, startProof } = await import('./prove-key')
const { signUp, signUpByKey, startSignUp, startSignUpByKey } = await import('./sign-up')
const { DEVELOPER_REALM } = await import('./developer-realm')
const { STAFF_REALM } = await import('@/lib/staff/staff-realm')
const { startRealmSignIn, verifyInRealm } = await import('@/lib/sca/sign-in-to-realm')
const { keepOnce, takeOnce } = await import('./shown-once')
const service = await serveTrustService({ folder: sandboxFolder(), origin })
afterAll(() => service.close())

const refused = (code: string) => expect.objectContaining({ code })
let made = 0

/** Goes through sign-up as the page does. */
async function signsUp(choice: Parameters<typeof signUp>[0]['choice'], passkey = new SoftAuthenticator()) {
  const { challengeId, options } = await startSignUp({ choice, now: await now() })
  const response = passkey.create(options)
  const signedUp = await signUp({
    choice,
    challengeId,
    response,
    userAgent: null,
    requestId: null,
    now: await now(),
  })
  const account = await accountOf(signedUp.developerId)
  return { ...signedUp, passkey, tppId: account?.tppId ?? '' }
}

const fresh = (name = `Example ${++made} B.V.`) => ({ name, roles: ['PSP_AI' as const] })

async function accountOf(id: string) {
  const [row] = await database().select().from(developers).where(eq(developers.id, id))
  return row
}

async function orders(account: { developerId: string; tppId: string }) {
  const { developerId, tppId } = account
  const ordered = await orderCertificates({
    developerId,
    tppId,
    orders: [{ use: 'web' }, { use: 'eseal' }],
    requestId: null,
    now: await now(),
  })
  const [web] = ordered
  if (!web?.key) throw new Error('No certificate was issued')
  return { ordered, serial: web.serial, pem: web.certificate, key: web.key }
}

/** Whoever went to the trust service without the bank's pages. */
async function ordersElsewhere(institution: string) {
  const answer = await fetch(`${origin}/certificates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ institution, orders: [{ use: 'web' }] }),
  })
  const { certificates } = await answer.json()
  return { pem: String(certificates[0].certificate), key: String(certificates[0].key) }
}

/** As a holder does it: a request for a new key, signed by the old one. */
async function renews({ pem, key }: { pem: string; key: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'placet-renewal-'))
  const made = ['-nodes', '-keyout', 'key.pem', '-out', 'request.pem', '-subj', '/CN=not read']
  await openssl(folder, 'req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', ...made)
  const [csr = '', ownKey = ''] = ['request.pem', 'key.pem'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  )
  const serial = new X509Certificate(pem).serialNumber.toLowerCase()
  const body = JSON.stringify({ act: 'renew', serial, at: new Date().toISOString(), csr })
  const answer = await fetch(`${origin}/renewals`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'proof-of-key': sign('sha256', Buffer.from(body), createPrivateKey(key)).toString('base64'),
    },
    body,
  })
  const { certificates } = await answer.json()
  return { pem: String(certificates[0].certificate), key: ownKey }
}

async function prove({ pem, key }: { pem: string; key: string }, lie: { line?: string } = {}) {
  const { proofId } = await startProof(await now())
  const line = lie.line ?? (await lineOfProof(proofId, await now()))
  const signature = sign('sha256', Buffer.from(line), createPrivateKey(key)).toString('base64')
  return { proofId, pem, signature }
}

async function signsUpByKey(proof: Awaited<ReturnType<typeof prove>>) {
  const { challengeId, options } = await startSignUpByKey({ ...proof, now: await now() })
  const response = new SoftAuthenticator().create(options)
  return signUpByKey({ proof, challengeId, response, userAgent: null, requestId: null, now: await now() })
}

test.each([
  'Nordhavn Bank',
  'N0rdhavn Bank A/S',
  'Saldo Techno1ogies B.V.',
  'Your bank',
  'evil.example',
  'Pаypal',
])('nobody is licensed as %s: the name of the bank or of somebody else, or none', async (name) => {
  const choice = { name, roles: ['PSP_AI' as const] }
  await expect(startSignUp({ choice, now: await now() })).rejects.toEqual(refused('name_taken'))
})

test('nor under a name that somebody took between the question and the answer', async () => {
  const choice = fresh()
  const { challengeId, options } = await startSignUp({ choice, now: await now() })
  await signsUp(choice)
  const response = new SoftAuthenticator().create(options)
  const given = { challengeId, response, userAgent: null, requestId: null, now: await now() }
  await expect(signUp({ choice, ...given })).rejects.toEqual(refused('name_taken'))
})

test('an organisation that has an account cannot be had by ordering', async () => {
  const { tppId } = await signsUp(fresh())
  await expect(signsUp({ institution: tppId })).rejects.toEqual(refused('organisation_taken'))
  expect((await findFreeInstitutions()).map(({ id }) => id)).not.toContain(tppId)
})

test('nor one that somebody has certificates of, or that has called the bank', async () => {
  const institution = 'PSDIE-CBI-C190041'
  await ordersElsewhere(institution)
  await expect(signsUp({ institution })).rejects.toEqual(refused('organisation_taken'))
})

test('of two that want one organisation at once one gets it', async () => {
  const institution = 'PSDFR-ACPR-17218'
  const outcomes = await Promise.allSettled([signsUp({ institution }), signsUp({ institution })])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: refused('organisation_taken'),
  })
})

test('the key of a certificate proves an organisation without an account, and opens an account', async () => {
  const certificate = await ordersElsewhere('PSDES-BE-6903')
  const { developerId } = await signsUpByKey(await prove(certificate))
  expect(await accountOf(developerId)).toMatchObject({ tppId: 'PSDES-BE-6903', proof: 'key' })
})

test('a fresh certificate from elsewhere proves nothing against an account; one ordered there lets a colleague in', async () => {
  const account = await signsUp(fresh())
  const own = await orders(account)
  const strangers = await ordersElsewhere(account.tppId)
  await expect(prove(strangers).then(signsUpByKey)).rejects.toEqual(refused('proof_invalid'))
  const { developerId } = await signsUpByKey(await prove(own))
  expect(await accountOf(developerId)).toMatchObject({ tppId: account.tppId })
})

test('of an organisation without an account only the first order proves anything, and what that has renewed', async () => {
  const victim = 'PSDNL-DNB-R148802'
  const honest = await ordersElsewhere(victim)
  const strangers = await ordersElsewhere(victim)
  await expect(prove(strangers).then(signsUpByKey)).rejects.toEqual(refused('proof_invalid'))
  await expect(prove(await renews(strangers)).then(signsUpByKey)).rejects.toEqual(refused('proof_invalid'))
  const { developerId } = await signsUpByKey(await prove(await renews(honest)))
  expect(await accountOf(developerId)).toMatchObject({ tppId: victim, proof: 'key' })
})

test('no other signature proves anything: of another line, of another key, of a line that was used', async () => {
  const own = await orders(await signsUp(fresh()))
  const other = await orders(await signsUp(fresh()))
  const bad = [
    await prove(own, { line: 'placet developer account at http://elsewhere: x' }),
    await prove({ pem: own.pem, key: other.key }),
    { ...(await prove(own)), pem: 'hello' },
    { ...(await prove(own)), signature: '' },
  ]
  for (const proof of bad) await expect(signsUpByKey(proof)).rejects.toEqual(refused('proof_invalid'))
  const good = await prove(own)
  await signsUpByKey(good)
  await expect(signsUpByKey(good)).rejects.toEqual(refused('challenge_spent'))
})

test('a revoked certificate proves nothing', async () => {
  const account = await signsUp(fresh())
  const own = await orders({ ...account })
  const again = await ordersElsewhere(account.tppId)
  await revokeCertificate({
    developerId: account.developerId,
    tppId: account.tppId,
    serial: own.serial,
    reason: 'keyCompromise',
    requestId: null,
    now: await now(),
  })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20 * 60_000 })
  await expect(prove(own).then(signsUpByKey)).rejects.toEqual(refused('proof_invalid'))
  vi.useRealTimers()
  expect(again.pem).toContain('CERTIFICATE')
})

test('an answer to the challenge of one organisation opens no account for another', async () => {
  const [mine, yours] = [fresh(), fresh()]
  const { challengeId, options } = await startSignUp({ choice: mine, now: await now() })
  const response = new SoftAuthenticator().create(options)
  const given = { challengeId, response, userAgent: null, requestId: null, now: await now() }
  await expect(signUp({ choice: yours, ...given })).rejects.toEqual(refused('challenge_spent'))
})

test("another organisation's certificate is neither seen nor revoked", async () => {
  const [mine, other] = [await signsUp(fresh()), await signsUp(fresh())]
  const { serial } = await orders(other)
  expect(await findCertificate({ tppId: mine.tppId, serial })).toBeNull()
  await expect(
    revokeCertificate({
      developerId: mine.developerId,
      tppId: mine.tppId,
      serial,
      reason: 'superseded',
      requestId: null,
      now: await now(),
    }),
  ).rejects.toEqual(refused('resource_unknown'))
  expect((await findCertificates(other.tppId)).every(({ revokedAt }) => revokedAt === null)).toBe(true)
})

test('a passkey of a developer is unknown at the staff’s door', async () => {
  const { passkey, developerId } = await signsUp(fresh())
  const own = await startRealmSignIn(DEVELOPER_REALM, { now: await now() })
  const answer = { challengeId: own.challengeId, response: passkey.get(own.options), now: await now() }
  expect(await verifyInRealm(DEVELOPER_REALM, answer)).toMatchObject({ holderId: developerId })
  const staff = await startRealmSignIn(STAFF_REALM, { now: await now() })
  const there = { challengeId: staff.challengeId, response: passkey.get(staff.options), now: await now() }
  await expect(verifyInRealm(STAFF_REALM, there)).rejects.toEqual(refused('sca_failed'))
})

test('keys are shown once, to their own developer alone, and are in no row', async () => {
  const account = await signsUp(fresh())
  const { ordered } = await orders(account)
  const id = keepOnce(account.developerId, ordered)
  expect(takeOnce(randomUUID(), id)).toBeNull()
  expect([takeOnce(account.developerId, id), takeOnce(account.developerId, id)]).toEqual([ordered, null])
  const events = await database().select().from(auditEvents).where(eq(auditEvents.tppId, account.tppId))
  expect(events.map(({ type }) => type)).toContain('developer.certificates-ordered')
  expect(JSON.stringify(events)).not.toContain('PRIVATE KEY')
})
