import { setTimeout as pause } from 'node:timers/promises'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import { startLoad } from './load'
import type { Faults } from './report'
import type { Person, World } from './world'

const ROTATIONS = 2
/** A running instance looks every three seconds whether there are other keys. */
const PUBLISHED_MILLIS = 4_000
const ENDS = 4
const ENDED_WITHIN_MILLIS = 10_000

/**
 * FLT-17: the signing keys are rotated while identities are asked for at both instances. Whoever verifies by the keys that either
 * instance publishes never finds a signature that does not hold, an older one neither.
 */
export async function rotateUnderLoad(world: World): Promise<Faults> {
  let isOn = true
  let [good, bad] = [0, 0]
  const kids = new Set<string>()
  const working = world.people.slice(0, 3).map(async (person, index) => {
    let older: string | null = null
    for (let nth = index; isOn; nth += 1) {
      const at = () => world.instances[nth % 2] as Instance
      const { tokens } = await journeyOf(world, person, at, { scope: 'openid AIS:' }).connected()
      const { idToken } = tokens
      for (const token of older === null ? [idToken] : [idToken, older])
        for (const instance of world.instances) {
          const { json } = await world.calls.browser(instance, '/oauth/jwks')
          if (!Array.isArray(json.keys)) continue
          const verified = await jwtVerify(token, createLocalJWKSet(json)).catch(() => null)
          if (verified) good += 1
          else bad += 1
          if (verified) kids.add(String(verified.protectedHeader.kid))
        }
      older ??= idToken
    }
  })
  const steps: string[] = []
  for (let nth = 0; nth < 2 * ROTATIONS; nth += 1) {
    await pause(PUBLISHED_MILLIS)
    const { json } = await world.calls.browser(world.instances[nth % 2] as Instance, '/customer/rotate', {
      body: {},
    })
    steps.push(String(json.did))
  }
  await pause(PUBLISHED_MILLIS)
  isOn = false
  await Promise.all(working)
  // The key that signed before, and one more for each rotation, or nobody has seen a rotation.
  const survived = bad === 0 ? Math.min(ROTATIONS, Math.max(0, kids.size - 1)) : 0
  const seen = `${steps.join(', ')}; ${good} signatures by ${kids.size} keys held, ${bad} did not`
  return { tried: ROTATIONS, survived, seen }
}

/**
 * FLT-20: an instance is told to end under load. Whatever was under way is answered, the process ends by itself within ten seconds,
 * and the other goes on.
 */
export async function endUnderLoad(world: World): Promise<Faults> {
  let [survived, lost, served] = [0, 0, 0]
  const said: string[] = []
  for (let nth = 0; nth < ENDS; nth += 1) {
    const place = nth % 2
    const load = await startLoad(world, { pauseMillis: 0 })
    await pause(300)
    const ending = world.instances[place] as Instance
    // Under way for sure: a row that somebody holds for a second.
    const [held] = load.connected
    await world.owner.query('begin')
    await world.owner.query('select from consents where id = $1 for update', [held?.consentId])
    const slow = journeyOf(world, world.people[0] as Person, () => ending, { tries: 1 }).stop(
      held?.consentId ?? '',
    )
    await isWaiting(world)
    const told = performance.now()
    ending.child.kill('SIGTERM')
    await pause(500)
    await world.owner.query('commit')
    const [{ code }, slowly] = await Promise.all([ending.ended, slow])
    const millis = performance.now() - told
    const next = await world.start()
    world.instances[place] = next
    const answers = await load.end()
    const cut = answers.filter(
      (one) => one.place === place && one.start < told && one.answer.status === null,
    ).length
    lost += cut
    served += answers.filter((one) => one.end > told && one.answer.status === 200).length
    const isSound = cut === 0 && code === 0 && slowly.status === 200 && millis < ENDED_WITHIN_MILLIS
    if (isSound) survived += 1
    else
      console.log(
        `  end ${nth}: ${cut} cut off, code ${code}, the slow one ${slowly.status}, ${Math.round(millis)} ms`,
      )
    said.push(String(Math.round(millis)))
  }
  const seen = `ended after ${said.join(', ')} ms; ${served} reads served meanwhile, ${lost} under way cut off`
  return { tried: ENDS, survived, seen }
}

/** Until somebody waits for the row that is held. */
async function isWaiting({ owner }: World): Promise<void> {
  for (let nth = 0; nth < 500; nth += 1) {
    const { rowCount } = await owner.query('select from pg_locks where not granted')
    if (rowCount) return
    await pause(20)
  }
  throw new Error('Nobody waits for the row')
}
