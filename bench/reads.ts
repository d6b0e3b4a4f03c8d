import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import type { BenchBank } from './bank'
import { behindProxy, overTls } from './calls'
import { type Contender, compare, type Given } from './compare'
import { controlProgram } from './control-build'
import { goalOf, judge } from './goals'
import { measureProvenReads } from './proven-reads'
import { medianShot, type Round, ratioOf } from './rounds'
import { ownProgram, type Server, startServer, stopServers } from './server'
import type { Result } from './table'
import { CONTROL_ENVIRONMENT, type Read, type Traffic } from './traffic'

const CONTROL_PORT = 3190
/** A page costs several times what balances cost: a smaller number of them says as much. */
const PAGE_SHARE = 0.4
/** Each contender of a comparison uses up one consent to prove that it counts. */
const CONTENDERS_MAX = 4

/**
 * P1, P2, P1b and P3: a balances read and a page of 100 transactions with every check, over the listener, by the
 * hand-written limit, and the balances the usual way in Next; and the balances with a proof. First they prove to be
 * equal. Throws when they are not.
 */
export async function measureReads(
  bank: BenchBank,
  traffic: Traffic,
  plan: ReadsPlan,
  wanted: ReadonlySet<string>,
): Promise<Map<ReadGoal, Result>> {
  const servers = await startAll(wanted.has('P2'))
  const results = new Map<ReadGoal, Result>()
  const asked = { bank, plan, traffic, servers }
  if (wanted.has('P3'))
    results.set('P3', await measureProvenReads({ ...asked, given: await giveConsents(traffic, 0) }))
  const given = await giveConsents(traffic, 1)
  // Uses are counted apart by what is read, so that the page can be read with the consents of the balances.
  traffic.mark()
  if (wanted.has('P1') || wanted.has('P2')) {
    const rounds = await measureRead({ ...asked, given, read: 'balances' })
    results.set('P1', toLimit('P1', rounds))
    if (wanted.has('P2')) results.set('P2', toControl(rounds))
  }
  traffic.again()
  if (wanted.has('P1b'))
    results.set('P1b', toLimit('P1b', await measureRead({ ...asked, given, read: 'transactions' })))
  await stopServers()
  return results
}

/** How many reads `measureReads` may take. */
export function readsNeeded({ warmUp, reads }: ReadsPlan, wanted: ReadonlySet<string>): number {
  const each = warmUp + 12 * reads
  return (wanted.has('P3') ? CONTENDERS_MAX + 3 : 3) * each + 400
}

/** The consents of one comparison, taken from the end of all, where no shot comes. */
async function giveConsents(traffic: Traffic, turn: number): Promise<Given> {
  const size = CONTENDERS_MAX + 3
  const end = traffic.consents.length - turn * size
  const [served, revoked, spare, ...fresh] = traffic.consents.slice(end - size, end)
  if (!served || !revoked || !spare) throw new Error('The bench has no consents')
  await database().update(consents).set({ status: 'revokedByPsu' }).where(eq(consents.id, revoked.consentId))
  return { served, revoked, spare, fresh }
}

function measureRead({ read, bank, plan, traffic, servers, given }: MeasureRead): Promise<Round<Name>[]> {
  const share = read === 'balances' ? 1 : PAGE_SHARE
  const reads = Math.round(plan.reads * share)
  const calls = overTls(read)
  const contenders: Contender<Name>[] = [
    { name: 'ours', server: servers.ours, secured: true, calls, reads },
    { name: 'limit', server: servers.limit, secured: true, calls, reads },
    // Asked for the answer alone, so it stands beside the limit, outside ratios.
    { name: 'bare', secured: false, calls: null, reads },
  ]
  const pairs: [Name, Name][] = [['ours', 'limit']]
  const { control } = servers
  if (control && read === 'balances') {
    const [server, controlReads] = [control, plan.controlReads]
    contenders.push({
      name: 'control',
      server,
      secured: false,
      calls: behindProxy(bank),
      reads: controlReads,
    })
    pairs.push(['ours', 'control'])
  }
  return compare<Name>({
    what: read,
    contenders,
    pairs,
    bank,
    traffic,
    given,
    warmUp: Math.round(plan.warmUp * share),
    roundsMin: plan.roundsMin,
    seconds: read === 'balances' ? plan.seconds : plan.seconds / 2,
  })
}

function toLimit(id: 'P1' | 'P1b', rounds: readonly Round<Name>[]): Result {
  const ratio = ratioOf(rounds, 'ours', 'limit')
  const bare = medianShot(rounds, 'bare')
  return {
    ours: medianShot(rounds, 'ours'),
    limit: medianShot(rounds, 'limit'),
    control: null,
    toLimit: ratio,
    toControl: null,
    verdict: judge(goalOf(id), ratio),
    notes: [
      `bare node:http, which makes the same JSON and does nothing else, costs ${Math.round(bare.total)} µs; ` +
        `the limit is ${ratioOf(rounds, 'limit', 'bare').median.toFixed(1)} times that`,
    ],
  }
}

function toControl(rounds: readonly Round<Name>[]): Result {
  const ratio = ratioOf(rounds, 'ours', 'control')
  return {
    ours: medianShot(rounds, 'ours'),
    limit: null,
    control: medianShot(rounds, 'control'),
    toLimit: null,
    toControl: ratio,
    verdict: judge(goalOf('P2'), ratio),
    notes: [],
  }
}

/** The control is built by Next, which takes its time: only where it is asked for. */
async function startAll(withControl: boolean): Promise<Servers> {
  const [ours, limit] = await Promise.all([
    startServer({ program: ownProgram('ours/listener.ts') }),
    startServer({ program: ownProgram('limits/one-statement.ts') }),
  ])
  if (!withControl) return { ours, limit }
  const control = await startServer({
    program: await controlProgram(CONTROL_PORT),
    env: { ...CONTROL_ENVIRONMENT, NODE_ENV: 'production' },
    port: CONTROL_PORT,
  })
  return { ours, limit, control }
}

type Name = 'ours' | 'limit' | 'bare' | 'control'
type Servers = { ours: Server; limit: Server; control?: Server }
type ReadGoal = 'P1' | 'P1b' | 'P2' | 'P3'
type MeasureRead = {
  read: Read
  bank: BenchBank
  plan: ReadsPlan
  traffic: Traffic
  servers: Servers
  given: Given
}
/** Requests per server and round; a `control` costs several times as much, so fewer of its requests say as much. */
export type ReadsPlan = {
  warmUp: number
  reads: number
  controlReads: number
  roundsMin: number
  seconds: number
}
