import { parseArgs } from 'node:util'
import type { BenchBank } from './bank'
import { canMeasureCpu } from './cpu'
import { GOALS, type GoalId } from './goals'
import { keepResults } from './results'
import { pinLoad, stopServers } from './server'
import { type Result, renderTable } from './table'

const USAGE = `npm run bench -- [--quick] [--only P1,P4]

  --quick   fewer rounds; some three minutes once everything is built; without P12 and P19
            unless --only names them
  --only    these goals only

Prints the goals as ratios of this very run and leaves bench/results/<time>.json. Ends with 1 when the servers
compared are not equal, or when a goal is missed by more than a quarter.`

const PLANS = {
  quick: {
    reads: { warmUp: 1_500, reads: 1_500, controlReads: 400, roundsMin: 4, seconds: 50 },
    rawPath: { warmUp: 15_000, requests: 8_000, roundsMin: 9, seconds: 14 },
    flood: { roundsMin: 3, roundsMax: 12, seconds: 15 },
    scale: { operations: 400, roundsMin: 3, seconds: 8 },
    pages: { warmUp: 150, pages: 80, roundsMin: 4, seconds: 20 },
  },
  full: {
    reads: { warmUp: 10_000, reads: 4_000, controlReads: 1_500, roundsMin: 8, seconds: 180 },
    rawPath: { warmUp: 40_000, requests: 30_000, roundsMin: 12, seconds: 60 },
    flood: { roundsMin: 8, roundsMax: 12, seconds: 100 },
    scale: { operations: 1_000, roundsMin: 5, seconds: 20 },
    pages: { warmUp: 400, pages: 200, roundsMin: 8, seconds: 90 },
  },
}

const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
})
if (values.help) console.log(USAGE)
else process.exit(await run())

async function run(): Promise<number> {
  const all = GOALS.map(({ id }) => id).filter((id) => !values.quick || (id !== 'P12' && id !== 'P19'))
  const wanted = new Set<string>(values.only ? values.only.split(',') : all)
  const plan = PLANS[values.quick ? 'quick' : 'full']
  const results = new Map<GoalId, Result>()
  try {
    await measureScripts(wanted, results)
    if (['P1', 'P1b', 'P2', 'P3', 'P4', 'P12', 'P18', 'P19'].some((id) => wanted.has(id)))
      await measureServers(wanted, plan, results)
  } catch (thrown) {
    console.error(thrown)
    return 1
  }
  console.log(`\n${renderTable(results)}\n`)
  for (const [id, { notes }] of results) for (const note of notes) console.log(`${id}: ${note}`)
  console.log(`Kept as ${await keepResults(results, values.quick ? 'quick' : 'full')}`)
  const broken = GOALS.filter(({ id, gate }) => gate && results.get(id)?.verdict === 'missed')
  if (broken.length > 0) console.error(`Missed: ${broken.map(({ id }) => id).join(', ')}`)
  return broken.length > 0 ? 1 : 0
}

async function measureScripts(wanted: Set<string>, results: Map<GoalId, Result>): Promise<void> {
  const { measureDashboardScript, measureScriptBytes } = await import('./script-bytes')
  if (wanted.has('P8')) results.set('P8', await measureScriptBytes())
  if (wanted.has('P10')) results.set('P10', await measureDashboardScript())
}

async function measureServers(wanted: Set<string>, plan: Plan, results: Map<GoalId, Result>): Promise<void> {
  if (!canMeasureCpu) {
    console.log('CPU is measured on Linux only: P1, P1b, P2, P3, P4, P12, P18 and P19 are left out here.')
    return
  }
  pinLoad()
  const { openBenchBank } = await import('./bank')
  const bank = await openBenchBank()
  try {
    await measureTraffic(bank, wanted, plan, results)
    if (wanted.has('P4')) {
      const { measureRawPath } = await import('./raw-path')
      results.set('P4', await measureRawPath(bank, plan.rawPath))
    }
    if (wanted.has('P19')) {
      await stopServers()
      const { measurePages } = await import('./pages/measure-pages')
      results.set('P19', await measurePages(bank, plan.pages))
    }
    // Last: it makes a million rows of the bank that the others read.
    if (wanted.has('P12')) {
      await stopServers()
      const { measureScale } = await import('./scale/measure-scale')
      results.set('P12', await measureScale(bank, plan.scale))
    }
  } finally {
    await stopServers()
    await bank.close()
  }
}

/** Both shoot at the same consents, each at its own: the bench's third party and its customers are made once. */
async function measureTraffic(
  bank: BenchBank,
  wanted: Set<string>,
  plan: Plan,
  results: Map<GoalId, Result>,
): Promise<void> {
  const [flood, reads] = [wanted.has('P18'), ['P1', 'P1b', 'P2', 'P3'].some((id) => wanted.has(id))]
  if (!flood && !reads) return
  const { floodNeeds, measureFlood } = await import('./flood')
  const { measureReads, readsNeeded } = await import('./reads')
  const { prepareTraffic } = await import('./traffic')
  const needed = (flood ? floodNeeds(plan.flood) : 0) + (reads ? readsNeeded(plan.reads, wanted) : 0)
  const traffic = await prepareTraffic(bank, needed)
  if (flood) results.set('P18', await measureFlood(bank, traffic, plan.flood))
  if (!reads) return
  for (const [id, result] of await measureReads(bank, traffic, plan.reads, wanted)) results.set(id, result)
}

type Plan = (typeof PLANS)['quick']
