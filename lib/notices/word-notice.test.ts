import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { formatsFor } from '@/lib/formats'
import messages from '@/messages/en.json'
import { KINDS, type NoticeKind, type NoticeParams } from './notice-kinds'
import { wordNotice } from './word-notice'

const formats = formatsFor('en', 'Europe/Copenhagen')
const t = createTranslator({
  locale: 'en',
  messages,
  namespace: 'notices',
  onError: (fault) => {
    throw fault
  },
})
const FULL: NoticeParams = {
  app: 'Saldo',
  name: 'Sam',
  told: 'Their words',
  date: '2026-12-21',
  count: 12,
  browser: 'Firefox on Linux',
  answer: 'partly',
  money: { amount: '249.00', currency: 'EUR' },
  payee: 'Cykelbutik',
  funds: true,
  path: '/recover/object/x',
}
const kinds = Object.keys(KINDS) as NoticeKind[]

/** What a notice by the clock always has; everything else may be missing. */
const leastOf = (kind: NoticeKind): NoticeParams =>
  kind.startsWith('endsIn') || kind === 'readsAtNight' || kind === 'refusedReads'
    ? { app: 'Saldo', date: '2026-12-21', count: 1 }
    : kind.startsWith('payment')
      ? { app: 'PayLane', money: { amount: '249.00', currency: 'EUR' }, payee: 'Cykelbutik' }
      : { app: 'Saldo' }

const worded = (kind: NoticeKind, params: NoticeParams) =>
  wordNotice(
    { kind, params, consentId: null },
    {
      say: (key, values) =>
        t.markup(`kinds.${key}`, { ...values, bdi: (chunks) => chunks, b: (chunks) => chunks }),
      formats,
    },
  )

test('no kind of notice says a word of the trade, shouts, or leaves a hole where something is not known', () => {
  for (const kind of kinds)
    for (const params of [FULL, leastOf(kind)]) {
      const { title, text, href } = worded(kind, params)
      const all = `${title} ${text}`.trim()
      expect(all, kind).not.toMatch(/[{}<>!]|undefined|null|NaN|Invalid| {2}|“”/)
      expect(all, kind).not.toMatch(/\b(TPP|consent|revoke|AIS|PSU|authoris)/i)
      expect(title.length, kind).toBeGreaterThan(10)
      expect(href, kind).toMatch(/^\//)
    }
})

test('a day of the bank stays the day it is, and an instant is told with its hour', () => {
  expect(worded('endsIn14Days', FULL).title).toBe('Your permission for Saldo ends on 21 Dec 2026')
  expect(worded('recoveryUsed', { date: '2026-12-21T23:30:00Z' }).text).toContain('22 Dec 2026, 00:30')
})

test('what the third party asks for stands in the title; the names of others stand in the text alone', () => {
  expect(worded('allowed', FULL).title).toBe('You allowed Saldo to ask whether enough money is there')
  for (const kind of kinds) expect(worded(kind, FULL).title, kind).not.toMatch(/Sam|Their words|Cykelbutik/)
})
