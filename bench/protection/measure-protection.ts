import { makeCheckpoint } from '@/lib/trail/make-checkpoint'
import type { BenchBank } from '../bank'
import { Client } from '../client'
import { cpuSeconds } from '../cpu'
import { countRows } from '../equality'
import { shoot } from '../measure'
import { medianShot, type Round, ratioOf, shootRounds } from '../rounds'
import { ownProgram, type Server, startServer, stopServers } from '../server'
import { askOverTls, prepareTraffic, type Read, type Traffic } from '../traffic'
import { cipherCost } from './cipher-cost'

const CONNECTIONS = 32
const WARM_UP = 3_000
const READS = { balances: 4_000, transactions: 1_600 }
const ROUNDS_MIN = 8
const SECONDS = 150
const NAMES = ['ours', 'encryption', 'audit'] as const

/**
 * Reads of a customer who is present, by the real listener as it is and by the same without one of its protections, in rounds;
 * then one checkpoint over the rows they left. Prints what each costs.
 */
export async function measureProtection(bank: BenchBank): Promise<void> {
  const traffic = await prepareTraffic(bank, 13 * NAMES.length * (READS.balances + WARM_UP))
  const started = NAMES.map(async (name) => {
    const env = { BENCH_WITHOUT: name === 'ours' ? '' : name }
    return [name, await startServer({ program: ownProgram('ours/without.ts'), env })] as const
  })
  const servers = Object.fromEntries(await Promise.all(started)) as Record<Name, Server>
  traffic.mark()
  for (const read of ['balances', 'transactions'] as const) {
    tell(read, await measure({ read, bank, servers, traffic }))
    traffic.again()
  }
  await stopServers()
  await tellTree(bank)
  const { seal, open, bytes } = await cipherCost()
  console.log(
    `in one process: an address sealed ${seal.toFixed(1)} µs, a booking of ${bytes} bytes opened ${open.toFixed(1)} µs`,
  )
}

/** All answer the same; each call of two of them leaves a row, and none of the one without. */
async function measure({ read, bank, servers, traffic }: Measure): Promise<Round<Name>[]> {
  const ask = askOverTls(read, 'PSU-IP-Address: 192.0.2.10\r\n')
  const clientOf = (name: Name, connections: number) =>
    new Client({ host: '127.0.0.1', port: servers[name].port, tls: bank.certificate }, connections)
  const answers = new Set<string>()
  const shots = async (name: Name, count: number) => {
    const before = await countRows()
    const shot = await shoot({
      client: clientOf(name, CONNECTIONS),
      connections: CONNECTIONS,
      requests: traffic.take(count, ask),
      pid: servers[name].pid,
      postmaster: bank.postmaster,
    })
    const rows = (await countRows()) - before
    if (rows !== (name === 'audit' ? 0 : count))
      throw new Error(`${count} reads of ${name} left ${rows} rows`)
    return shot
  }
  const [consent] = traffic.consents
  if (!consent) throw new Error('The bench has no consents')
  for (const name of NAMES) {
    await shots(name, WARM_UP)
    const client = clientOf(name, 1)
    await client.open()
    for (const { status, body } of await client.send([ask(consent)()])) answers.add(`${status} ${body}`)
    client.close()
  }
  if (answers.size !== 1) throw new Error(`The servers are not equal:\n${[...answers].join('\n')}`)
  return shootRounds<Name>({
    names: NAMES,
    shootRound: async (order) => {
      const round: Partial<Round<Name>> = {}
      for (const name of order) round[name] = await shots(name, READS[read])
      return round as Round<Name>
    },
    pairs: [
      ['encryption', 'ours'],
      ['audit', 'ours'],
    ],
    roundsMin: ROUNDS_MIN,
    deadline: performance.now() + SECONDS * 1_000,
  })
}

function tell(read: Read, rounds: readonly Round<Name>[]): void {
  console.log(`\n${read}, ${rounds.length} rounds: µs of CPU (application + PostgreSQL)`)
  for (const name of NAMES) {
    const { total, app, database } = medianShot(rounds, name)
    const { median, min, max } = ratioOf(rounds, name, 'ours')
    const what = name === 'ours' ? 'as it is' : `without ${name}`
    console.log(
      `  ${what}: ${total.toFixed(0)} (${app.toFixed(0)}+${database.toFixed(0)}), ` +
        `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)}) of that`,
    )
  }
}

/** What the rows of this very run cost the tree: one checkpoint over all of them, made away from any call. */
async function tellTree(bank: BenchBank): Promise<void> {
  const rows = await countRows()
  const before = [process.cpuUsage(), cpuSeconds([bank.postmaster])] as const
  await makeCheckpoint()
  const { user, system } = process.cpuUsage(before[0])
  const database = (cpuSeconds([bank.postmaster]) - before[1]) * 1e6
  console.log(
    `\na checkpoint over the ${rows} rows that were left: ${((user + system) / rows).toFixed(1)} + ` +
      `${(database / rows).toFixed(1)} µs a row`,
  )
}

type Name = (typeof NAMES)[number]
type Measure = { read: Read; bank: BenchBank; servers: Record<Name, Server>; traffic: Traffic }
