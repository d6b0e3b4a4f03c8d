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
  const wrong = {
    PUBLIC_ORIGIN: 'http://bank.example',
    BANK_TIME_ZONE: 'Nowhere',
    DATABASE_URL: 'mysql://x',
    DATABASE_OWNER_URL: 'postgres://a@b/c',
    MTLS_ORIGIN: 'http://bank.example:3443',
    MTLS_KEY_FILE: 'k',
    READS_PER_DAY_MAX: '3',
  }
  let said = ''
  try {
    readEnvironment(wrong)
  } catch (thrown) {
    said = String(thrown)
  }
  for (const name of [
    ...Object.keys(wrong),
    'KEYS_DATABASE_URL',
    'KEYS_DATABASE_OWNER_URL',
    'MTLS_CERTIFICATE_FILE',
  ])
    if (name !== 'DATABASE_OWNER_URL') expect(said).toContain(name)
})
