import { expect, test } from 'vitest'
import { type Measured, NAMES, tooLong } from './journeys'

const OWN = { pages: 1, prompts: 1, taps: 1, fields: 0, words: 60 }
const SHORT: Measured = {
  own: OWN,
  named: OWN,
  picked: OWN,
  older: OWN,
  renewal: OWN,
  paid: OWN,
  paidEarlier: OWN,
  paidPicked: OWN,
}

test.each([
  ['an extra page', 'named', { pages: 2 }],
  ['a second authentication', 'picked', { prompts: 2 }],
  ['a further confirmation', 'named', { taps: 2 }],
  ['a tick box for each kind of data', 'older', { taps: 4 }],
  ['an IBAN to type', 'picked', { fields: 1 }],
  ['a sign-in before a payment from an account that is named', 'paid', { prompts: 2 }],
  ['a page between a payment and its signature', 'paidEarlier', { pages: 2 }],
  ['a third prompt', 'paidPicked', { prompts: 3 }],
  ['a page of warnings', 'renewal', { words: 231 }],
] as const)('%s is too long', (_what, name, change) => {
  const [[measure, is] = []] = Object.entries(change)
  const faults = tooLong({ ...SHORT, [name]: { ...OWN, ...change } })
  expect(faults).toEqual([expect.stringContaining(`${name}: ${is} ${measure}`)])
})

test('what the choice of accounts and the request itself need is not', () => {
  const picked = { ...OWN, pages: 2, taps: 3, words: 230 }
  expect(tooLong({ ...SHORT, picked })).toEqual([])
  const paidPicked = { ...OWN, pages: 2, prompts: 2, taps: 3, words: 160 }
  expect(tooLong({ ...SHORT, paidPicked })).toEqual([])
})

test('a shorter sign-in at the bank itself shortens what third parties may need (RTS Art. 30(2))', () => {
  const paidPicked = { ...OWN, prompts: 2 }
  const faults = tooLong({ ...SHORT, paidPicked, own: { ...OWN, prompts: 0 } })
  expect(faults).toHaveLength(NAMES.length - 1)
})
