import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listedService } from '@/e2e/zoo/listed-service'
import { readZooFile, zooServices } from '@/e2e/zoo/zoo-files'
import { type Judgement, judgeCertificate } from '@/lib/eidas/judge-certificate'
import { parseCertificate } from '@/lib/eidas/parse-certificate'
import type { QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'
import type { TrustService } from '@/lib/eidas/trust-service'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueBadCertificate } from '@/lib/sandbox/issue-bad-certificate'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const now = new Date('2026-11-20T10:00:00Z')
const organizationIdentifier = 'PSDNL-DNB-12/34-5.b'
const home = mkdtempSync(join(tmpdir(), 'placet-eidas-'))
const folder = join(home, 'sandbox')
let services: TrustService[]

beforeAll(async () => {
  await ensureSandboxPki(folder, now)
  services = [listedService(parseCertificate(derOf(readFileSync(sandboxPaths(folder).anchor, 'utf8'))))]
})
afterAll(() => rmSync(home, { recursive: true }))

describe('what the sandbox issues', () => {
  test.each([
    ['expired', 'EXPIRED'],
    ['not-yet-valid', 'NOT_YET_VALID'],
    ['other-chain', 'ISSUER_NOT_LISTED'],
    ['no-psd2-statement', 'PSD2_STATEMENT_MISSING'],
    ['two-psd2-statements', 'PSD2_STATEMENT_TWICE'],
    ['malformed-psd2-statement', 'PSD2_STATEMENT_MALFORMED'],
    ['no-qc-compliance', 'NOT_QUALIFIED'],
    ['two-qc-types', 'QC_TYPE_WRONG'],
    ['eseal-as-web', 'QC_TYPE_WRONG'],
    ['no-client-auth', 'CLIENT_AUTH_MISSING'],
    ['identity-mismatch', 'IDENTITY_MISMATCH'],
  ] as const satisfies [string, Reason][])('is refused as the preset %s says: %s', async (preset, reason) => {
    const { certificatePem } = await issueBadCertificate({ folder, preset, organizationIdentifier, now })
    expect(judge(derOf(certificatePem)).reason).toBe(reason)
  })

  test.each([
    ['no-role', []],
    ['pi-only', ['PSP_PI']],
    ['as-only', ['PSP_AS']],
  ] as const)('has no more roles than the preset %s states', async (preset, roles) => {
    const { certificatePem } = await issueBadCertificate({ folder, preset, now })
    expect(judge(derOf(certificatePem))).toMatchObject({ reason: null, certificate: { roles } })
  })

  test('is accepted as a QWAC and a QSealC, with all that they say', async () => {
    const { qwac, qsealc } = await issuePair('Ænima <script>alert(1)</script>')
    const { fingerprint256, serialNumber } = new X509Certificate(qwac)
    expect(judge(qwac)).toMatchObject({ reason: null, issuer: services[0] })
    expect(judge(qwac).certificate).toEqual({
      thumbprint: Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
      use: 'web',
      serial: serialNumber.toLowerCase(),
      issuer: 'CN=Placet Sandbox QTSP,O=Placet Sandbox,C=DK',
      subject: {
        commonName: 'Ænima <script>alert(1)</script>',
        organization: 'Ænima <script>alert(1)</script>',
        country: 'NL',
      },
      organizationIdentifier,
      authority: { id: 'NL-DNB', name: 'De Nederlandsche Bank', country: 'NL' },
      roles: ['PSP_PI', 'PSP_AI'],
      notBefore: new Date('2026-11-20T09:55:00Z'),
      notAfter: new Date('2027-11-20T10:00:00Z'),
    } satisfies QualifiedCertificate)
    expect(judge(qsealc, 'eseal')).toMatchObject({ reason: null, certificate: { use: 'eseal' } })
  })
})

test('one flipped, missing or additional byte makes any certificate no certificate, and never an error', () => {
  const qwac = readZooFile('qwac.pem')
  const listed = zooServices()
  const broken: Uint8Array[] = [Buffer.alloc(0), Buffer.concat([qwac, Buffer.from([0])])]
  for (let at = 0; at < qwac.length; at++) {
    const flipped = Buffer.from(qwac)
    flipped[at] = (flipped[at] ?? 0) ^ 0x41
    broken.push(flipped, qwac.subarray(0, at))
  }
  const given = { use: 'web', services: listed, now } as const
  expect(judgeCertificate({ ...given, der: qwac }).reason).toBeNull()
  expect(broken.filter((der) => judgeCertificate({ ...given, der }).reason === null)).toEqual([])
})

describe('of services with one key', () => {
  const der = readZooFile('qwac.pem')
  const listed = () => listedService(parseCertificate(readZooFile('ca-issuing.pem')))
  const reasonBy = (...list: TrustService[]) =>
    judgeCertificate({ der, use: 'web', services: list, now }).reason

  test('none is enough that is withdrawn, for another use, or of an old list', () => {
    expect(reasonBy({ ...listed(), status: 'withdrawn' })).toBe('TRUST_SERVICE_WITHDRAWN')
    expect(reasonBy({ ...listed(), uses: ['eseal'] })).toBe('TRUST_SERVICE_OTHER_USE')
    expect(reasonBy({ ...listed(), validUntil: new Date(now.getTime() - 1) })).toBe('TRUSTED_LIST_TOO_OLD')
    expect(reasonBy()).toBe('ISSUER_NOT_LISTED')
  })

  test('two that fail in different ways do not make one that is good', () => {
    expect(reasonBy({ ...listed(), status: 'withdrawn' }, { ...listed(), uses: ['eseal'] })).toBe(
      'TRUST_SERVICE_OTHER_USE',
    )
  })

  test('the one that passes every check speaks, wherever it stands', () => {
    const good = listed()
    const bad = { ...listed(), status: 'withdrawn' } as const
    expect(reasonBy(bad, good)).toBeNull()
    expect(judgeCertificate({ der, use: 'web', services: [bad, good, bad], now }).issuer).toBe(good)
  })
})

function judge(der: Uint8Array, use: 'web' | 'eseal' = 'web'): Judgement {
  return judgeCertificate({ der, use, services, now })
}

async function issuePair(name: string) {
  const out = mkdtempSync(join(home, 'out-'))
  await issueTppCertificates({
    folder,
    organizationIdentifier,
    name,
    roles: ['PSP_AI', 'PSP_PI'],
    out,
    now,
  })
  const read = (file: string) => derOf(readFileSync(join(out, file), 'utf8'))
  return { qwac: read('qwac.pem'), qsealc: read('qsealc.pem') }
}

function derOf(pem: string): Buffer {
  return new X509Certificate(pem).raw
}
