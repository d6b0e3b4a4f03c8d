import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import type { BenchBank } from './bank'
import { Client, type Target } from './client'
import { controlProgram } from './control-build'
import { countRows, findDifferences, type Party, type Wears } from './equality'
import { GOALS, judge } from './goals'
import { shoot } from './measure'
import { medianShot, type Round, ratioOf, shootRounds } from './rounds'
import { ownProgram, type Server, startServer, stopServers } from './server'
import type { Result } from './table'
import { type Ask, askBehindProxy, askOverTls, CONTROL_ENVIRONMENT, prepareTraffic } from './traffic'

const CONNECTIONS = 32
const NAMES = ['ours', 'limit', 'control'] as const
const CONTROL_PORT = 3190

/**
 * P1 and P2: a balances read with every check, over the listener, by the hand-written limit, and the usual way in Next.
 * First they prove to be equal. Throws when they are not.
 */
export async function measureBalances(
  bank: BenchBank,
  plan: BalancesPlan,
): Promise<Map<'P1' | 'P2', Result>> {
  const started = performance.now()
  const most = plan.warmUp + 12 * plan.reads
  const traffic = await prepareTraffic(bank, 3 * most + 400)
  const servers = await startAll()
  const parties = NAMES.map((name) => partyOf(name, servers[name], bank))
  const [served, revoked, ...fresh] = traffic.consents.slice(-2 - NAMES.length)
  if (!served || !revoked) throw new Error('The bench has no consents')
  await database().update(consents).set({ status: 'revokedByPsu' }).where(eq(consents.id, revoked.consentId))
  // The first call enrols the third party; it is no part of the comparison.
  await parties[0]?.send(parties[0].request(revoked), 'own')
  const differences = await findDifferences({ parties, served, revoked, fresh })
  if (differences.length > 0) throw new Error(`The servers are not equal:\n${differences.join('\n')}`)
  console.log('Equality: same answers, same refusals, one audit row per call.')

  const before = await countRows()
  let sent = 0
  const shots = async (name: Name, count: number) => {
    const requests = traffic.take(count, askOf(name, bank))
    sent += requests.length
    const client = new Client(targetOf(name, servers[name], bank), CONNECTIONS)
    const { pid } = servers[name]
    const { postmaster } = bank
    return shoot({ client, connections: CONNECTIONS, requests, pid, postmaster })
  }
  for (const name of NAMES) await shots(name, plan.warmUp)
  const rounds = await shootRounds({
    names: NAMES,
    shootRound: async (order) => {
      const round: Partial<Round<Name>> = {}
      for (const name of order)
        round[name] = await shots(name, name === 'control' ? plan.controlReads : plan.reads)
      return round as Round<Name>
    },
    pairs: [
      ['ours', 'limit'],
      ['ours', 'control'],
    ],
    roundsMin: plan.roundsMin,
    deadline: started + plan.seconds * 1_000,
  })
  const rows = (await countRows()) - before
  if (rows !== sent) throw new Error(`${sent} calls left ${rows} rows of the access log`)
  await stopServers()
  const costs = {
    ours: medianShot(rounds, 'ours'),
    limit: medianShot(rounds, 'limit'),
    control: medianShot(rounds, 'control'),
  }
  const toLimit = ratioOf(rounds, 'ours', 'limit')
  const toControl = ratioOf(rounds, 'ours', 'control')
  return new Map([
    [
      'P1',
      { ...costs, control: null, toLimit, toControl: null, verdict: judge(GOALS[0], toLimit), notes: [] },
    ],
    [
      'P2',
      { ...costs, limit: null, toLimit: null, toControl, verdict: judge(GOALS[1], toControl), notes: [] },
    ],
  ])
}

async function startAll(): Promise<Record<Name, Server>> {
  const [ours, limit, control] = await Promise.all([
    startServer({ program: ownProgram('ours/listener.ts') }),
    startServer({ program: ownProgram('limits/one-statement.ts') }),
    startServer({
      program: await controlProgram(CONTROL_PORT),
      env: { ...CONTROL_ENVIRONMENT, NODE_ENV: 'production' },
      port: CONTROL_PORT,
    }),
  ])
  return { ours, limit, control }
}

function targetOf(name: Name, { port }: Server, bank: BenchBank, wears: Wears = 'own'): Target {
  const plain = { host: '127.0.0.1', port }
  if (name === 'control') return plain
  return { ...plain, tls: wears === 'own' ? bank.certificate : bank.otherCertificate }
}

function askOf(name: Name, bank: BenchBank, wears: Wears = 'own'): Ask {
  if (name !== 'control') return askOverTls
  return askBehindProxy({
    tppId: bank.tppId,
    bound: bank.certificate.cert,
    shown: wears === 'own' ? bank.certificate.cert : bank.otherCertificate.cert,
  })
}

function partyOf(name: Name, server: Server, bank: BenchBank): Party {
  return {
    name,
    request: (consent, wears) => askOf(name, bank, wears)(consent)(),
    send: async (request, wears) => {
      const client = new Client(targetOf(name, server, bank, wears), 1)
      await client.open()
      const [answer] = await client.send([request])
      client.close()
      if (!answer) throw new Error(`${name} did not answer`)
      return answer
    },
  }
}

type Name = (typeof NAMES)[number]
/** Requests per server and round; a `control` costs several times as much, so fewer of its requests say as much. */
export type BalancesPlan = {
  warmUp: number
  reads: number
  controlReads: number
  roundsMin: number
  seconds: number
}
