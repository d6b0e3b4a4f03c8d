import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'

// Two trust services on this machine: one that the bank may ask, and one that is on no list.

const ports = await vi.hoisted(async () => {
  const { freePort } = await import('@/e2e/fixtures/free-port')
  const listed = await freePort()
  process.env.SANDBOX_TRUST_ORIGIN = `http://127.0.0.1:${listed}`
  process.env.REVOCATION_HOSTS = `127.0.0.1:${listed}`
  process.env.REVOCATION_UNREACHABLE_AIS = 'last-good:1'
  return { listed, unlisted: await freePort() }
})
const { env } = await import('@/lib/env')
const { openResponder } = await import('@/e2e/fixtures/trust-responder')
const { ensureSandboxPki } = await import('@/lib/sandbox/ensure-sandbox-pki')
const { issueTppCertificates } = await import('@/lib/sandbox/issue-tpp-certificates')
const { revokeTppCertificates } = await import('@/lib/sandbox/revoke-tpp-certificates')
const { database } = await import('@/db/connection')
const { revocationAnswers } = await import('@/db/schema/revocation-answers')
const { recallVetted, vetAnew, vetCertificate } = await import('./vet-certificate')
const { vetSeal } = await import('./vet-seal')

const folder = dirname(env.TRUST_ANCHORS)
await ensureSandboxPki(folder)
const listed = await openResponder({ folder, port: ports.listed })
const unlisted = await openResponder({ folder, port: ports.unlisted })
afterAll(() => {
  vi.useRealTimers()
  for (const responder of [listed, unlisted]) responder.close()
})
beforeEach(() => {
  vi.useRealTimers()
  vi.useFakeTimers({ toFake: ['Date'] })
  for (const responder of [listed, unlisted]) Object.assign(responder, { ocsp: 'up', crl: 'up', asked: [] })
})
const wait = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000)

test('a place that only the certificate names is never asked: the list beside the anchor decides', async () => {
  const origin = env.SANDBOX_TRUST_ORIGIN
  env.SANDBOX_TRUST_ORIGIN = `http://127.0.0.1:${ports.unlisted}`
  const { qwac } = await given('PSDNL-DNB-UNLISTED')
  env.SANDBOX_TRUST_ORIGIN = origin
  // At once, as nobody has to be asked.
  expect(recallVetted(qwac, 'web')?.certificate?.organizationIdentifier).toBe('PSDNL-DNB-UNLISTED')
  await revokeTppCertificates({ folder, organizationIdentifier: 'PSDNL-DNB-UNLISTED' })
  wait(2)
  await expect.poll(async () => (await vetCertificate(qwac, 'web')).refusal?.code).toBe('certificate_revoked')
  expect([...listed.asked, ...unlisted.asked]).toEqual([])
})

test('who asks at once about one certificate shares one question', async () => {
  const { qwac } = await given('PSDNL-DNB-ATONCE')
  const vetted = await Promise.all(Array.from({ length: 8 }, () => vetCertificate(qwac, 'web')))
  expect(vetted.every(({ certificate }) => certificate)).toBe(true)
  expect(listed.asked).toEqual(['/ocsp'])
})

test('a certificate that ends is refused that moment, though its answers are fresh', async () => {
  const { qwac } = await given('PSDNL-DNB-ENDS')
  const { certificate } = await vetCertificate(qwac, 'web')
  vi.setSystemTime(certificate?.notAfter ?? 0)
  expect((await vetCertificate(qwac, 'web')).refusal?.code).not.toBe('certificate_expired')
  vi.setSystemTime((certificate?.notAfter.getTime() ?? 0) + 1)
  expect((await vetCertificate(qwac, 'web')).refusal?.code).toBe('certificate_expired')
})

test('a seal in silence is good for account information and for nothing else', async () => {
  const { seal } = await given('PSDNL-DNB-SEALS')
  for (const role of ['PSP_AI', 'PSP_IC'] as const)
    expect((await vetSeal({ der: seal, role })).certificate.use).toBe('eseal')
  Object.assign(listed, { ocsp: 'down', crl: 'down' })
  wait(16)
  expect((await vetSeal({ der: seal, role: 'PSP_AI' })).certificate.use).toBe('eseal')
  for (const role of ['PSP_IC', 'PSP_PI'] as const)
    await expect(vetSeal({ der: seal, role })).rejects.toMatchObject({ code: 'revocation_unknown' })
  wait(60)
  await expect(vetSeal({ der: seal, role: 'PSP_AI' })).rejects.toMatchObject({ code: 'revocation_unknown' })
})

test('a page shows what another instance has learnt, although this one still remembers a good answer', async () => {
  const { qwac } = await given('PSDNL-DNB-ELSEWHERE')
  expect((await vetCertificate(qwac, 'web')).refusal).toBeNull()
  const serial = new X509Certificate(qwac).serialNumber.toLowerCase()
  const revoked = { status: 'revoked', revokedAt: new Date(), reason: 'keyCompromise' } as const
  await database().update(revocationAnswers).set(revoked).where(eq(revocationAnswers.serial, serial))
  expect(recallVetted(qwac, 'web')?.refusal).toBeNull()
  expect((await vetAnew(qwac, 'web')).refusal?.code).toBe('certificate_revoked')
  // And so the next call, which asks nobody.
  expect(recallVetted(qwac, 'web')?.refusal?.code).toBe('certificate_revoked')
})

async function given(organizationIdentifier: string) {
  const out = join(folder, 'tpp', organizationIdentifier)
  const roles = ['PSP_AI', 'PSP_IC', 'PSP_PI'] as const
  await issueTppCertificates({ folder, out, organizationIdentifier, name: organizationIdentifier, roles })
  const [qwac, seal] = ['qwac', 'qsealc'].map(
    (name) => new X509Certificate(readFileSync(join(out, `${name}.pem`))),
  )
  for (const { serialNumber } of [qwac, seal].flatMap((one) => one ?? []))
    for (const responder of [listed, unlisted]) responder.states[serialNumber.toLowerCase()] = 'V'
  if (!qwac || !seal) throw new Error('Nothing was issued')
  return { qwac: qwac.raw, seal: seal.raw }
}
