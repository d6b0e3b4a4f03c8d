import { randomUUID } from 'node:crypto'
import type { BenchBank } from './bank'
import { Client, type Target } from './client'
import { cpuSeconds } from './cpu'
import { GOALS, judge } from './goals'
import { expectServed } from './measure'
import { medianShot, ratioOf, type Shot, shootRounds } from './rounds'
import { ownProgram, startServer, stopServers } from './server'
import type { Result } from './table'
import { askOverTls, type Traffic } from './traffic'

const CONNECTIONS = 32
const NAMES = ['flooded', 'alone'] as const

/** The flooder's share is small, so that what is measured is the price of refusing it. */
const FLOODER_PER_SECOND = 10
const READS = 1_600

/** How many reads `measureFlood` may take. */
export const floodNeeds = ({ roundsMin, roundsMax }: FloodPlan) => (2 * (roundsMin + roundsMax) + 4) * READS

/**
 * P18 (THR-16): what a balances read of one third party costs while somebody else floods, as fast as the answers come, on
 * as many connections. All that the flood costs meanwhile is put to the account of the reads. The flooder has no
 * certificate and so a limit of his own; a third party is refused by the same look-up under another key.
 */
export async function measureFlood(bank: BenchBank, traffic: Traffic, plan: FloodPlan): Promise<Result> {
  const server = await startServer({
    program: ownProgram('ours/listener.ts'),
    env: { LIMIT_STRANGER_PER_SECOND: String(FLOODER_PER_SECOND) },
  })
  const target = { host: '127.0.0.1', port: server.port }
  const reader = new Client({ ...target, tls: bank.certificate }, CONNECTIONS)
  await reader.open()
  const flooder = openFlooder(target, bank)
  const counted = { flood: 0, reads: 0 }
  const shots = async (name: Name): Promise<Shot> => {
    const requests = traffic.take(READS, askOverTls('balances'))
    const flood = name === 'flooded' ? await flooder.start() : null
    const before = { app: cpuSeconds([server.pid]), database: cpuSeconds([bank.postmaster]) }
    const refusedBefore = flooder.refused()
    await expectServed(reader, requests)
    counted.flood += flooder.refused() - refusedBefore
    if (flood) counted.reads += READS
    await flood?.stop()
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLIS))
    const app = ((cpuSeconds([server.pid]) - before.app) * 1_000_000) / READS
    const database = ((cpuSeconds([bank.postmaster]) - before.database) * 1_000_000) / READS
    return { app, database, total: app + database }
  }
  for (let round = 0; round < 2; round++) await shots('alone')
  const shot = await shootRounds({
    names: NAMES,
    shootRound: async (order) => {
      const round: Partial<Record<Name, Shot>> = {}
      for (const name of order) round[name] = await shots(name)
      return round as Record<Name, Shot>
    },
    pairs: [['flooded', 'alone']],
    roundsMin: plan.roundsMin,
    deadline: performance.now() + plan.seconds * 1_000,
  })
  reader.close()
  flooder.close()
  await stopServers()
  const toLimit = ratioOf(shot, 'flooded', 'alone')
  const perRead = (counted.flood / counted.reads).toFixed(1)
  return {
    ours: medianShot(shot, 'flooded'),
    limit: medianShot(shot, 'alone'),
    control: null,
    toLimit,
    toControl: null,
    verdict: judge(GOALS.find(({ id }) => id === 'P18') ?? { must: 2 }, toLimit),
    notes: [`${perRead} requests of the flood were refused for each read; none of the reads was`],
  }
}

/** What a server does within a second of its answers belongs to their price. */
const SETTLE_MILLIS = 1_100

/** Somebody who asks again whatever he is told, over connections that stay open. */
function openFlooder(target: Target, bank: BenchBank) {
  const tls = { cert: '', key: '', ca: bank.certificate.ca }
  const lines = Array.from({ length: CONNECTIONS }, () => new Client({ ...target, tls }, 1))
  let opened = false
  let refused = 0
  const ask = async (line: Client) => {
    const [answer] = await line.send([request()])
    if (answer?.status === 429) refused += 1
  }
  return {
    refused: () => refused,
    close: () => lines.map((line) => line.close()),
    /** Resolves when the flooder has begun to be refused. */
    start: async () => {
      if (!opened) for (const line of lines) await line.open()
      opened = true
      let flooding = true
      const before = refused
      const floods = lines.map(async (line) => {
        while (flooding) await ask(line)
      })
      while (refused === before) await new Promise((resolve) => setTimeout(resolve, 10))
      return {
        stop: async () => {
          flooding = false
          await Promise.all(floods)
        },
      }
    },
  }
}

const request = () =>
  `GET /xs2a/v1/consents/${randomUUID()}/status HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: ${randomUUID()}\r\n\r\n`

type Name = (typeof NAMES)[number]
export type FloodPlan = { roundsMin: number; roundsMax: number; seconds: number }
