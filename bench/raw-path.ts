import { randomUUID } from 'node:crypto'
import type { BenchBank } from './bank'
import { Client } from './client'
import { cpuSeconds } from './cpu'
import { GOALS, judge } from './goals'
import { expectServed } from './measure'
import { medianShot, ratioOf, type Shot, shootRounds } from './rounds'
import { ownProgram, startServer, stopServers } from './server'
import type { Result } from './table'

const CONNECTIONS = 32
const NAMES = ['ours', 'limit'] as const

/**
 * P4: what the way through the listener and the XS2A door costs, mutual TLS and all, against bare node:http with the
 * same 2 kB. Nothing is read from the ledger; the CPU is the app's.
 */
export async function measureRawPath(bank: BenchBank, plan: RawPathPlan): Promise<Result> {
  const servers = {
    ours: await startServer({ program: ownProgram('ours/raw-path.ts') }),
    limit: await startServer({ program: ownProgram('limits/bare.ts') }),
  }
  const clients = {
    ours: new Client({ host: '127.0.0.1', port: servers.ours.port, tls: bank.certificate }, CONNECTIONS),
    limit: new Client({ host: '127.0.0.1', port: servers.limit.port }, CONNECTIONS),
  }
  const send = (name: Name, count: number) =>
    expectServed(clients[name], Array.from({ length: count }, request))
  for (const name of NAMES) {
    await clients[name].open()
    await send(name, plan.warmUp)
  }
  const rounds = await shootRounds({
    names: NAMES,
    shootRound: async (order) => {
      // Each server's cost over the whole round: what ours writes a second later belongs to its price.
      const seconds = () => ({ ours: cpuSeconds([servers.ours.pid]), limit: cpuSeconds([servers.limit.pid]) })
      const before = seconds()
      for (const name of order) await send(name, plan.requests)
      const after = seconds()
      const cost = (name: Name) => ((after[name] - before[name]) * 1_000_000) / plan.requests
      return { ours: appShot(cost('ours')), limit: appShot(cost('limit')) }
    },
    pairs: [['ours', 'limit']],
    roundsMin: plan.roundsMin,
    deadline: performance.now() + plan.seconds * 1_000,
  })
  for (const name of NAMES) clients[name].close()
  await stopServers()
  const toLimit = ratioOf(rounds, 'ours', 'limit')
  return {
    ours: medianShot(rounds, 'ours'),
    limit: medianShot(rounds, 'limit'),
    control: null,
    toLimit,
    toControl: null,
    verdict: judge(GOALS[3], toLimit),
    notes: [],
  }
}

const appShot = (app: number): Shot => ({ app, database: 0, total: app })

const request = () =>
  `GET /xs2a/v1/two-kilobytes HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: ${randomUUID()}\r\nAccept: application/json\r\n\r\n`

type Name = (typeof NAMES)[number]
export type RawPathPlan = { warmUp: number; requests: number; roundsMin: number; seconds: number }
