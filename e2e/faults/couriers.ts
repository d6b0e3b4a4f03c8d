import { setTimeout as pause } from 'node:timers/promises'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import type { Faults } from './report'
import { settle } from './settle'
import type { Person, World } from './world'

const KILLS = 6
const DUE = 8

/**
 * FLT-02: whichever instance sends is killed at the moment its message arrives, before it hears the answer. The message comes again
 * under the same id, which the checker counts once, and nothing is lost.
 */
export async function killCouriers(world: World): Promise<Faults> {
  let survived = 0
  for (let nth = 0; nth < KILLS; nth += 1) {
    const place = nth % 2
    const at = () => world.instances[1 - place] as Instance
    const journey = journeyOf(world, world.people[nth] as Person, at)
    const made = await journey.connect()
    await settle(world)
    const before = world.sink.told.length
    // Only one of them carries, so that it is certain who is killed.
    const [carrier, other] = [world.instances[place], world.instances[1 - place]]
    other?.child.kill('SIGSTOP')
    const arrived = new Promise<void>((resolve) => {
      world.sink.onTold = () => {
        carrier?.child.kill('SIGKILL')
        resolve()
      }
    })
    const stopping = journeyOf(world, world.people[nth] as Person, () => carrier as Instance, { tries: 1 })
    await stopping.stop(made?.consentId ?? '')
    await Promise.race([arrived, pause(5_000)])
    world.sink.onTold = () => undefined
    other?.child.kill('SIGCONT')
    await carrier?.kill()
    world.instances[place] = await world.start()
    await settle(world)
    const ids = world.sink.told
      .slice(before)
      .filter((one) => one.consentId === made?.consentId)
      .map(({ id }) => id)
    if (ids.length >= 2 && new Set(ids).size === 1) survived += 1
    else console.log(`  courier ${nth}: told ${ids.length} times under ${new Set(ids).size} ids`)
  }
  return { tried: KILLS, survived, notes: 'each message came again, under the id it had' }
}

/**
 * FLT-21: two schedulers, and each job four times over: consents that have run out expire once, with one event and one message,
 * and the house is kept by both at once.
 */
export async function scheduleTwice(world: World): Promise<Faults> {
  const consentIds: string[] = []
  for (let nth = 0; nth < DUE; nth += 1) {
    const at = () => world.instances[nth % 2] as Instance
    const made = await journeyOf(world, world.people[nth] as Person, at).connect()
    if (made) consentIds.push(made.consentId)
  }
  await world.owner.query('update consents set ends_at = placet_now() where id = any($1)', [consentIds])
  await world.owner.query(`
    select graphile_worker.add_job(t.identifier, j.payload, run_at => now())
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id, generate_series(1, 4)
    where t.identifier = 'consent.expire' and j.locked_by is null;
    select graphile_worker.add_job(task, '{}'::json) from unnest(array['housekeeping', 'notices', 'incidents',
      'foldHours', 'executeDue', 'resumeExports']) task, generate_series(1, 4);`)
  let expired = 0
  for (let nth = 0; nth < 200 && expired < consentIds.length; nth += 1) {
    await pause(100)
    const { rows } = await world.owner.query<{ events: number }>(
      `select count(*)::int as events from audit_events where type = 'consent.expired' and consent_id = any($1)`,
      [consentIds],
    )
    expired = rows[0]?.events ?? 0
  }
  // Whoever comes second must have had the time to do harm.
  await pause(1_000)
  const { rows } = await world.owner.query<{ events: number }>(
    `select count(*)::int as events from audit_events where type = 'consent.expired' and consent_id = any($1)
     group by consent_id having count(*) = 1`,
    [consentIds],
  )
  return { tried: DUE, survived: rows.length, notes: 'each job four times on two schedulers' }
}
