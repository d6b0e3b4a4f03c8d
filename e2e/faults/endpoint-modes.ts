import { setTimeout as pause } from 'node:timers/promises'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import type { Faults } from './report'
import { settle } from './settle'
import type { SinkMode } from './sink'
import type { Person, World } from './world'

const MODES: readonly SinkMode[] = ['failing', 'silent', 'cut off', 'elsewhere', 'endless', 'gone']
const CUSTOMER_WAITS_MILLIS = 5_000
const TRIED_WITHIN_MILLIS = 20_000

/**
 * FLT-15: the third party's endpoint misbehaves in each way while a customer stops: the stop is not held up, no redirect is
 * followed, what failed waits for its next time, what is gone is given up, and all else arrives once the endpoint is well.
 */
export async function misbehave(world: World): Promise<Faults> {
  const { sink } = world
  let survived = 0
  const said: string[] = []
  for (const [index, mode] of MODES.entries()) {
    const at = () => world.instances[index % 2] as Instance
    const journey = journeyOf(world, world.people[index] as Person, at)
    const { consentId } = await journey.connected()
    await settle(world)
    sink.mode = mode
    const before = performance.now()
    const stopped = await journey.stop(consentId)
    const waited = Math.round(performance.now() - before)
    const tried = await triedOf(world, consentId)
    sink.mode = 'well'
    await settle(world)
    const { state } = await triedOf(world, consentId)
    const followed = sink.told.some(({ path }) => path === '/elsewhere')
    const expected = mode === 'gone' ? ['dead', 'dead'] : ['pending', 'delivered']
    const isSound =
      stopped.status === 200 &&
      waited < CUSTOMER_WAITS_MILLIS &&
      !followed &&
      tried.state === expected[0] &&
      state === expected[1]
    if (isSound) survived += 1
    said.push(
      `${mode}: ${tried.why}, ${tried.state}, then ${state}; stopped in ${waited} ms${followed ? ', followed' : ''}`,
    )
  }
  return { tried: MODES.length, survived, seen: said.join('; ') }
}

/** What became of the message about the stop, once it has been tried. */
async function triedOf({ owner }: World, consentId: string): Promise<{ state: string; why: string }> {
  const until = performance.now() + TRIED_WITHIN_MILLIS
  while (performance.now() < until) {
    const { rows } = await owner.query<{ state: string; why: string }>(
      `select state, coalesce(last_status::text, last_fault) as why from deliveries
       where consent_id = $1 and body::json->>'consentStatus' = 'revokedByPsu'
         and (last_status is not null or last_fault is not null)`,
      [consentId],
    )
    if (rows[0]) return rows[0]
    await pause(50)
  }
  return { state: 'untried', why: 'nothing' }
}
