import { setTimeout as pause } from 'node:timers/promises'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import type { Faults } from './report'
import { settle } from './settle'
import type { SinkMode } from './sink'
import type { Person, World } from './world'

const MODES: readonly SinkMode[] = ['failing', 'silent', 'cut off', 'elsewhere', 'endless', 'gone']
const CUSTOMER_WAITS_MILLIS = 5_000

/**
 * FLT-15: the third party's endpoint misbehaves in each way while a customer stops: the stop is not held up, no redirect is
 * followed, what failed waits for its next time, what is gone is given up, and all else arrives once the endpoint is well.
 */
export async function misbehave(world: World): Promise<Faults> {
  const { sink } = world
  let survived = 0
  for (const [index, mode] of MODES.entries()) {
    const at = () => world.instances[index % 2] as Instance
    const journey = journeyOf(world, world.people[index] as Person, at)
    const made = await journey.connect()
    await settle(world)
    sink.mode = mode
    const before = performance.now()
    const stopped = await journey.stop(made?.consentId ?? '')
    const waited = performance.now() - before
    const judged = await judgedAs(world, made?.consentId ?? '')
    sink.mode = 'well'
    await settle(world)
    const after = await judgedAs(world, made?.consentId ?? '')
    const followed = sink.told.some(({ path }) => path === '/elsewhere')
    const expected = mode === 'gone' ? 'dead' : 'delivered'
    if (stopped.status === 200 && waited < CUSTOMER_WAITS_MILLIS && !followed && after === expected)
      survived += 1
    else
      console.log(
        `  ${mode}: ${stopped.status} after ${waited} ms, ${judged}, then ${after}, followed: ${followed}`,
      )
  }
  return { tried: MODES.length, survived, notes: MODES.join(', ') }
}

/** What became of the newest message about a consent, once it has been tried. */
async function judgedAs({ owner }: World, consentId: string): Promise<string> {
  for (let nth = 0; nth < 60; nth += 1) {
    const { rows } = await owner.query<{ state: string; attempts: number; judged: boolean }>(
      `select state, attempts, (last_status is not null or last_fault is not null) as judged from deliveries
       where consent_id = $1 order by sequence desc limit 1`,
      [consentId],
    )
    if (rows[0]?.judged) return rows[0].state
    await pause(100)
  }
  return 'untried'
}
