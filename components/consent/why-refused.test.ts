import { expect, test } from 'vitest'
import type { PermissionState } from '@/lib/consent/permission-state'
import { whyRefused } from './why-refused'

const ended = new Date('2026-11-10T12:00:00Z')
const before = new Date('2026-11-09T12:00:00Z')
const after = new Date('2026-11-11T12:00:00Z')
const STOPPED = 'stopped-by-holder'
const HOLD = { reason: 'fraud', placedAt: ended }

const CASES: [string, PermissionState, Date, 'you' | null, typeof HOLD | null, string | null][] = [
  ['ACCESS_EXCEEDED', 'active', before, null, null, 'limit'],
  ['ACCESS_EXCEEDED', STOPPED, before, 'you', null, 'limit'],
  ['CERTIFICATE_BLOCKED', 'active', after, null, null, 'paused'],
  ['CONSENT_INVALID', 'paused', after, null, HOLD, 'paused'],
  ['CONSENT_INVALID', 'paused', before, null, HOLD, null],
  ['CONSENT_INVALID', 'active', after, null, null, null],
  ['CONSENT_INVALID', STOPPED, after, 'you', null, 'stopped'],
  ['CONSENT_INVALID', STOPPED, before, 'you', null, null],
  ['CONSENT_INVALID', STOPPED, after, null, null, 'over'],
  ['CONSENT_INVALID', 'stopped-by-tpp', after, null, null, 'over'],
  ['CONSENT_EXPIRED', 'expired', after, null, null, 'over'],
  ['CONSENT_EXPIRED', 'replaced', after, null, null, 'over'],
  ['CONSENT_EXPIRED', 'active', after, null, null, 'confirm'],
  ['TOKEN_EXPIRED', 'active', after, null, null, 'key'],
  ['PERIOD_INVALID', 'active', after, null, null, null],
]

test.each(CASES)('%s while it is %s', (code, state, at, stoppedBy, hold, why) => {
  const permission = { state, hold, lastActionAt: ended, recurring: true }
  expect(whyRefused({ code, at, permission, stoppedBy, pausedBy: 'bank' })).toBe(why)
})

test('what gives once is told to have been used, not to need the customer again', () => {
  const permission = { state: 'active', hold: null, lastActionAt: ended, recurring: false } as const
  expect(
    whyRefused({ code: 'CONSENT_EXPIRED', at: after, permission, stoppedBy: null, pausedBy: 'bank' }),
  ).toBe('once')
})

test("a pause is told to be whose it is, and never the bank's where it is a customer's", () => {
  const permission = { state: 'paused', hold: HOLD, lastActionAt: before, recurring: true } as const
  const refused = { code: 'CONSENT_INVALID', at: after, permission, stoppedBy: null }
  expect(whyRefused({ ...refused, pausedBy: 'you' })).toBe('pausedYou')
  expect(whyRefused({ ...refused, pausedBy: { name: 'Sam' } })).toBe('pausedOther')
})
