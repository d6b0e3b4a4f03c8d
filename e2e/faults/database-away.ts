import { setTimeout as pause } from 'node:timers/promises'
import type { EmbeddedPostgres } from '@/db/embedded'
import { type Answered, isAway, startLoad } from './load'
import type { Faults } from './report'
import type { World } from './world'

const BACK_WITHIN_MILLIS = 10_000
const STALL_MILLIS = 12_000
/** Each of the limits in turn: waiting for a connection, for a statement, for the row of the access log. */
const ANSWERED_WITHIN_MILLIS = 30_000

/**
 * FLT-03: PostgreSQL is restarted under load, twice in good order and twice as a crash. Nobody is served or refused wrongly:
 * 200 or 503 with Retry-After; then both instances serve again by themselves, and they are the same processes.
 */
export async function restartPostgres(world: World, postgres: EmbeddedPostgres): Promise<Faults> {
  const before = world.instances.map(({ child }) => child.pid)
  const modes = ['fast', 'immediate', 'fast', 'immediate'] as const
  let survived = 0
  const said: string[] = []
  for (const mode of modes) {
    const load = await startLoad(world)
    await pause(500)
    await postgres.restart(mode)
    const up = performance.now()
    const back = await Promise.all([0, 1].map((place) => servedAgain(load.answers, place, up)))
    const answers = await load.end()
    const odd = oddOf(answers)
    const same = world.instances.every(({ child, isOn }, place) => isOn() && child.pid === before[place])
    if (odd.length === 0 && same && back.every((millis) => millis < BACK_WITHIN_MILLIS)) survived += 1
    else console.log(`FLT-03 ${mode}: ${odd.slice(0, 5).join('; ')}; same processes: ${same}; back: ${back}`)
    const away = answers.filter(({ answer }) => isAway(answer)).length
    const served = answers.filter(({ answer }) => answer.status === 200).length
    said.push(`${mode}: ${served} × 200, ${away} × 503, back in ${Math.round(Math.max(...back))} ms`)
    await world.revive()
  }
  return { tried: modes.length, survived, seen: said.join('; ') }
}

/**
 * FLT-05: every connection of one instance falls silent and none ends, as behind a firewall that forgets. Its callers are told
 * so within half a minute, however many they are; the other instance goes on; and after it the first serves again by itself.
 */
export async function hangDatabase(world: World): Promise<Faults> {
  const load = await startLoad(world, { readers: 8 })
  const hung = world.instances[0]
  if (!hung) throw new Error('There is no instance')
  const from = performance.now()
  hung.proxy.stall(true)
  const flood = Array.from({ length: 100 }, () =>
    world.calls.third(hung, '/xs2a/v1/consents/00000000-0000-4000-8000-000000000000/status', {
      headers: { 'x-request-id': crypto.randomUUID() },
      millis: 60_000,
    }),
  )
  await pause(STALL_MILLIS)
  const flooded = await Promise.all(flood)
  hung.proxy.stall(false)
  hung.proxy.cut()
  const up = performance.now()
  const back = await servedAgain(load.answers, 0, up)
  const answers = await load.end()
  const slow = answers.filter(({ start, end }) => end - start > ANSWERED_WITHIN_MILLIS).length
  const told = flooded.filter(isAway).length
  const other = answers.filter(
    ({ place, start, answer }) => place === 1 && start > from && start < up && answer.status === 200,
  ).length
  const odd = oddOf(answers)
  const isSound = odd.length === 0 && slow === 0 && told === flooded.length && other > 0
  if (!isSound)
    console.log(`FLT-05: ${odd.slice(0, 5).join('; ')}; ${slow} slow, ${told} told, ${other} by the other`)
  const seen = `${told} of ${flooded.length} waiting calls told 503; the other instance served ${other}; back in ${Math.round(back)} ms`
  return { tried: 1, survived: isSound && back < BACK_WITHIN_MILLIS ? 1 : 0, seen }
}

/** What is neither served nor told that the bank is away. */
const oddOf = (answers: readonly Answered[]) =>
  answers
    .filter(({ answer }) => answer.status !== 200 && !isAway(answer))
    .map(({ place, answer }) => `${place}: ${answer.status} ${answer.code} ${answer.headers['retry-after']}`)

/** How long after `up` a read that began after it was served at that instance. */
async function servedAgain(answers: readonly Answered[], place: number, up: number): Promise<number> {
  const until = performance.now() + 2 * BACK_WITHIN_MILLIS
  while (performance.now() < until) {
    const first = answers.find((one) => one.place === place && one.start > up && one.answer.status === 200)
    if (first) return first.end - up
    await pause(20)
  }
  return Number.POSITIVE_INFINITY
}
