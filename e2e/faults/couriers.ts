import { setTimeout as pause } from 'node:timers/promises'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import { type Faults, tally } from './report'
import { settle } from './settle'
import type { Person, World } from './world'

const KILLS = 6
const ARRIVES_WITHIN_MILLIS = 20_000
const DUE = 8
const TIMES = 4

/**
 * FLT-02: the instance that sends is killed at the moment its message arrives, before it hears the answer. The message comes again
 * under the same id, which the checker counts once, and nothing is lost.
 */
export async function killCouriers(world: World): Promise<Faults> {
  const { sink } = world
  let survived = 0
  const arrivals: number[] = []
  // Only one of them carries, so that it is certain who is killed.
  await world.replace(1, async () => undefined, false)
  for (let nth = 0; nth < KILLS; nth += 1) {
    const journey = journeyOf(world, world.people[nth] as Person, () => world.instances[1] as Instance)
    const { consentId } = await journey.connected()
    await settle(world)
    const carrier = world.instances[0] as Instance
    const before = sink.told.length
    const arrived = new Promise<boolean>((resolve) => {
      sink.onTold = () => {
        carrier.child.kill('SIGKILL')
        resolve(true)
      }
    })
    await journey.stop(consentId)
    const isKilled = await Promise.race([arrived, pause(ARRIVES_WITHIN_MILLIS, false)])
    sink.onTold = () => undefined
    await world.replace(0, async () => undefined)
    await settle(world)
    const ids = sink.told.slice(before).flatMap((one) => (one.consentId === consentId ? [one.id] : []))
    arrivals.push(ids.length)
    if (isKilled && ids.length >= 2 && new Set(ids).size === 1) survived += 1
    else
      console.log(`  courier ${nth}: killed: ${isKilled}, told ${ids.length} times, ${new Set(ids).size} ids`)
  }
  await world.replace(1, async () => undefined)
  return { tried: KILLS, survived, seen: `arrivals of each message, under one id: ${arrivals.join(', ')}` }
}

/**
 * FLT-21: two schedulers, and each job four times over: consents that have run out expire once, with one event and one message,
 * nobody is served any more, and the house is kept by both at once.
 */
export async function scheduleTwice(world: World): Promise<Faults> {
  const { owner } = world
  const held = []
  for (let nth = 0; nth < DUE; nth += 1) {
    const at = () => world.instances[nth % 2] as Instance
    const journey = journeyOf(world, world.people[nth] as Person, at)
    held.push({ journey, ...(await journey.connected()) })
  }
  const consentIds = held.map(({ consentId }) => consentId)
  await owner.query('update consents set ends_at = placet_now() where id = any($1)', [consentIds])
  const queued = await owner.query(
    `select graphile_worker.add_job(t.identifier, j.payload, run_at => now())
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id,
       generate_series(1, ${TIMES})
     where t.identifier = 'consent.expire' and j.locked_by is null`,
  )
  const kept = await owner.query(
    `select graphile_worker.add_job(task, '{}'::json) from unnest(array['housekeeping', 'notices', 'incidents',
       'foldHours', 'executeDue', 'resumeExports']) task, generate_series(1, ${TIMES})`,
  )
  const left = await drained(world)
  const { rows } = await owner.query<{ consent_id: string; events: number }>(
    `select consent_id, count(*)::int as events from audit_events
     where type = 'consent.expired' and consent_id = any($1) group by consent_id`,
    [consentIds],
  )
  const once = new Set(rows.filter(({ events }) => events === 1).map(({ consent_id: id }) => id))
  const reads = await Promise.all(
    held.map(({ journey, consentId, tokens }) => journey.read(consentId, tokens, true)),
  )
  const survived = consentIds.filter((id, nth) => once.has(id) && reads[nth]?.status === 401).length
  const seen =
    `${(queued.rowCount ?? 0) + (kept.rowCount ?? 0)} jobs more, ${left} left; ${once.size} consents expired ` +
    `by one event; reads after it: ${tally(reads.map(({ code, status }) => code ?? status))}`
  return { tried: DUE, survived: left === 0 ? survived : 0, seen }
}

/** Waits until no job is due or under way; how many are left. */
async function drained({ owner }: World): Promise<number> {
  let left = 0
  for (let nth = 0; nth < 300; nth += 1) {
    const { rows } = await owner.query<{ left: number }>(
      'select count(*)::int as left from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts',
    )
    left = rows[0]?.left ?? 0
    if (left === 0) return 0
    await pause(100)
  }
  return left
}
