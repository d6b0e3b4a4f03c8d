import { X509Certificate } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// The bank follows the trust service and the register of the sandbox, as an outside program that publishes them.

const { origin, folder } = await vi.hoisted(async () => {
  const { followedTrust } = await import('@/e2e/fixtures/followed-trust')
  return followedTrust()
})
const { database } = await import('@/db/connection')
const { registerEvidence } = await import('@/db/schema/published-statements')
const { auditEvents } = await import('@/db/schema/audit')
const { tppDecisions } = await import('@/db/schema/tpp-decisions')
const { tpps } = await import('@/db/schema/tpps')
const { givenTpp } = await import('@/e2e/fixtures/given-consent')
const { givenColleague } = await import('@/e2e/fixtures/given-staff')
const { now } = await import('@/lib/clock')
const { env } = await import('@/lib/env')
const { readListSigners } = await import('@/lib/eidas/list-signers')
const { readTrustedList } = await import('@/lib/eidas/trusted-list')
const { restoreAuthorisation, withdrawAuthorisation } = await import('@/lib/sandbox/change-authorisation')
const { ensureTrustService, publishDue } = await import('@/lib/sandbox/ensure-trust-service')
const { issueBadCertificate } = await import('@/lib/sandbox/issue-bad-certificate')
const { issueCertificates } = await import('@/lib/sandbox/issue-certificates')
const { issueTppCertificates } = await import('@/lib/sandbox/issue-tpp-certificates')
const { PRESETS } = await import('@/lib/sandbox/presets')
const { serveTrustService } = await import('@/lib/sandbox/serve-trust-service')
const { approveDecision } = await import('./approve-decision')
const { followTrust, lookAtTrust } = await import('./follow-trust')
const { proposeDecision } = await import('./propose-decision')
const { vetCertificate } = await import('./vet-certificate')

let served: Awaited<ReturnType<typeof serveTrustService>> | undefined
let minutes = 0
/** As in an hour: whatever is published is fetched. */
const look = () => {
  minutes += 61
  return lookAtTrust(new Date(Date.now() + minutes * 60_000))
}
const certificates = new Map<string, Buffer>()

beforeAll(async () => {
  await ensureTrustService(folder)
  for (const id of [X, Y, Z]) certificates.set(id, await given(id))
  // Before anything is published: the bank opens all the same.
  const following = await followTrust()
  following.stop()
})
afterAll(async () => {
  await served?.close()
  rmSync(folder, { recursive: true })
})

const X = 'PSDNL-DNB-X1234'
const Y = 'PSDIE-CBI-C190041'
const Z = 'PSDDE-BAFIN-10/12-7'

test('while no list could be read nobody is told that a certificate is bad; then all is well without a start', async () => {
  const early = await vet(X)
  expect(early.refusal?.code).toBe('revocation_unknown')
  expect(early.verdict.reason).toBe('TRUSTED_LIST_TOO_OLD')
  expect(early.refusal?.text).toMatch(/could not read all of its trusted lists.*try again/)
  served = await serveTrustService({ folder, origin })
  await look()
  const { certificate, verdict } = await vet(X)
  expect(certificate?.organizationIdentifier).toBe(X)
  const told = Object.fromEntries(verdict.steps.map((step) => [step.step, step]))
  expect(told['trust-service']).toMatchObject({
    source: 'trusted list EU, number 1',
    asOf: expect.any(Date),
  })
  expect(told.register).toMatchObject({
    result: 'passed',
    source: 'Placet Sandbox register of payment institutions, number 1',
    asOf: expect.any(Date),
  })
})

test.each(Object.entries(PRESETS).map(([name, { reason }]) => [name, reason] as const))(
  'by list, responder and register the preset %s gets %s',
  async (preset, reason) => {
    const { certificatePem } = await issueBadCertificate({
      folder,
      preset: preset as keyof typeof PRESETS,
      organizationIdentifier: 'PSDNL-DNB-PRACTICE',
      name: 'Practice B.V.',
    })
    const { verdict } = await vetCertificate(new X509Certificate(certificatePem).raw, 'web')
    expect(verdict.reason).toBe(reason)
  },
)

test('a refusal by the register leaves its evidence: who is missing, and which roles were stated', async () => {
  await expect
    .poll(() => evidenceOf('PSDNL-DNB-PRACTICE-ABSENT'))
    .toMatchObject([{ reason: 'AUTHORISATION_NOT_FOUND', said: { institution: null } }])
  await expect
    .poll(() => evidenceOf('PSDNL-DNB-PRACTICE-ROLE'))
    .toMatchObject([{ reason: 'ROLE_NOT_IN_REGISTER', said: { rolesOfCertificate: ['PSP_AI'] } }])
})

test('who was authorised since the snapshot is asked for anew, and not refused for being new', async () => {
  const id = 'PSDNL-DNB-NEWCOMER'
  const out = join(folder, 'tpp', 'newcomer')
  await issueTppCertificates({
    folder,
    out,
    organizationIdentifier: id,
    name: 'Newcomer',
    roles: ['PSP_AI'],
  })
  const { raw } = new X509Certificate(readFileSync(join(out, 'qwac.pem')))
  // It may have been asked a moment ago, for somebody else.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 })
  expect((await vetCertificate(raw, 'web')).certificate?.organizationIdentifier).toBe(id)
  vi.useRealTimers()
})

test("the sandbox's list says the same in both formats", async () => {
  const signers = readListSigners(env.TRUSTED_LIST_SIGNERS)
  const [json, xml] = await Promise.all(
    ['json', 'xml'].map(async (format) => {
      const answer = await fetch(`${origin}/trusted-list.${format}`)
      const { services, sequence } = await readTrustedList(Buffer.from(await answer.arrayBuffer()), signers)
      return {
        sequence,
        services: services.map(({ certificate, status, uses }) => [certificate.serial, status, uses]),
      }
    }),
  )
  expect(xml).toEqual(json)
})

test('a withdrawal pauses with the register as its author, refuses with the reason and is kept as evidence once', async () => {
  await givenTpp(X)
  await withdrawn(X, 'The licence was given back.')
  expect(await statusOf(X)).toBe('paused')
  // Before anybody has called.
  await expect.poll(() => evidenceOf(X)).toHaveLength(1)
  expect((await vet(X)).verdict.reason).toBe('AUTHORISATION_WITHDRAWN')
  const [decision] = await decisionsOn(X)
  expect(decision).toMatchObject({
    action: 'pause',
    ground: 'licence-withdrawn',
    requestedBy: null,
    note: expect.stringMatching(/withdrawn on \d{1,2} \w{3,4} \d{4}: The licence was given back/),
  })
  const [event] = await database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.tppId, X), eq(auditEvents.type, 'tpp.paused')))
  expect(event?.actor).toBe('register')
  // Each new snapshot is another version, so that the verdict is made anew; the register said nothing new.
  await withdrawn(Z, 'Something else.')
  await vet(X)
  await restored(Z)
  await vet(X)
  await expect
    .poll(() => evidenceOf(X))
    .toMatchObject([
      {
        reason: 'AUTHORISATION_WITHDRAWN',
        said: { institution: { status: 'withdrawn', reason: 'The licence was given back.' } },
        issuedAt: expect.any(Date),
      },
    ])
  expect(await decisionsOn(X)).toHaveLength(1)
})

test('the register lists it again: what it paused it resumes', async () => {
  await restored(X)
  expect(await statusOf(X)).toBe('active')
  expect((await vet(X)).certificate?.organizationIdentifier).toBe(X)
  expect(await decisionsOn(X)).toMatchObject([{ action: 'pause' }, { action: 'resume', requestedBy: null }])
})

test('what staff paused the register does not resume', async () => {
  await givenTpp(Z)
  await byStaff(Z, 'pause')
  await withdrawn(Z, 'Given back.')
  await restored(Z)
  expect(await statusOf(Z)).toBe('paused')
})

test('staff overrule a withdrawal: it binds, is told, and holds for this withdrawal alone', async () => {
  await givenTpp(Y)
  await withdrawn(Y, 'A clerical error.')
  expect(await statusOf(Y)).toBe('paused')
  expect((await vet(Y)).refusal?.code).toBe('certificate_invalid')
  await byStaff(Y, 'resume')
  await look()
  expect(await statusOf(Y)).toBe('active')
  const { certificate, verdict } = await vet(Y)
  expect(certificate?.roles).toContain('PSP_AI')
  expect(verdict.steps.at(-1)).toMatchObject({ result: 'warning', reason: 'AUTHORISATION_WITHDRAWN' })
  await withdrawn(X, 'So that there is a new snapshot.')
  expect(await statusOf(Y)).toBe('active')
  await restored(Y)
  await withdrawn(Y, 'This time in earnest.')
  expect(await statusOf(Y)).toBe('paused')
  expect((await vet(Y)).verdict.reason).toBe('AUTHORISATION_WITHDRAWN')
})

test('of two roles that the certificate states the register leaves one', async () => {
  await restored(Z)
  await withdrawn(Z, 'Payments were given up.', 'PSP_PI')
  const { certificate, verdict } = await vet(Z)
  expect(certificate?.roles).toEqual(['PSP_AI', 'PSP_IC'])
  expect(verdict.steps.at(-1)?.text).toMatch(/does not grant PSP_PI/)
})

test('by policy who is missing is let in with a warning, and so is who was withdrawn; nobody is paused', async () => {
  env.REGISTER_NOT_FOUND = 'warn'
  const stranger = { folder, preset: 'not-in-register', organizationIdentifier: '', name: '' } as const
  const { certificatePem } = await issueBadCertificate(stranger)
  const missing = await vetCertificate(new X509Certificate(certificatePem).raw, 'web')
  expect(missing.certificate?.roles).toContain('PSP_AI')
  expect(missing.verdict.steps.at(-1)).toMatchObject({ result: 'warning', reason: 'AUTHORISATION_NOT_FOUND' })
  env.REGISTER = 'warn'
  const id = 'PSDFR-ACPR-17218'
  await givenTpp(id)
  certificates.set(id, await given(id))
  await withdrawn(id, 'Given back.')
  const noted = await vet(id)
  expect(noted.certificate?.roles).toContain('PSP_AI')
  expect(noted.verdict.steps.at(-1)).toMatchObject({ result: 'warning', reason: 'AUTHORISATION_WITHDRAWN' })
  expect(await statusOf(id)).toBe('active')
  env.REGISTER = 'enforce'
  env.REGISTER_NOT_FOUND = 'refuse'
})

test('an instance that starts while list and register are away serves by the copies that are kept', async () => {
  await served?.close()
  served = undefined
  const { followPublication } = await import('@/lib/published/follow-publication')
  const place = env.TRUSTED_LISTS[0]?.place ?? ''
  const started = followPublication({
    place,
    kind: 'trusted-list',
    refreshMinutes: 60,
    bytesMax: 1_000_000,
    read: async (body) => readTrustedList(body, readListSigners(env.TRUSTED_LIST_SIGNERS)),
  })
  await started.recall()
  expect(started.current()?.value.services.length).toBeGreaterThan(4)
  await look()
  expect((await vet(Y)).verdict.reason).toBe('AUTHORISATION_WITHDRAWN')
})

async function given(institution: string): Promise<Buffer> {
  const orders = [{ use: 'web' }] as const
  const [issued] = await issueCertificates({ folder, institution, orders, hosts: [], now: new Date() })
  return new X509Certificate(issued?.pem ?? '').raw
}

const vet = async (id: string) => vetCertificate(certificates.get(id) ?? Buffer.alloc(0), 'web')

async function withdrawn(id: string, reason: string, role?: 'PSP_PI'): Promise<void> {
  await withdrawAuthorisation({ folder, id, by: authorityOf(id), now: new Date(), reason, role })
  await published()
}

async function restored(id: string): Promise<void> {
  await restoreAuthorisation({ folder, id, by: authorityOf(id), now: new Date() })
  await published()
}

async function published(): Promise<void> {
  await publishDue(folder, new Date())
  await look()
}

const authorityOf = (id: string) => id.slice(3).split('-', 2).join('-')

async function statusOf(id: string) {
  const [row] = await database().select({ status: tpps.status }).from(tpps).where(eq(tpps.id, id))
  return row?.status
}

const decisionsOn = (id: string) =>
  database().select().from(tppDecisions).where(eq(tppDecisions.tppId, id)).orderBy(tppDecisions.decidedAt)

const evidenceOf = (id: string) =>
  database().select().from(registerEvidence).where(eq(registerEvidence.organizationIdentifier, id))

async function byStaff(tppId: string, action: 'pause' | 'resume'): Promise<void> {
  const texts = { note: 'Decided by us.', tppText: 'Call us.', customersText: 'We looked into it.' }
  const ground = action === 'pause' ? ('fraudulent-access' as const) : null
  const common = { tppId, requestId: null, now: await now() }
  const staffId = await givenColleague('operate')
  const { decisionId } = await proposeDecision({ ...common, ...texts, action, ground, endsOn: null, staffId })
  await approveDecision({ ...common, decisionId, staffId: await givenColleague('approve') })
}
