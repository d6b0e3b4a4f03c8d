import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listedService } from '@/e2e/zoo/listed-service'
import { judgeCertificate } from '@/lib/eidas/judge-certificate'
import { loadTrustAnchors } from '@/lib/eidas/trust-anchors'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueBadCertificate } from '@/lib/sandbox/issue-bad-certificate'
import { revokeTppCertificates } from '@/lib/sandbox/revoke-tpp-certificates'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const EACH_TIME = { recheckAfterMs: 0 }
const now = new Date('2026-11-20T10:00:00Z')
let home: string
let folder: string

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'placet-anchors-'))
  await ensureSandboxPki(home, now)
  folder = sandboxPaths(home).anchors
})
afterEach(() => rmSync(home, { recursive: true }))

test('a folder that cannot be read at first is an error', () => {
  expect(() => loadTrustAnchors(join(home, 'absent'))).toThrow('ENOENT')
})

test('a CA without its revocation list stays known, without a list to rely on', () => {
  rmSync(sandboxPaths(home).revocationList)
  const anchors = loadTrustAnchors(folder)
  expect(anchors.list()).toMatchObject([{ revocations: null }])
  expect(anchors.faults()).toEqual([expect.stringContaining('sandbox-qtsp.crl is no use')])
})

test("a list that another CA of the same name signed is not the CA's own", async () => {
  const other = mkdtempSync(join(tmpdir(), 'placet-anchors-'))
  await ensureSandboxPki(other, now)
  copyFileSync(sandboxPaths(other).revocationList, sandboxPaths(home).revocationList)
  rmSync(other, { recursive: true })
  expect(loadTrustAnchors(folder).list()).toMatchObject([{ revocations: null }])
})

test('a file that is not one certificate of a CA is not trusted', async () => {
  const { certificatePem, chainPem } = await issueBadCertificate({ folder: home, preset: 'pi-only', now })
  writeFileSync(join(folder, 'leaf.pem'), certificatePem)
  writeFileSync(join(folder, 'several.pem'), chainPem)
  writeFileSync(join(folder, 'text.pem'), 'a text')
  const anchors = loadTrustAnchors(folder)
  expect(anchors.list()).toHaveLength(1)
  expect(anchors.faults()).toEqual([
    expect.stringContaining('it is not the certificate of a CA'),
    expect.stringContaining('it must hold exactly one certificate'),
    expect.stringContaining('it must hold exactly one certificate'),
  ])
})

test('a CA is trusted and distrusted by its file alone, without a restart', () => {
  const anchors = loadTrustAnchors(folder, EACH_TIME)
  const { anchor } = sandboxPaths(home)
  const pem = readFileSync(anchor)
  rmSync(anchor)
  expect(anchors.list()).toEqual([])
  writeFileSync(anchor, pem)
  expect(anchors.list()).toHaveLength(1)
  rmSync(folder, { recursive: true })
  expect(anchors.list()).toEqual([])
  expect(anchors.faults()).toEqual([expect.stringContaining('cannot be read')])
})

test('the version changes with a new revocation list and not without', async () => {
  const anchors = loadTrustAnchors(folder, EACH_TIME)
  const before = anchors.version()
  expect(anchors.version()).toBe(before)
  await revokeTppCertificates({ folder: home, organizationIdentifier: 'PSDNL-DNB-1', now })
  expect(anchors.version()).not.toBe(before)
})

test('files are looked for at most once in the given time', () => {
  const anchors = loadTrustAnchors(folder, { recheckAfterMs: 600_000 })
  expect(anchors.list()).toHaveLength(1)
  rmSync(folder, { recursive: true })
  expect(anchors.list()).toHaveLength(1)
})

test('a CA with a key of another kind does not stand in the way of the one that fits', async () => {
  const rsa = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  }
  const other = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Other',
    notBefore: now,
    notAfter: new Date('2027-11-20T10:00:00Z'),
    keys: await crypto.subtle.generateKey(rsa, true, ['sign', 'verify']),
    signingAlgorithm: rsa,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  })
  writeFileSync(join(folder, 'another.pem'), other.toString('pem'))
  const { certificatePem } = await issueBadCertificate({ folder: home, preset: 'pi-only', now })
  const anchors = loadTrustAnchors(folder)
  expect(anchors.list()).toHaveLength(2)
  const der = new X509Certificate(certificatePem).raw
  const services = anchors.list().map(({ certificate }) => listedService(certificate))
  expect(judgeCertificate({ der, use: 'web', services, now }).certificate?.roles).toEqual(['PSP_PI'])
})
