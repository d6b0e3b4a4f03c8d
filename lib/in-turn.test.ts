import { expect, test } from 'vitest'
import { inTurn } from './in-turn'

test('whoever comes while a run is under way is told of no end before it, also where there is nothing left to do', async () => {
  const toWrite = ['counted']
  const seen: string[] = []
  const { promise: wrote, resolve: write } = Promise.withResolvers<void>()
  const run = inTurn(async () => {
    const taken = toWrite.splice(0)
    if (taken.length > 0) await wrote
    seen.push(...taken.map((one) => `wrote ${one}`))
  })
  const byClock = run()
  const atTheEnd = run().then(() => seen.push('the end'))
  write()
  await Promise.all([byClock, atTheEnd])
  expect(seen).toEqual(['wrote counted', 'the end'])
})

test('one run that fails tells its own caller, and the next one runs', async () => {
  let runs = 0
  const run = inTurn(async () => {
    runs += 1
    if (runs === 1) throw new Error('no')
  })
  const [first, second] = await Promise.allSettled([run(), run()])
  expect([first.status, second.status, runs]).toEqual(['rejected', 'fulfilled', 2])
})
