import { expect, test, vi } from 'vitest'
import { checkHistory } from './check-history'
import { killAtRandom } from './kill-at-random'
import { chance } from './report'
import { settle } from './settle'
import { sweepStatements } from './sweep-statements'
import { openWorld } from './world'

// A short part of `npm run test:faults`, which docs/reliability.md tells of.

const [sinkPort = 0] = await vi.hoisted(async () => (await import('@/e2e/fixtures/free-port')).listPlaces(1))

test('an instance that is killed in the middle of a stop, or of anything, leaves nothing half done and nothing untold', async () => {
  const world = await openWorld({ ownerUrl: process.env.DATABASE_OWNER_URL ?? '', sinkPort, customers: 3 })
  try {
    const killed = await killAtRandom(world, { kills: 2, random: chance(7) })
    const swept = await sweepStatements(world, 'stop', { every: 8 })
    const settled = await settle(world)
    const { calls } = world.history
    const broken = await checkHistory({ calls, told: world.sink.told, owner: world.owner, settled })
    expect(broken).toEqual([])
    expect(settled).toBe(true)
    expect([killed.survived, swept.survived]).toEqual([killed.tried, swept.tried])
    // Otherwise it had only looked at a bank that refuses everything.
    for (const op of ['create', 'allow', 'token', 'stop'])
      expect(calls.filter((call) => call.op === op && call.status !== null && call.status < 300)).not.toEqual(
        [],
      )
  } finally {
    await world.close()
  }
}, 240_000)
