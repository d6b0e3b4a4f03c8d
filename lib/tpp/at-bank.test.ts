import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { isAtBank } from './at-bank'

// A code that is sent to the bank itself stands in its logs and pages (RFC 9700, 4.1).

const ports = [env.PUBLIC_ORIGIN, env.MTLS_ORIGIN].map((origin) => new URL(origin).port)

test.each(
  ports.flatMap((port) =>
    [
      'localhost',
      'localhost.',
      'LOCALHOST',
      'a.localhost',
      '127.0.0.1',
      '127.0.0.1.',
      '127.9.9.9',
      '127.1',
      '0x7f.1',
      '2130706433',
      '0177.0.0.1',
      '0.0.0.0',
      '[::1]',
      '[0:0:0:0:0:0:0:1]',
      '[::ffff:127.0.0.1]',
      '[::]',
    ].map((host) => `${host}:${port}`),
  ),
)('%s is the bank, by http and by https', (host) => {
  expect([isAtBank(new URL(`http://${host}/x`)), isAtBank(new URL(`https://${host}/x`))]).toEqual([
    true,
    true,
  ])
})

test.each([
  'https://saldo.example/back',
  'https://saldo.example./back',
  'https://localhost.saldo.example/back',
  'https://127.0.0.1.saldo.example/back',
  'https://notlocalhost/back',
  'http://localhost:9/back',
  'http://[::1]:9/back',
])('%s is not', (address) => {
  expect(isAtBank(new URL(address))).toBe(false)
})
