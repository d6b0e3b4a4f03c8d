import { availableParallelism, loadavg } from 'node:os'
import type { EmbeddedPostgres } from '@/db/embedded'
import { checkHistory } from './check-history'
import { checkTrail } from './check-trail'
import { killCouriers, scheduleTwice } from './couriers'
import { hangDatabase, restartPostgres } from './database-away'
import { misbehave } from './endpoint-modes'
import { giveUp } from './given-up'
import { killAtRandom } from './kill-at-random'
import { loseAnswers } from './lost-answer'
import { runModel } from './model'
import { race } from './races'
import { chance, type Faults, type Row, tableOf } from './report'
import { endUnderLoad, rotateUnderLoad } from './rolling'
import { settle } from './settle'
import { stopUnderReaders } from './stop-under-readers'
import { sweepStatements } from './sweep-statements'
import { openWorld, type World } from './world'

const CUSTOMERS = 10
const SHOWN_MAX = 20

/** Each fault in turn, with what is checked after it; prints a table and says whether nothing was lost or broken. */
export async function runFaults({ postgres, sinkPort, witness, only }: RunFaults): Promise<boolean> {
  const seed = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000)
  const kills = Number(process.env.FAULTS_KILLS ?? 210)
  console.log(`Seed ${seed}: FAULTS_SEED=${seed} draws the same again. ${machine()}`)
  const world = await openWorld({
    ownerUrl: postgres.superuserUrl.replace(/\/postgres$/, '/placet'),
    sinkPort,
    customers: CUSTOMERS,
  })
  const known = new Set<string>()
  const newlyBroken = checksOf(world, witness, known)
  const faults: Record<string, Fault> = {
    'drawn sequences (model)': (world) => runModel(world, { seed, check: () => newlyBroken() }),
    'FLT-01 kill after each statement: allow': (world) => sweepStatements(world, 'allow'),
    'FLT-01 kill after each statement: stop': (world) => sweepStatements(world, 'stop'),
    'FLT-01 kill after each statement: DELETE': (world) => sweepStatements(world, 'delete'),
    'FLT-01 kill after each statement: token': (world) => sweepStatements(world, 'token'),
    'FLT-01 kill after each statement: erase': (world) => sweepStatements(world, 'erase'),
    'FLT-02 the courier is killed': killCouriers,
    'FLT-03 PostgreSQL is restarted': (world) => restartPostgres(world, postgres),
    'FLT-05 the database falls silent': hangDatabase,
    'FLT-06 the answer to a commit is lost': loseAnswers,
    'FLT-11 both instances at once': race,
    'FLT-14 a transaction is given up': giveUp,
    'FLT-15 the endpoint misbehaves': misbehave,
    'FLT-17 keys are rotated under load': rotateUnderLoad,
    'FLT-20 told to end under load, one after the other': endUnderLoad,
    'FLT-21 two schedulers': scheduleTwice,
    'a stop under readers': stopUnderReaders,
    'random kills': (world) => killAtRandom(world, { kills, random: chance(seed) }),
  }
  const rows: Row[] = []
  const wanted = Object.entries(faults).filter(
    ([fault]) => only.length === 0 || only.some((name) => fault.includes(name)),
  )
  for (const [fault, run] of wanted) {
    const [began, before] = [performance.now(), known.size]
    await world.renew()
    const outcome = await run(world).catch(lost)
    const worked = (performance.now() - began) / 1_000
    const broken = await newlyBroken({ withTrail: true })
    for (const one of broken.slice(0, SHOWN_MAX)) console.log(`  ${one}`)
    const seconds = (performance.now() - began) / 1_000
    rows.push({ fault, seconds, broken: known.size - before, ...outcome })
    const { survived, tried, seen } = outcome
    console.log(`${fault}: ${survived} of ${tried}, ${known.size - before} broken; ${seen}`)
    console.log(`  worked for ${worked.toFixed(1)} s, checked for ${(seconds - worked).toFixed(1)} s`)
  }
  console.log(`\nAll calls by now: ${countsOf(world)}`)
  await world.close()
  console.log(`\n${tableOf(rows)}\n\nSeed ${seed}. ${machine()}\nInvariants broken: ${known.size}`)
  return known.size === 0 && rows.length > 0 && rows.every(isSurvived)
}

/** Seconds and millis mean little without it. */
function machine(): string {
  const [lately = 0] = loadavg()
  return `${new Date().toISOString()}, ${availableParallelism()} cores, load ${lately.toFixed(1)}`
}

const isSurvived = ({ tried, survived }: Row) => tried > 0 && tried === survived

/** A rig that could not go on has shown nothing; the faults after it are run all the same. */
function lost(thrown: unknown): Faults {
  console.log(thrown)
  return { tried: 1, survived: 0, seen: `the rig itself: ${thrown}` }
}

/** What is broken now and is not `known` yet, once all that was to be told has had its time; then it is. */
function checksOf(world: World, witness: string, known: Set<string>) {
  return async ({ withTrail = false } = {}): Promise<string[]> => {
    const settled = await settle(world)
    const { owner, history, sink } = world
    const found = await checkHistory({ calls: history.calls, told: sink.told, owner, settled })
    if (!settled) found.push({ invariant: 'INV-07', text: 'Not all that was to be told was told' })
    if (withTrail) found.push(...(await checkTrail(witness)).broken)
    const texts = found.map(({ invariant, text }) => `${invariant}: ${text}`)
    const news = texts.filter((one) => !known.has(one))
    for (const one of news) known.add(one)
    return news
  }
}

/** How many calls of each kind ended how, so that a run in which nothing works does not look like one in which nothing broke. */
function countsOf({ history }: World): string {
  const kinds = Map.groupBy(history.calls, ({ op, status }) => `${op} ${status ?? 'lost'}`)
  return [...kinds]
    .map(([kind, calls]) => `${kind}: ${calls.length}`)
    .sort()
    .join(', ')
}

type Fault = (world: World) => Promise<Faults>
type RunFaults = { postgres: EmbeddedPostgres; sinkPort: number; witness: string; only: readonly string[] }
