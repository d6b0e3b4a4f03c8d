import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AsnConvert } from '@peculiar/asn1-schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PSD2_STATEMENT, Psd2QcType, QcStatement, ROLE_OIDS, RoleOfPsp } from '@/lib/eidas/qc-statements'
import type { QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import { loadTrustAnchors, type TrustAnchors } from '@/lib/eidas/trust-anchors'
import { vetCertificate } from '@/lib/eidas/vet-certificate'
import { isRefusal } from '@/lib/errors'
import { type Blueprint, drawBlueprint, psd2Statement } from '@/lib/sandbox/blueprint'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { type BadPreset, issueBadCertificate } from '@/lib/sandbox/issue-bad-certificate'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { generateKeys } from '@/lib/sandbox/key-files'
import { revokeTppCertificates } from '@/lib/sandbox/revoke-tpp-certificates'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signTppCertificate } from '@/lib/sandbox/sign-certificate'

const DAY_MS = 86_400_000
const now = new Date('2026-11-20T10:00:00Z')
const organizationIdentifier = 'PSDNL-DNB-12/34-5.b'
const home = mkdtempSync(join(tmpdir(), 'placet-eidas-'))
const folder = join(home, 'sandbox')
let anchors: TrustAnchors

beforeAll(async () => {
  await ensureSandboxPki(folder, now)
  anchors = loadTrustAnchors(sandboxPaths(folder).anchors, { recheckAfterMs: 0 })
})
afterAll(() => rmSync(home, { recursive: true }))

describe('refused', () => {
  const PRESETS: Partial<Record<BadPreset, [code: string, step: RegExp]>> = {
    expired: ['certificate_expired', /ended on/],
    'not-yet-valid': ['certificate_invalid', /not valid before/],
    'other-chain': ['certificate_invalid', /trusted list/],
    'no-psd2-statement': ['certificate_invalid', /has no PSD2 statement/],
    'two-psd2-statements': ['certificate_invalid', /exactly one PSD2 statement/],
    'malformed-psd2-statement': ['certificate_invalid', /PSD2 statement .* is not as/],
    'no-qc-compliance': ['certificate_invalid', /QcCompliance/],
    'two-qc-types': ['certificate_invalid', /exactly one QcType/],
    'eseal-as-web': ['certificate_invalid', /QcType/],
    'no-client-auth': ['certificate_invalid', /clientAuth/],
    'identity-mismatch': ['certificate_invalid', /different authorities/],
  }

  test.each(Object.entries(PRESETS))(
    'the preset %s, with the step that failed',
    async (name, [code, step]) => {
      const preset = Object.keys(PRESETS).find((known): known is BadPreset => known === name) ?? 'expired'
      const { certificatePem } = await issueBadCertificate({ folder, preset, organizationIdentifier, now })
      expect(verdict(derOf(certificatePem))).toEqual({ code, text: expect.stringMatching(step) })
    },
  )

  const NL = { roles: ['PSP_AI'], nCAId: 'NL-DNB' } as const
  const CHANGES: [name: string, changes: (good: Blueprint) => Partial<Blueprint>, step: RegExp][] = [
    [
      'an organizationIdentifier of another form',
      (good) => named(good, 'VATNL-123456'),
      /like PSDNL-DNB-1234/,
    ],
    ['a lower-case authority', (good) => named(good, 'PSDNL-dnb-1'), /like PSDNL-DNB-1234/],
    ['no authorisation number', (good) => named(good, 'PSDNL-DNB-'), /like PSDNL-DNB-1234/],
    ['a line break in the identity', (good) => named(good, 'PSDNL-DNB-1\r\nX: 1'), /like PSDNL-DNB-1234/],
    [
      'an authority that is on no list',
      (good) => ({
        ...named(good, 'PSDXX-NCA-1'),
        statements: stated(good, psd2Statement({ ...NL, nCAId: 'XX-NCA' })),
      }),
      /not on the list of the EBA/,
    ],
    [
      'an nCAId without country',
      (good) => ({ statements: stated(good, psd2Statement({ ...NL, nCAId: 'DNB' })) }),
      /nCAId/,
    ],
    [
      'an empty name',
      (good) => ({ subject: { ...good.subject, name: '' } }),
      /O exactly once|CN exactly once/,
    ],
    [
      'a PSD2 statement without content',
      (good) => ({ statements: stated(good, new QcStatement({ statementId: PSD2_STATEMENT })) }),
      /PSD2 statement .* is not as/,
    ],
    [
      'a PSD2 statement with something after it',
      (good) => ({ statements: stated(good, trailing()) }),
      /PSD2 statement .* is not as/,
    ],
  ]

  test.each(CHANGES)('%s', async (_, changes, step) => {
    const der = await issue(changes)
    expect(verdict(der)).toEqual({ code: 'certificate_invalid', text: expect.stringMatching(step) })
  })

  test('a seal in place of a QWAC and a QWAC in place of a seal', async () => {
    const { qwac, qsealc } = await issuePair(organizationIdentifier)
    expect(verdict(qsealc, 'web')).toMatchObject({
      code: 'certificate_invalid',
      text: expect.stringMatching(/QcType/),
    })
    expect(verdict(qwac, 'eseal')).toMatchObject({
      code: 'certificate_invalid',
      text: expect.stringMatching(/QcType/),
    })
  })

  test("the issuing CA's own certificate", async () => {
    expect(verdict(derOf(readFileSync(sandboxPaths(folder).anchor, 'utf8')))).toMatchObject({
      code: 'certificate_invalid',
    })
  })

  test('whatever a flipped, missing or additional byte makes of a good certificate, and never unexpectedly', async () => {
    const { qwac } = await issuePair(organizationIdentifier)
    const broken: Uint8Array[] = [Buffer.alloc(0), Buffer.concat([qwac, Buffer.from([0])])]
    for (let at = 0; at < qwac.length; at++) {
      const flipped = Buffer.from(qwac)
      flipped[at] = (flipped[at] ?? 0) ^ 0x41
      broken.push(flipped, qwac.subarray(0, at))
    }
    const codes = new Set(broken.map((der) => verdict(der).code))
    expect(
      [...codes].filter((code) => !['certificate_invalid', 'certificate_expired'].includes(code)),
    ).toEqual([])
  })

  test('everything of a CA whose revocation list is stale or absent, as unknown', async () => {
    const { qwac } = await issuePair(organizationIdentifier)
    const inEightDays = new Date(now.getTime() + 8 * DAY_MS)
    expect(verdict(qwac, 'web', inEightDays).code).toBe('revocation_unknown')
    const list = () => anchors.list().map((anchor) => ({ ...anchor, revocations: null }))
    expect(verdict(qwac, 'web', now, { ...anchors, list }).code).toBe('revocation_unknown')
  })

  test('what an issuing CA signed, once its own certificate has ended', async () => {
    const inElevenYears = new Date(now.getTime() + 11 * 365 * DAY_MS)
    const der = await issue(() => ({ notAfter: new Date(inElevenYears.getTime() + DAY_MS) }))
    const text = expect.stringMatching(/issuing CA's own certificate/)
    expect(verdict(der, 'web', inElevenYears)).toEqual({ code: 'certificate_invalid', text })
  })

  test('a revoked certificate, and its renewal not, without a restart', async () => {
    const org = 'PSDDE-BAFIN-77'
    const before = await issuePair(org)
    expect(vet(before.qwac).organizationIdentifier).toBe(org)
    expect(await revokeTppCertificates({ folder, organizationIdentifier: org, now })).toEqual({ revoked: 2 })
    expect(verdict(before.qwac).code).toBe('certificate_revoked')
    expect(verdict(before.qsealc, 'eseal').code).toBe('certificate_revoked')
    const after = await issuePair(org)
    expect(vet(after.qwac).organizationIdentifier).toBe(org)
  })
})

describe('accepted', () => {
  test('a QWAC and a QSealC, with all that they say', async () => {
    const { qwac, qsealc } = await issuePair(organizationIdentifier, 'Ænima <script>alert(1)</script>')
    const { fingerprint256, serialNumber } = new X509Certificate(qwac)
    expect(vet(qwac)).toEqual({
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
    expect(vet(qsealc, 'eseal')).toMatchObject({ use: 'eseal', organizationIdentifier })
  })

  test('a renewal as the same organisation by another certificate', async () => {
    const [first, second] = [await issuePair(organizationIdentifier), await issuePair(organizationIdentifier)]
    expect(vet(first.qwac).thumbprint).not.toBe(vet(second.qwac).thumbprint)
    expect(vet(first.qwac).organizationIdentifier).toBe(vet(second.qwac).organizationIdentifier)
  })

  test("ETSI's spelling of the Bank of Spain as the EBA's", async () => {
    const der = await issue((good) => ({
      ...named(good, 'PSDES-BDE-3DFD21'),
      statements: stated(good, psd2Statement({ roles: ['PSP_AI'], nCAId: 'ES-BDE' })),
    }))
    expect(vet(der)).toMatchObject({ organizationIdentifier: 'PSDES-BE-3DFD21', authority: { id: 'ES-BE' } })
  })

  test('each role by its OID: PI is 2, AI is 3, and neither name nor an unknown OID grants one', async () => {
    const PSD2 = '0.4.0.19495.1.'
    const rolesFor = async (...roles: [oid: string, name: string][]) => {
      const rolesOfPsp = roles.map(([oid, name]) => new RoleOfPsp({ oid, name }))
      const statement = new Psd2QcType({ rolesOfPsp, nCAName: 'De Nederlandsche Bank', nCAId: 'NL-DNB' })
      const statementInfo = AsnConvert.serialize(statement)
      return vet(
        await issue((good) => ({
          statements: stated(good, new QcStatement({ statementId: PSD2_STATEMENT, statementInfo })),
        })),
      ).roles
    }
    expect(await rolesFor([`${PSD2}1`, 'PSP_AS'])).toEqual(['PSP_AS'])
    expect(await rolesFor([`${PSD2}2`, 'PSP_AI'])).toEqual(['PSP_PI'])
    expect(await rolesFor([`${PSD2}3`, 'PSP_PI'])).toEqual(['PSP_AI'])
    expect(await rolesFor([`${PSD2}4`, 'PSP_IC'])).toEqual(['PSP_IC'])
    expect(await rolesFor([`${PSD2}51`, 'PSP_AI'], [ROLE_OIDS.PSP_AI, 'PSP_AI'])).toEqual(['PSP_AI'])
    expect(await rolesFor([`${PSD2}0`, 'Unspecified'], [`${PSD2}52`, 'VOP_VS'])).toEqual([])
  })

  test.each([
    ['no-role', []],
    ['pi-only', ['PSP_PI']],
    ['as-only', ['PSP_AS']],
  ] as const)('the preset %s, with no more roles than it states', async (preset, roles) => {
    const { certificatePem } = await issueBadCertificate({ folder, preset, now })
    expect(vet(derOf(certificatePem)).roles).toEqual(roles)
  })
})

function vet(der: Uint8Array, use: 'web' | 'eseal' = 'web', trusted = anchors): QualifiedCertificate {
  return vetCertificate({ der, use, anchors: trusted, now })
}

function verdict(der: Uint8Array, use: 'web' | 'eseal' = 'web', at = now, trusted = anchors) {
  try {
    vetCertificate({ der, use, anchors: trusted, now: at })
  } catch (thrown) {
    if (isRefusal(thrown)) return { code: thrown.code, text: thrown.text }
    throw thrown
  }
  return { code: 'accepted', text: '' }
}

async function issue(changes: (good: Blueprint) => Partial<Blueprint>): Promise<Buffer> {
  const issuer = await readAuthority(sandboxPaths(folder).ca, 'issuing')
  const { publicKey } = await generateKeys()
  const good = drawBlueprint({ organizationIdentifier, name: 'Example', roles: ['PSP_AI'], use: 'web', now })
  const certificate = await signTppCertificate({
    blueprint: { ...good, ...changes(good) },
    publicKey,
    issuer,
  })
  return Buffer.from(certificate.rawData)
}

async function issuePair(org: string, name = 'Example') {
  const out = mkdtempSync(join(home, 'out-'))
  await issueTppCertificates({
    folder,
    organizationIdentifier: org,
    name,
    roles: ['PSP_AI', 'PSP_PI'],
    out,
    now,
  })
  const read = (file: string) => derOf(readFileSync(join(out, file), 'utf8'))
  return { qwac: read('qwac.pem'), qsealc: read('qsealc.pem') }
}

function named({ subject }: Blueprint, identifier: string): Partial<Blueprint> {
  return { subject: { ...subject, organizationIdentifier: identifier } }
}

function stated({ statements }: Blueprint, psd2: QcStatement): QcStatement[] {
  return [...statements.filter(({ statementId }) => statementId !== PSD2_STATEMENT), psd2]
}

function trailing(): QcStatement {
  const good = psd2Statement({ roles: ['PSP_AI'], nCAId: 'NL-DNB' })
  const bytes = Buffer.concat([
    Buffer.from(good.statementInfo ?? new ArrayBuffer()),
    Buffer.from([0x05, 0x00]),
  ])
  // The null goes inside the sequence: the length says so.
  bytes[1] = (bytes[1] ?? 0) + 2
  return new QcStatement({ statementId: PSD2_STATEMENT, statementInfo: new Uint8Array(bytes).buffer })
}

function derOf(pem: string): Buffer {
  return new X509Certificate(pem).raw
}
