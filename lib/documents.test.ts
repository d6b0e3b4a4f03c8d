import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { retentionDocument } from '@/db/retention-document'
import { readEnvironment } from '@/lib/environment'
import { environmentExample } from '@/lib/environment-example'

test('docs/retention.md and .env.example say what the code says (npm run docs writes them)', () => {
  expect(readFileSync('docs/retention.md', 'utf8')).toBe(retentionDocument())
  expect(readFileSync('.env.example', 'utf8')).toBe(environmentExample())
})

test('a wrong configuration is refused with every fault at once', () => {
  const wrong = { PUBLIC_ORIGIN: 'http://bank.example', BANK_TIME_ZONE: 'Nowhere', DATABASE_URL: 'mysql://x' }
  expect(() => readEnvironment(wrong)).toThrow(/BANK_TIME_ZONE[\s\S]*|DATABASE_URL/)
  const faults = () =>
    readEnvironment({
      PUBLIC_ORIGIN: 'http://bank.example',
      DATABASE_URL: 'postgres://a@b/c',
      MTLS_KEY_FILE: 'k',
    })
  expect(faults).toThrow(/KEYS_DATABASE_URL[\s\S]*PUBLIC_ORIGIN[\s\S]*MTLS_CERTIFICATE_FILE/)
})
