import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { callerFromHeaders } from './caller-from-headers'

const SECRET = vi.hoisted(() => {
  process.env.CLIENT_CERTIFICATE_SECRET = 'a secret that only the proxy knows'
  return process.env.CLIENT_CERTIFICATE_SECRET
})
let clientCert: string

beforeAll(async () => {
  const folder = dirname(env.TRUST_ANCHORS)
  const out = join(folder, 'proxied')
  await ensureSandboxPki(folder)
  await issueTppCertificates({
    folder,
    out,
    organizationIdentifier: 'PSDNL-DNB-1',
    name: 'Example',
    roles: ['PSP_AI'],
  })
  clientCert = `:${readFileSync(join(out, 'qwac.pem'), 'utf8').replace(/-----[A-Z ]+-----|\s/g, '')}:`
})

const callerWith = (headers: Record<string, string>) => callerFromHeaders(new Headers(headers))

test.each([undefined, 'wrong', `${'a secret that only the proxy knows'} `.repeat(2)])(
  'without the secret the header is as good as absent (%s)',
  async (secret) => {
    const caller = await callerWith({
      'client-cert': clientCert,
      ...(secret && { 'x-client-cert-secret': secret }),
    })
    expect(caller).toMatchObject({
      certificate: null,
      refusal: { code: 'certificate_missing' },
      through: 'public',
    })
  },
)

test('beside the secret an unreadable header, or two of them, is a certificate that is no good', async () => {
  for (const stated of ['', 'nonsense', ':AAAA:', `${clientCert}, ${clientCert}`])
    expect((await callerWith({ 'client-cert': stated, 'x-client-cert-secret': SECRET })).refusal?.code).toBe(
      'certificate_invalid',
    )
})

test('beside the secret the certificate of the proxy counts, vetted like any other, and its last hop is the address', async () => {
  const caller = await callerWith({
    'client-cert': clientCert,
    'x-client-cert-secret': SECRET,
    'x-forwarded-for': '203.0.113.7, 192.0.2.1',
  })
  expect(caller.certificate?.organizationIdentifier).toBe('PSDNL-DNB-1')
  expect(caller).toMatchObject({ address: '192.0.2.1', through: 'listener' })
})
