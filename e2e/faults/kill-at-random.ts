import { setTimeout as pause } from 'node:timers/promises'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import { judgeKills } from './judge-kills'
import type { Faults } from './report'
import type { Person, World } from './world'

const APART_MILLIS = 300
/** Nobody gives up while instances are killed: on a starved machine each may live no longer than one call takes. */
const TRIES = 1_000

/**
 * Customers and their third party at work on both instances, each of which is killed at a random moment again and again, until
 * there were so many kills. Then everybody finishes, and what was to be told is told.
 */
export async function killAtRandom(world: World, { kills, random }: KillAtRandom): Promise<Faults> {
  let left = kills
  const from = world.history.calls.length
  const killed: Instance[] = []
  const living = world.people.map((person) => live(world, person, () => left > 0, random))
  const killing = world.instances.map(async (_, place) => {
    while (left > 0) {
      left -= 1
      const gone = await world.replace(place, () => pause(random() * APART_MILLIS))
      if (gone) killed.push(gone)
    }
  })
  await Promise.all(killing)
  await Promise.all(living)
  const dead = await Promise.all(
    killed.map(async ({ child, ended }) => ({ pid: child.pid, signal: (await ended).signal })),
  )
  return judgeKills(world.history.calls.slice(from), dead)
}

/** One customer: connects, is read, and stops, or the third party ends it, or it is allowed anew in its place. */
async function live(world: World, person: Person, isOn: () => boolean, random: () => number) {
  const at = () => world.instances[random() < 0.5 ? 0 : 1] as Instance
  const journey = journeyOf(world, person, at, { tries: TRIES })
  while (isOn()) {
    const consentId = await journey.create()
    const page = consentId && (await journey.openPage(consentId))
    if (!consentId || !page) continue
    if (random() < 0.1) {
      await journey.decide(consentId, page, 'refuse')
      continue
    }
    await journey.decide(consentId, page, 'allow')
    const code = await journey.codeOf(page)
    let tokens = code === null ? null : await journey.token(consentId, page, code)
    const rounds = Math.floor(random() * 4)
    for (let round = 0; tokens && round < rounds; round += 1) {
      const [current, present] = [tokens, random() < 0.5]
      await Promise.all([
        journey.read(consentId, current, present),
        journey.read(consentId, current, present),
      ])
      if (random() < 0.5) tokens = await journey.refresh(consentId, current)
    }
    const current = tokens
    const reading = current
      ? [journey.read(consentId, current, true), journey.read(consentId, current, true)]
      : []
    const end = random()
    if (end < 0.6) await journey.stop(consentId)
    else if (end < 0.8) await journey.remove(consentId)
    await Promise.all(reading)
    // After the end as well: it must be refused.
    if (current && end < 0.8) await journey.read(consentId, current, true)
  }
}

type KillAtRandom = { kills: number; random: () => number }
