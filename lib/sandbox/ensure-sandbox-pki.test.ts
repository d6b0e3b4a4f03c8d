import 'reflect-metadata'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadTrustAnchors } from '@/lib/eidas/trust-anchors'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { revokeTppCertificates } from '@/lib/sandbox/revoke-tpp-certificates'
import { readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signCertificate } from '@/lib/sandbox/sign-certificate'

const DAY_MS = 86_400_000
const now = new Date('2026-11-20T10:00:00Z')
let folder: string
let paths: ReturnType<typeof sandboxPaths>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placet-sandbox-'))
  paths = sandboxPaths(folder)
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a second start changes no file', async () => {
  await ensureSandboxPki(folder, now)
  const before = contents()
  await ensureSandboxPki(folder, days(0.9))
  expect(contents()).toEqual(before)
})

test('no file but certificates and lists can be read by others', async () => {
  await ensureSandboxPki(folder, now)
  await issueTppCertificates({
    folder,
    organizationIdentifier: 'PSDNL-DNB-1',
    name: 'A',
    roles: ['PSP_AI'],
    out: folder,
  })
  const open = Object.keys(contents()).filter((name) => statSync(join(folder, name)).mode & 0o077)
  expect(open.filter((name) => !/\.(pem|crl)$/.test(name))).toEqual([])
})

test('a start that was killed at any file is completed by the next', async () => {
  await ensureSandboxPki(folder, now)
  const whole = Object.keys(contents())
  for (const name of whole.filter((file) => !file.startsWith('ca/'))) {
    rmSync(join(folder, name))
    await ensureSandboxPki(folder, now)
    expect(Object.keys(contents())).toEqual(whole)
    expectUsable()
  }
})

test('authorities that were killed half-made are made anew and leave nothing behind', async () => {
  mkdirSync(join(folder, '.ca-dead'))
  writeFileSync(join(folder, '.ca-dead', 'root.key'), 'half')
  await ensureSandboxPki(folder, now)
  expect(readdirSync(folder).sort()).toEqual([
    'anchors',
    'ca',
    'root.crl',
    'root.pem',
    'server.key',
    'server.pem',
  ])
  expectUsable()
})

test('a server key without its certificate is replaced together with it', async () => {
  await ensureSandboxPki(folder, now)
  const foreign = mkdtempSync(join(tmpdir(), 'placet-sandbox-'))
  await ensureSandboxPki(foreign, now)
  writeFileSync(paths.serverKey, readFileSync(sandboxPaths(foreign).serverKey))
  rmSync(foreign, { recursive: true })
  await ensureSandboxPki(folder, now)
  expectUsable()
})

test('an issuing CA whose certificate names no place, or another, gets a new one for its key', async () => {
  await ensureSandboxPki(folder, now)
  const before = new X509Certificate(readFileSync(paths.anchor))
  const file = join(paths.ca, 'issuing.pem')
  const root = await readAuthority(paths.ca, 'root')
  const { subjectName, publicKey } = new x509.X509Certificate(readFileSync(file, 'utf8'))
  const validity = { notBefore: now, notAfter: days(3650) }
  const elsewhere = await signCertificate({
    issuer: { ...root, name: 'silent' },
    subject: subjectName,
    publicKey,
    ...validity,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  })
  writeFileSync(file, `${elsewhere.toString('pem')}\n`)
  await ensureSandboxPki(folder, now)
  const after = new X509Certificate(readFileSync(paths.anchor))
  expect(after.infoAccess).toBe(before.infoAccess)
  expect(after.serialNumber).not.toBe(elsewhere.serialNumber.toUpperCase())
  expect(after.publicKey.equals(before.publicKey)).toBe(true)
  expectUsable()
})

test('the server certificate is renewed 30 days before its end and not earlier', async () => {
  await ensureSandboxPki(folder, now)
  const first = readFileSync(paths.serverCertificate, 'utf8')
  await ensureSandboxPki(folder, days(334))
  expect(readFileSync(paths.serverCertificate, 'utf8')).toBe(first)
  await ensureSandboxPki(folder, days(336))
  expect(readFileSync(paths.serverCertificate, 'utf8')).not.toBe(first)
})

test('the revocation list is signed anew after a day', async () => {
  await ensureSandboxPki(folder, now)
  await ensureSandboxPki(folder, days(1.1))
  const [anchor] = loadTrustAnchors(paths.anchors).list()
  expect(anchor?.revocations?.thisUpdate).toEqual(days(1.1))
  expect(anchor?.revocations?.nextUpdate).toEqual(days(8.1))
})

test('a revocation that was recorded but not published is published at the next start', async () => {
  await ensureSandboxPki(folder, now)
  const empty = readFileSync(paths.revocationList)
  const tpp = { folder, organizationIdentifier: 'PSDNL-DNB-1', now }
  await issueTppCertificates({ ...tpp, name: 'Example', roles: ['PSP_AI'], out: join(folder, 'out') })
  expect(await revokeTppCertificates(tpp)).toEqual({ revoked: 2 })
  writeFileSync(paths.revocationList, empty)
  await ensureSandboxPki(folder, now)
  const [anchor] = loadTrustAnchors(paths.anchors).list()
  expect(anchor?.revocations?.serials.size).toBe(2)
})

test('only the named organisation is revoked, whichever spelling of its authority is used', async () => {
  await ensureSandboxPki(folder, now)
  const licence = { folder, name: 'Example', roles: ['PSP_AI'], out: join(folder, 'out'), now } as const
  await issueTppCertificates({ ...licence, organizationIdentifier: 'PSDES-BDE-1' })
  await issueTppCertificates({ ...licence, organizationIdentifier: 'PSDES-BE-11' })
  expect(await revokeTppCertificates({ folder, organizationIdentifier: 'PSDES-BE-1', now })).toEqual({
    revoked: 2,
  })
  expect(await revokeTppCertificates({ folder, organizationIdentifier: 'PSDES-BE-1', now })).toEqual({
    revoked: 0,
  })
})

function expectUsable(): void {
  const anchors = loadTrustAnchors(paths.anchors)
  expect(anchors.faults()).toEqual([])
  expect(anchors.list()).toHaveLength(1)
  const server = new X509Certificate(readFileSync(paths.serverCertificate))
  expect(server.checkPrivateKey(createPrivateKey(readFileSync(paths.serverKey)))).toBe(true)
  expect(server.verify(new X509Certificate(readFileSync(paths.rootCertificate)).publicKey)).toBe(true)
  expect([server.checkHost('localhost'), server.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1'])
}

function contents(): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const names = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort()
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
}

function days(count: number): Date {
  return new Date(now.getTime() + count * DAY_MS)
}
