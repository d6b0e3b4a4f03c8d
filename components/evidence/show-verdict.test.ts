import { randomUUID } from 'node:crypto'
import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { OFFERED } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { brand } from '@/lib/brand'
import { CERTIFICATE_FORMAT, type ErasureCertificate } from '@/lib/evidence/erasure-certificate'
import type { InvalidReceipt } from '@/lib/evidence/verify-receipt'
import { formatsFor } from '@/lib/formats'
import { kindOf } from '@/lib/privacy/ownership'
import { showCertificate, showRefusal } from './show-verdict'

const wordsIn = (language: (typeof OFFERED)[number]) => ({
  t: createTranslator({ locale: language, messages: messagesOf(language) }),
  formats: formatsFor(language, brand.timeZone),
  language,
  kindOf,
})

const certificate: ErasureCertificate = {
  format: CERTIFICATE_FORMAT,
  id: randomUUID(),
  issuedAt: '2026-11-22T08:00:00.000Z',
  bank: { name: 'Nordhavn', origin: 'https://bank.example' },
  requestedAt: '2026-10-02T09:12:00.000Z',
  preparedAt: '2026-11-22T07:59:00.000Z',
  keysDestroyed: 1,
  erased: [
    { what: 'sessions', rows: 14 },
    { what: 'sca_challenges', rows: 1200 },
    { what: 'a_table_of_tomorrow', rows: 1 },
  ],
  kept: [{ what: 'consents', rows: 3, law: 'PSD2 Art. 72', until: '2031-11-22' }],
}

test('a certificate of erasure says what went and what stays in words that customers know, counted by them', () => {
  const view = showCertificate(certificate, wordsIn('en'))
  const rows = view.genuine ? Object.fromEntries(view.printed.rows.map(({ id, lines }) => [id, lines])) : {}
  expect(rows).toMatchObject({
    keys: [expect.stringMatching(/^1 key, on /)],
    erased: ['Signed-in browsers (1,214)', 'Copies of your data (1)'],
    kept: ['Permissions and pauses (3), until 22 Nov 2031: PSD2 Art. 72'],
  })
  expect(JSON.stringify(view)).not.toMatch(/sca_challenges|psus|consents/)
})

test.each(OFFERED)('in %s a certificate has all its words, also where nothing went or stays', (language) => {
  const words = wordsIn(language)
  for (const one of [certificate, { ...certificate, erased: [], kept: [] }]) {
    const view = showCertificate(one, words)
    expect(JSON.stringify(view)).not.toContain('certificate.')
    expect(view.genuine && view.printed.rows.every(({ lines }) => lines.length > 0)).toBe(true)
  }
})

test('what was not judged is not called false, and a key that we do not know, a change and a proof have each their own words', () => {
  const titles = (reasons: readonly InvalidReceipt[]) =>
    reasons.map((reason) => {
      const { genuine, title } = showRefusal(reason, wordsIn('en'))
      return [genuine, title]
    })
  for (const seen of titles([
    'too-large',
    'archive',
    'not-json',
    'not-evidence',
    'unknown-version',
    'no-receipt',
  ]))
    expect(seen).toEqual([null, 'This can’t be checked'])
  for (const seen of titles([
    'signature',
    'not-canonical',
    'record-changed',
    'key-in-file',
    'key-not-in-force',
  ]))
    expect(seen).toEqual([false, 'This record is not genuine'])
  for (const seen of titles([
    'proof-broken',
    'proof-of-another',
    'checkpoint-not-signed',
    'checkpoint-too-old',
  ]))
    expect(seen).toEqual([false, 'The proof in this record does not hold'])
  expect(titles(['unknown-key'])).toEqual([[false, 'We don’t know the key that signed this']])
})
