import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import type { BenchBank } from './bank'
import { Client, type Target } from './client'
import { controlProgram } from './control-build'
import { countRows, findDifferences, type Party, type Wears } from './equality'
import { goalOf, judge } from './goals'
import { shoot } from './measure'
import { medianShot, type Round, ratioOf, shootRounds } from './rounds'
import { ownProgram, type Server, startServer, stopServers } from './server'
import type { Result } from './table'
import {
  type Ask,
  askBehindProxy,
  askOverTls,
  type BenchConsent,
  CONTROL_ENVIRONMENT,
  type Read,
  type Traffic,
} from './traffic'

const CONNECTIONS = 32
const CONTROL_PORT = 3190
/** Who is compared for each read. `bare` is asked for the answer alone, so it stands beside the limit, outside ratios. */
const NAMES = {
  balances: ['ours', 'limit', 'bare', 'control'],
  transactions: ['ours', 'limit', 'bare'],
} as const satisfies Record<Read, readonly Name[]>

/**
 * P1, P2 and P1b: a balances read and a page of 100 transactions with every check, over the listener, by the
 * hand-written limit, and the balances the usual way in Next. First they prove to be equal. Throws when they are not.
 */
export async function measureReads(
  bank: BenchBank,
  traffic: Traffic,
  plan: ReadsPlan,
  wanted: ReadonlySet<string>,
): Promise<Map<ReadGoal, Result>> {
  traffic.mark()
  const [served, revoked, ...fresh] = traffic.consents.slice(-2 - NAMES.balances.length)
  if (!served || !revoked) throw new Error('The bench has no consents')
  await database().update(consents).set({ status: 'revokedByPsu' }).where(eq(consents.id, revoked.consentId))
  const servers = await startAll(wanted.has('P2'))
  const asked = { bank, plan, traffic, servers, served, revoked, fresh }
  const results = new Map<ReadGoal, Result>()
  if (wanted.has('P1') || wanted.has('P2')) {
    const rounds = await measureRead({ ...asked, read: 'balances' })
    results.set('P1', toLimit('P1', rounds))
    if (wanted.has('P2')) results.set('P2', toControl(rounds))
  }
  traffic.again()
  if (wanted.has('P1b'))
    results.set('P1b', toLimit('P1b', await measureRead({ ...asked, read: 'transactions' })))
  await stopServers()
  return results
}

/** How many reads `measureReads` may take. */
export const readsNeeded = (plan: ReadsPlan) => 3 * (plan.warmUp + 12 * plan.reads) + 400

async function measureRead(asked: MeasureRead): Promise<Round<Name>[]> {
  const { read, bank, plan, traffic, servers, served, revoked, fresh } = asked
  const names = NAMES[read].filter((name) => name === 'bare' || servers[name])
  const deadline = performance.now() + (plan.seconds * 1_000) / (read === 'balances' ? 1 : 2)
  const share = read === 'balances' ? 1 : PAGE_SHARE
  const compared = names.filter((name) => name !== 'bare')
  const parties = compared.map((name) => partyOf(name, servers, bank, read))
  // The first call enrols the third party; it is no part of the comparison.
  await parties[0]?.send(parties[0].request(revoked), 'own')
  const differences = await findDifferences({ parties, served, revoked, fresh })
  if (differences.length > 0) throw new Error(`The servers are not equal:\n${differences.join('\n')}`)
  console.log(`Equality of ${read}: same answers, same refusals, one audit row per call.`)
  const answer = await parties[0]?.send(parties[0].request(fresh.at(-1) ?? served), 'own')
  const bare = await startServer({
    program: ownProgram('limits/bare.ts'),
    env: { BENCH_ANSWER: answer?.body.toString() ?? '' },
  })
  const running: Servers = { ...servers, bare }
  const before = await countRows()
  let sent = 0
  const shots = async (name: Name, count: number) => {
    const requests =
      name === 'bare' ? Array(count).fill(BARE_REQUEST) : traffic.take(count, askOf(name, bank, read))
    if (name !== 'bare') sent += requests.length
    const client = new Client(targetOf(name, running, bank), CONNECTIONS)
    const { postmaster } = bank
    return shoot({ client, connections: CONNECTIONS, requests, pid: running[name]?.pid ?? 0, postmaster })
  }
  const blank = { total: 0, app: 0, database: 0 }
  for (const name of names) await shots(name, Math.round(plan.warmUp * share))
  const rounds = await shootRounds<Name>({
    names,
    shootRound: async (order) => {
      const round: Round<Name> = { ours: blank, limit: blank, bare: blank, control: blank }
      for (const name of order)
        round[name] = await shots(
          name,
          name === 'control' ? plan.controlReads : Math.round(plan.reads * share),
        )
      return round
    },
    pairs: compared.filter((name) => name !== 'ours').map((name): [Name, Name] => ['ours', name]),
    roundsMin: plan.roundsMin,
    deadline,
  })
  const rows = (await countRows()) - before
  if (rows !== sent) throw new Error(`${sent} calls left ${rows} rows of the access log`)
  return rounds
}

/** A page costs several times what balances cost: a smaller number of them says as much. */
const PAGE_SHARE = 0.4
const BARE_REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'

function toLimit(id: 'P1' | 'P1b', rounds: readonly Round<Name>[]): Result {
  const [ours, limit, bare] = (['ours', 'limit', 'bare'] as const).map((name) => medianShot(rounds, name))
  const ratio = ratioOf(rounds, 'ours', 'limit')
  const notes = [
    `bare node:http, which makes the same JSON and does nothing else, costs ${Math.round(bare?.total ?? 0)} µs; ` +
      `the limit is ${ratioOf(rounds, 'limit', 'bare').median.toFixed(1)} times that`,
  ]
  const verdict = judge(goalOf(id), ratio)
  return {
    ours: ours ?? null,
    limit: limit ?? null,
    control: null,
    toLimit: ratio,
    toControl: null,
    verdict,
    notes,
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

function targetOf(name: Name, servers: Servers, bank: BenchBank, wears: Wears = 'own'): Target {
  const plain = { host: '127.0.0.1', port: servers[name]?.port ?? 0 }
  if (name === 'control' || name === 'bare') return plain
  return { ...plain, tls: wears === 'own' ? bank.certificate : bank.otherCertificate }
}

function askOf(name: Name, bank: BenchBank, read: Read, wears: Wears = 'own'): Ask {
  if (name !== 'control') return askOverTls(read)
  return askBehindProxy({
    tppId: bank.tppId,
    bound: bank.certificate.cert,
    shown: wears === 'own' ? bank.certificate.cert : bank.otherCertificate.cert,
  })
}

function partyOf(name: Name, servers: Servers, bank: BenchBank, read: Read): Party {
  return {
    name,
    request: (consent, wears) => askOf(name, bank, read, wears)(consent)(),
    send: async (request, wears) => {
      const client = new Client(targetOf(name, servers, bank, wears), 1)
      await client.open()
      const [answer] = await client.send([request])
      client.close()
      if (!answer) throw new Error(`${name} did not answer`)
      return answer
    },
  }
}

type Name = 'ours' | 'limit' | 'bare' | 'control'
type Servers = Partial<Record<Name, Server>>
type ReadGoal = 'P1' | 'P1b' | 'P2'
type MeasureRead = {
  read: Read
  bank: BenchBank
  plan: ReadsPlan
  traffic: Traffic
  servers: Servers
  served: BenchConsent
  revoked: BenchConsent
  fresh: readonly BenchConsent[]
}
/** Requests per server and round; a `control` costs several times as much, so fewer of its requests say as much. */
export type ReadsPlan = {
  warmUp: number
  reads: number
  controlReads: number
  roundsMin: number
  seconds: number
}
