import { expect, test } from 'vitest'
import type { Removal } from '@/lib/removal/find-removals'
import { toRemovalDetail } from './to-removal-view'

const at = new Date('2026-11-21T09:52:00Z')
const ASKED: Removal = {
  id: 'a0000000-0000-4000-8000-000012345678',
  consentId: 'b0000000-0000-4000-8000-000012345678',
  psuId: 'anna',
  tpp: { id: 'PSDNL-DNB-1', brand: 'Saldo', legalName: 'Saldo B.V.', authority: 'DNB', site: null },
  reference: 'DEL-1234-5678',
  permission: 'CNS-7F2K-93QD',
  state: 'asked',
  channel: 'message',
  open: true,
  overdue: false,
  dueOn: null,
  askedAt: at,
  passedOnAt: null,
  receivedAt: null,
  undeliveredAt: null,
  extension: null,
  answeredAt: null,
  reason: null,
}
const RECEIVED: Removal = { ...ASKED, state: 'received', passedOnAt: at, receivedAt: at, dueOn: '2026-12-21' }
const NOBODY = { askedBy: null, authority: 'Datatilsynet' }
const LETTER: Removal = { ...ASKED, channel: 'letter' }

const stepsOf = (removal: Removal) =>
  toRemovalDetail(removal, NOBODY).steps.map(({ word, state }) => `${word} ${state}`)

test.each<[string, Removal, string[]]>([
  ['asked', ASKED, ['asked done', 'passing now', 'receiving later', 'dueLater later', 'answering later']],
  ['received', RECEIVED, ['asked done', 'passedOn done', 'received done', 'due now', 'answering later']],
  [
    'overdue',
    { ...RECEIVED, overdue: true },
    ['asked done', 'passedOn done', 'received done', 'dueOver missed', 'noAnswer missed'],
  ],
  [
    'deleted',
    { ...RECEIVED, state: 'deleted', open: false, answeredAt: at },
    ['asked done', 'passedOn done', 'received done', 'deleted done'],
  ],
  ['a letter to send', LETTER, ['wanted done', 'letter now', 'dueLater later', 'answering later']],
  [
    'a letter sent',
    { ...LETTER, state: 'passed-on', passedOnAt: at, dueOn: '2026-12-21' },
    ['asked done', 'letterSent done', 'due now', 'answering later'],
  ],
])('%s: its steps in their order', (_, removal, steps) => {
  expect(stepsOf(removal)).toEqual(steps)
})

test('whoever got an answer that they may not like, or none, is shown how to complain; nobody else is', () => {
  const complains = (change: Partial<Removal>) =>
    toRemovalDetail({ ...RECEIVED, ...change }, NOBODY).complaintHref !== null
  const over = { open: false, answeredAt: at } as const
  expect([complains({}), complains({ ...over, state: 'deleted' })]).toEqual([false, false])
  expect([
    complains({ overdue: true }),
    complains({ ...over, state: 'partly' }),
    complains({ ...over, state: 'refused' }),
  ]).toEqual([true, true, true])
})

test('who asked for a joint account is named to the other holder', () => {
  expect(toRemovalDetail(RECEIVED, { ...NOBODY, askedBy: 'Sam Brandt' }).steps[0]).toMatchObject({
    word: 'askedOther',
    name: 'Sam Brandt',
  })
})
