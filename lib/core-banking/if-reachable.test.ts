import { expect, test } from 'vitest'
import { Refusal } from '@/lib/errors'
import { ifReachable } from './if-reachable'

test('a ledger that cannot be reached is told from one that has nothing', async () => {
  expect(await ifReachable(Promise.resolve([]))).toEqual([])
  expect(await ifReachable(Promise.reject(new Refusal('ledger_unavailable')))).toBeNull()
})

test('no other fault passes for a ledger that cannot be reached', async () => {
  for (const fault of [
    new Refusal('psu_blocked'),
    new Error('ledger_unavailable'),
    { code: 'ledger_unavailable' },
  ])
    await expect(ifReachable(Promise.reject(fault))).rejects.toBe(fault)
})
