import { expect, test } from 'vitest'
import type { SecurityEvent } from './find-security-events'
import { justDone } from './just-done'

const now = new Date('2026-11-21T10:00:00Z')
const event = (over: Partial<SecurityEvent>): SecurityEvent => ({
  id: 'one',
  at: new Date('2026-11-21T09:59:58Z'),
  type: 'recovery-codes.made',
  named: null,
  everywhere: false,
  other: false,
  ...over,
})

test('a link alone says of nothing that it was done', () => {
  for (const word of ['codesKept', 'created', 'renamed', 'removed', 'ended', 'objected', 'constructor'])
    expect(justDone(word, { events: [], now })).toBeNull()
  const before = event({ at: new Date('2026-11-21T09:00:00Z') })
  expect(justDone('codesKept', { events: [before], now })).toBeNull()
  expect(justDone('ended', { events: [event({ type: 'psu.signed-out' })], now })).toBeNull()
  expect(justDone(undefined, { events: [event({})], now })).toBeNull()
})

test('what the trail has of this moment is said', () => {
  expect(justDone('codesKept', { events: [event({})], now })).toBe('codesKept')
  expect(justDone('ended', { events: [event({ type: 'psu.signed-out', other: true })], now })).toBe('ended')
})
