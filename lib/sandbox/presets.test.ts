import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flattenedVerify, importX509 } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { concludeVerdict } from '@/lib/eidas/conclude-verdict'
import { type Judgement, judgeCertificate } from '@/lib/eidas/judge-certificate'
import { buildOcspRequest } from '@/lib/eidas/ocsp-request'
import { readOcspResponse } from '@/lib/eidas/ocsp-response'
import { type ParsedCertificate, parseCertificate } from '@/lib/eidas/parse-certificate'
import { REASONS } from '@/lib/eidas/reasons'
import type { TrustService } from '@/lib/eidas/trust-service'
import type { Verdict } from '@/lib/eidas/verdict'
import { answerOcsp } from '@/lib/sandbox/answer-ocsp'
import { ensureTrustService } from '@/lib/sandbox/ensure-trust-service'
import { issueBadCertificate } from '@/lib/sandbox/issue-bad-certificate'
import { issueCertificates } from '@/lib/sandbox/issue-certificates'
import { PRESETS } from '@/lib/sandbox/presets'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

// The bank's judge on one side, the sandbox on the other: they meet in bytes alone.
const folder = mkdtempSync(join(tmpdir(), 'placet-presets-'))
const NONCE = Buffer.alloc(16, 7)
const now = new Date()
let services: TrustService[]
let register: Institution[]

beforeAll(async () => {
  await ensureTrustService(folder)
  services = LIST.parse(await statement('trustedList', 'placet-trusted-list+jws')).services
  register = SNAPSHOT.parse(await statement('registerSnapshot', 'placet-register+jws')).institutions
})
afterAll(() => rmSync(folder, { recursive: true }))

const names = Object.keys(PRESETS).filter((name): name is keyof typeof PRESETS => name in PRESETS)

test.each(names)('the preset %s gets the reason that it names', async (preset) => {
  const { certificatePem } = await issueBadCertificate({
    folder,
    preset,
    organizationIdentifier: 'PSDNL-DNB-PRACTICE',
    now,
  })
  expect((await verdictOn(certificatePem)).reason).toBe(PRESETS[preset].reason)
})

test('a good certificate is good at every step', async () => {
  const orders = [{ use: 'web' }] as const
  const [issued] = await issueCertificates({
    folder,
    institution: 'PSDNL-DNB-PRACTICE',
    orders,
    hosts: [],
    now,
  })
  const verdict = await verdictOn(issued?.pem ?? '')
  expect(verdict).toMatchObject({ good: true, reason: null })
  expect(verdict.steps.filter(({ result }) => result !== 'passed')).toEqual([])
})

test('every reason that a certificate can give has a preset, but those of the list and of the root', () => {
  const covered = new Set<string | null>(names.map((name) => PRESETS[name].reason))
  const missing = Object.keys(REASONS).filter((reason) => !covered.has(reason))
  expect(missing).toEqual(['TRUSTED_LIST_TOO_OLD', 'ISSUER_REVOCATION_UNKNOWN'])
})

async function verdictOn(pem: string): Promise<Verdict> {
  const { raw } = new X509Certificate(pem)
  const judgement = judgeCertificate({ der: raw, use: 'web', services, now })
  const { reason, certificate, issuer } = judgement
  if (reason !== null || !issuer?.issuedBy || !certificate)
    return concludeVerdict(judgement, { revocation: NOBODY, issuerRevocation: null, register: ENFORCED })
  const entry = register.find(({ id }) => id === certificate.organizationIdentifier) ?? null
  return concludeVerdict(judgement, {
    revocation: await learn(issuer.certificate, certificate.serial, isSilent(judgement)),
    issuerRevocation: await learn(issuer.issuedBy, issuer.certificate.serial),
    register: { ...ENFORCED, entry },
  })
}

async function learn(issuer: ParsedCertificate, serial: string, silent = false) {
  if (silent) return NOBODY
  const request = buildOcspRequest({ issuer, serial, nonce: NONCE })
  const body = await answerOcsp({ folder, request, now })
  const answer = readOcspResponse({ body, issuer, serial, nonce: NONCE, now })
  return { note: null, answer: { ...answer, via: 'ocsp' as const, source: 'sandbox', fetchedAt: now } }
}

const isSilent = ({ issuer }: Judgement) => issuer?.ocsp.some((url) => url.includes('/silent/')) ?? false

async function statement(file: 'trustedList' | 'registerSnapshot', type: string): Promise<unknown> {
  const paths = sandboxPaths(folder)
  const key = await importX509(readFileSync(paths.listSigner, 'utf8'), 'PS256')
  const { payload, protectedHeader } = await flattenedVerify(
    JSON.parse(readFileSync(paths[file], 'utf8')),
    key,
  )
  expect(protectedHeader?.typ).toBe(type)
  return JSON.parse(Buffer.from(payload).toString('utf8'))
}

const NOBODY = { answer: null, note: null }
const ENFORCED = { policy: 'enforce', entry: null, source: 'register', asOf: now } as const

const certificate = z.string().transform((base64) => parseCertificate(Buffer.from(base64, 'base64')))
const LIST = z.object({
  sequence: z.number(),
  services: z.array(
    z
      .object({
        status: z.enum(['granted', 'withdrawn']),
        uses: z.array(z.enum(['web', 'eseal'])),
        certificate,
        issuedBy: certificate,
        ocsp: z.array(z.url()),
        crls: z.array(z.url()),
      })
      .transform((service) => ({
        ...service,
        source: 'list',
        asOf: now,
        validUntil: null,
        revocations: null,
      })),
  ),
})
const SNAPSHOT = z.object({
  institutions: z.array(
    z.object({
      id: z.string(),
      status: z.enum(['active', 'withdrawn']),
      roles: z.array(z.enum(['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC'])),
    }),
  ),
})
type Institution = z.infer<typeof SNAPSHOT>['institutions'][number]
