import { expect, test } from 'vitest'
import type { PermissionState } from './permission-state'
import { reconnectOf } from './reconnect-of'

const SITE = 'https://saldo.example/'
const given = (change: Partial<Parameters<typeof reconnectOf>[0]> = {}, site: string | null = SITE) => ({
  state: 'expired' as PermissionState,
  allowedAt: new Date(),
  tppEndsAt: null,
  paused: false,
  pausedBy: null,
  tpp: { id: 'x', brand: 'Saldo', legalName: 'Saldo', authority: 'DNB', roles: [], checkedAt: null, site },
  ...change,
})

test.each(['expired', 'used-once', 'stopped-by-holder', 'stopped-by-tpp'] as const)(
  'from one that is %s a way leads back to the third party',
  (state) => expect(reconnectOf(given({ state }))).toEqual({ href: SITE }),
)

test.each(['active', 'paused', 'waiting', 'replaced', 'refused', 'stopped-by-bank'] as const)(
  'from one that is %s there is none',
  (state) => expect(reconnectOf(given({ state }))).toBeNull(),
)

test('neither where the bank has paused or ends its third party, nor where the market has no such way', () => {
  expect(reconnectOf(given({ paused: true }))).toBeNull()
  expect(reconnectOf(given({ paused: true, pausedBy: 'psu' }))).toEqual({ href: SITE })
  expect(reconnectOf(given({ tppEndsAt: new Date() }))).toBeNull()
  expect(reconnectOf(given({ allowedAt: null }))).toBeNull()
  expect(reconnectOf(given(), { reconnect: false })).toBeNull()
})

test('without a page of its own, or with an address of an app alone, it is said in words', () => {
  expect(reconnectOf(given({}, null))).toEqual({ href: null })
  expect(reconnectOf(given({}, 'saldo.app:/start'))).toEqual({ href: null })
  expect(reconnectOf(given({}, 'javascript:alert(1)'))).toEqual({ href: null })
})
