import type { Answer } from './call'
import type { Instance } from './instances'
import { type Journey, journeyOf } from './journey'
import type { Faults } from './report'
import type { Person, World } from './world'

const ROUNDS = 3

/**
 * FLT-06: the connection to the database is cut after each commit that an operation makes, the first, the second and so on: it
 * stands, and the instance never hears so. Tried again under the same key it has its one outcome, and nothing is there twice.
 */
export async function loseAnswers(world: World): Promise<Faults> {
  let [tried, survived] = [0, 0]
  const instance = await world.start(false)
  for (const [name, prepare] of Object.entries(PREPARE))
    for (let nth = 1; nth <= ROUNDS; nth += 1) {
      let at = world.instances[0] as Instance
      const journey = journeyOf(world, world.people[nth] as Person, () => at)
      const run = await prepare(journey)
      let commits = 0
      const reached = instance.proxy.holdAnswer((_, text) => /^commit/i.test(text) && ++commits === nth)
      void reached.then(() => instance.proxy.cut())
      at = instance
      const answer = await run()
      instance.proxy.passAll()
      tried += 1
      if (answer.status !== null && answer.status < 300) survived += 1
      else console.log(`FLT-06 ${name}: ${answer.status} ${answer.text}`)
    }
  await instance.kill()
  const { rows } = await world.owner.query<{ doubled: number }>(
    `select count(*)::int as doubled from (select request_id from audit_events where type = 'consent.received'
     and request_id is not null group by request_id having count(*) > 1) d`,
  )
  if (rows[0]?.doubled !== 0) survived = 0
  return { tried, survived, notes: `${rows[0]?.doubled} doubled` }
}

const PREPARE: Record<string, (journey: Journey) => Promise<() => Promise<Answer>>> = {
  create: async (journey) => journey.createOnce,
  stop: async (journey) => {
    const made = await journey.connect()
    return () => journey.stop(made?.consentId ?? '')
  },
  delete: async (journey) => {
    const made = await journey.connect()
    return () => journey.remove(made?.consentId ?? '')
  },
}
