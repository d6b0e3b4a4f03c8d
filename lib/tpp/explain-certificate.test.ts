import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ZOO_FILES } from '@/e2e/zoo/zoo-files'
import { STEPS } from '@/lib/eidas/verdict'
import { env } from '@/lib/env'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { explainCertificate } from './explain-certificate'
import { certificateInAddress, holdsPrivateKey, readPasted } from './pasted-certificate'

await ensureSandboxPki(dirname(env.TRUST_ANCHORS))

const pem = (name: string) => readFileSync(join(ZOO_FILES, name), 'utf8')

test('whatever the zoo has, pasted, gets an answer with every step and at most one that failed', async () => {
  const met = new Set<string>()
  const large: string[] = []
  for (const name of readdirSync(ZOO_FILES)) {
    const der = readPasted(pem(name))
    if (der === 'none') continue
    if (der === 'large') {
      large.push(name)
      continue
    }
    expect(certificateInAddress(der.toString('base64url'))).toEqual(der)
    for (const use of ['web', 'eseal'] as const) {
      const { good, reason, refusal, steps } = await explainCertificate({ der, use })
      expect(good).toBe(false)
      expect(refusal?.text).toContain(reason)
      expect(steps.map(({ step }) => step)).toEqual(STEPS)
      expect(steps.filter(({ result }) => result === 'failed').map((one) => one.reason)).toEqual([reason])
      met.add(String(reason))
    }
  }
  expect(met.size).toBeGreaterThan(3)
  // Made to be too much.
  expect(large).toEqual(['extension-of-a-thousand-parts.pem', 'too-long.pem'])
})

test.each([
  ['nothing', '', 'none'],
  ['words', 'hello', 'none'],
  ['a request', '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----', 'none'],
  ['a key alone', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----', 'none'],
  ['markup', '-----BEGIN CERTIFICATE-----<script>-----END CERTIFICATE-----', 'none'],
  ['far too much', `-----BEGIN CERTIFICATE-----${'A'.repeat(12_000)}-----END CERTIFICATE-----`, 'large'],
])('%s is no certificate to judge', (_name, text, why) => {
  expect(readPasted(text)).toBe(why)
})

test('bytes that are no certificate are judged as such, and an address that carries none is none', async () => {
  const der = readPasted('-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----')
  if (typeof der === 'string') throw new Error(der)
  expect(await explainCertificate({ der, use: 'web' })).toMatchObject({
    reason: 'CERT_MALFORMED',
    certificate: null,
  })
  for (const given of [undefined, '', ['a', 'b'], '!', 'A'.repeat(8_001)])
    expect(certificateInAddress(given)).toBeNull()
})

test('of a key that was pasted beside the certificate nothing goes on', () => {
  const key = '-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n'
  const text = key + pem('expired.pem')
  expect([holdsPrivateKey(text), holdsPrivateKey(pem('expired.pem'))]).toEqual([true, false])
  expect(readPasted(text)).toEqual(readPasted(pem('expired.pem')))
})
