import { describe, expect, test } from 'vitest'
import { answerDue, answerDueExtended } from './answer-due'

// Regulation (EEC, Euratom) 1182/71, Art. 3.
describe('a month from receipt', () => {
  test.each([
    ['2026-11-21', '2026-12-21', 'the day of the same number'],
    ['2027-01-29', '2027-03-01', 'February has no 29th: its last day, a Sunday, and so the Monday'],
    ['2028-01-31', '2028-02-29', 'the last day of a leap February'],
    ['2026-03-31', '2026-04-30', 'the last day of April'],
    ['2026-12-31', '2027-02-01', 'the 31st is a Sunday'],
    ['2026-11-19', '2026-12-21', 'the 19th is a Saturday'],
    ['2026-12-15', '2027-01-15', 'over the end of a year'],
    [
      '2026-02-28',
      '2026-03-30',
      'from the last of February to the 28th, a Saturday, and not to the last of March',
    ],
  ])('%s ends with %s: %s', (received, due) => {
    expect(answerDue(received)).toBe(due)
  })

  test.each([
    ['2026-11-30', '2027-03-01'],
    ['2026-11-21', '2027-02-22'],
    ['2027-11-30', '2028-02-29'],
  ])('two months more count from the receipt, not from the end of the first: %s to %s', (received, due) => {
    expect(answerDueExtended(received)).toBe(due)
  })
})
