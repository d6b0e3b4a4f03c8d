import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openssl } from '@/e2e/fixtures/openssl'
import { answerOcsp } from '@/lib/sandbox/answer-ocsp'
import { ensureTrustService } from '@/lib/sandbox/ensure-trust-service'
import { readCertificateRequest } from '@/lib/sandbox/read-certificate-request'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

const home = mkdtempSync(join(tmpdir(), 'placet-bytes-'))
const folder = join(home, 'sandbox')
const now = new Date()

beforeAll(async () => await ensureTrustService(folder))
afterAll(() => rmSync(home, { recursive: true }))

test('a request for a certificate with any byte changed, cut or added is refused, and never a failure', async () => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'k.pem']
  await openssl(home, 'req', '-new', ...key, '-subj', '/CN=x', '-outform', 'DER', '-out', 'c.der')
  const der = readFileSync(join(home, 'c.der'))
  expect((await readCertificateRequest(der)).key).toMatch(/^[\w-]{43}$/)
  for (const bytes of brokenOf(der))
    await expect(readCertificateRequest(bytes)).rejects.toBeInstanceOf(TrustRefusal)
})

test('an OCSP request with any byte changed, cut or added gets an answer or an unsigned no', async () => {
  const issuer = join(folder, 'ca', 'issuing.pem')
  await openssl(home, 'ocsp', '-issuer', issuer, '-serial', '0x4142434445464748', '-reqout', 'q.der')
  for (const request of brokenOf(readFileSync(join(home, 'q.der')))) {
    const answer = await answerOcsp({ folder, request, now })
    expect(answer.toString('hex')).toMatch(/^(30030a010[16]|3082)/)
  }
})

function brokenOf(der: Buffer): Uint8Array[] {
  const broken: Uint8Array[] = [Buffer.alloc(0), Buffer.concat([der, Buffer.alloc(1)])]
  for (let at = 0; at < der.length; at += 1) {
    const flipped = Buffer.from(der)
    flipped[at] = (der[at] ?? 0) ^ 0x41
    broken.push(flipped, der.subarray(0, at))
  }
  return broken
}
