import type { EmbeddedPostgres } from '@/db/embedded'
import { checkHistory } from './check-history'
import { killCouriers, scheduleTwice } from './couriers'
import { hangDatabase, restartPostgres } from './database-away'
import { misbehave } from './endpoint-modes'
import { giveUp } from './given-up'
import { killAtRandom } from './kill-at-random'
import { loseAnswers } from './lost-answer'
import { runModel } from './model'
import { race } from './races'
import { chance, type Faults, tableOf } from './report'
import { endUnderLoad, rotateUnderLoad } from './rolling'
import { settle } from './settle'
import { sweepStatements } from './sweep-statements'
import { openWorld, type World } from './world'

const CUSTOMERS = 10

/** Each fault in turn, with what is checked after it; prints a table and says whether nothing was lost or broken. */
export async function runFaults({ postgres, sinkPort, only }: RunFaults): Promise<boolean> {
  const seed = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000)
  const random = chance(seed)
  console.log(`Seed ${seed}: FAULTS_SEED=${seed} draws the same again.`)
  const world = await openWorld({
    ownerUrl: postgres.superuserUrl.replace(/\/postgres$/, '/placet'),
    sinkPort,
    customers: CUSTOMERS,
  })
  const sweeps = (['allow', 'stop', 'delete', 'token', 'erase'] as const).map(
    (op) =>
      [`FLT-01 kill after each statement: ${op}`, (world: World) => sweepStatements(world, op)] as const,
  )
  const faults: (readonly [string, (world: World) => Promise<Faults>])[] = [
    ...sweeps,
    ['FLT-02 the courier is killed', killCouriers],
    ['FLT-03 PostgreSQL is restarted', (world) => restartPostgres(world, postgres)],
    ['FLT-05 the database falls silent', hangDatabase],
    ['FLT-06 the answer to a commit is lost', loseAnswers],
    ['FLT-11 both instances at once', race],
    ['FLT-14 a transaction is given up', giveUp],
    ['FLT-15 the endpoint misbehaves', misbehave],
    ['FLT-17 keys are rotated under load', rotateUnderLoad],
    ['FLT-20 told to end under load', endUnderLoad],
    ['FLT-21 two schedulers', scheduleTwice],
    ['model', (world) => runModel(world, seed)],
    [
      'random kills',
      (world) => killAtRandom(world, { kills: Number(process.env.FAULTS_KILLS ?? 210), random }),
    ],
  ]
  const rows = []
  const seen = new Set<string>()
  let broken = 0
  for (const [fault, run] of faults) {
    if (only.length > 0 && !only.some((name) => fault.includes(name))) continue
    const began = performance.now()
    const outcome = await run(world)
    console.log(`  worked for ${((performance.now() - began) / 1_000).toFixed(1)} s: ${countsOf(world)}`)
    const settled = await settle(world)
    const found = await checkHistory({
      calls: world.history.calls,
      told: world.sink.told,
      owner: world.owner,
      settled,
    })
    if (!settled) found.push({ invariant: 'INV-07', text: 'Not all that was to be told was told' })
    const news = found.map(({ invariant, text }) => `${invariant}: ${text}`).filter((one) => !seen.has(one))
    for (const one of news) seen.add(one)
    broken += news.length
    for (const one of news.slice(0, 20)) console.log(`  ${one}`)
    const row = { fault, seconds: (performance.now() - began) / 1_000, ...outcome }
    if (news.length > 0) row.notes = `${news.length} broken; ${row.notes}`
    rows.push(row)
    console.log(`${fault}: ${row.survived} of ${row.tried} in ${row.seconds.toFixed(1)} s; ${row.notes}`)
  }
  await world.close()
  console.log(`\n${tableOf(rows)}\n\nInvariants broken: ${broken}`)
  return broken === 0 && rows.every(({ tried, survived }) => tried === survived)
}

/** How many calls of each kind ended how, so that a run in which nothing works does not look like one in which nothing broke. */
function countsOf({ history }: World): string {
  const kinds = Map.groupBy(history.calls, ({ op, status }) => `${op} ${status ?? 'lost'}`)
  return [...kinds]
    .map(([kind, calls]) => `${kind}: ${calls.length}`)
    .sort()
    .join(', ')
}

type RunFaults = { postgres: EmbeddedPostgres; sinkPort: number; only: readonly string[] }
