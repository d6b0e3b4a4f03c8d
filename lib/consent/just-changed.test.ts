import { expect, test } from 'vitest'
import { justChanged } from './just-changed'

const now = new Date('2026-11-21T10:00:00Z')
const event = { at: new Date('2026-11-21T09:59:58Z'), type: 'consent.paused', otherHolder: null } as const

test('a link alone says of nothing that it was changed', () => {
  for (const word of ['dropped', 'shortened', 'paused', 'resumed', 'constructor', '', undefined])
    expect(justChanged(word, { events: [], now })).toBeNull()
  const before = { ...event, at: new Date('2026-11-21T09:00:00Z') }
  expect(justChanged('paused', { events: [before], now })).toBeNull()
  expect(justChanged('dropped', { events: [event], now })).toBeNull()
  expect(justChanged('paused', { events: [{ ...event, otherHolder: 'somebody' }], now })).toBeNull()
})

test('that nothing was changed is not said of what was', () => {
  expect(justChanged('unchanged', { events: [event], now })).toBeNull()
  expect(justChanged('unchanged', { events: [], now })).toBe('unchanged')
})

test('what the trail has of this moment is said', () => {
  expect(justChanged('paused', { events: [event], now })).toBe('paused')
})
