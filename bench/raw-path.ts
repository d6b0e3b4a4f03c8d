import { randomUUID } from 'node:crypto'
import type { BenchBank } from './bank'
import { Client, type Target } from './client'
import { GOALS, judge } from './goals'
import { shoot } from './measure'
import { medianShot, ratioOf, shootRounds } from './rounds'
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
  const targets: Record<Name, Target> = {
    ours: { host: '127.0.0.1', port: servers.ours.port, tls: bank.certificate },
    limit: { host: '127.0.0.1', port: servers.limit.port },
  }
  const shots = (name: Name, count: number) =>
    shoot({
      client: new Client(targets[name], CONNECTIONS),
      connections: CONNECTIONS,
      requests: Array.from({ length: count }, request),
      pid: servers[name].pid,
      postmaster: null,
      settles: true,
    })
  for (const name of NAMES) await shots(name, plan.warmUp)
  const rounds = await shootRounds({
    names: NAMES,
    shoot: (name) => shots(name, plan.requests),
    pairs: [['ours', 'limit']],
    roundsMin: plan.roundsMin,
    deadline: performance.now() + plan.seconds * 1_000,
  })
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

const request = () =>
  `GET /xs2a/v1/two-kilobytes HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: ${randomUUID()}\r\nAccept: application/json\r\n\r\n`

type Name = (typeof NAMES)[number]
export type RawPathPlan = { warmUp: number; requests: number; roundsMin: number; seconds: number }
