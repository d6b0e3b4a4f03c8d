import type { BenchBank } from './bank'
import type { Calls, Wears } from './calls'
import { Client, type Target } from './client'
import { countRows, findDifferences, type Party } from './equality'
import { shoot } from './measure'
import { type Round, shootRounds } from './rounds'
import { ownProgram, type Server, startServer } from './server'
import type { BenchConsent, Traffic } from './traffic'

const CONNECTIONS = 32
const BARE_REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'

/**
 * What one read costs, done by each contender. First they prove to be equal, then they are shot at round by round, and
 * in the end each call must have left its row. Throws where they are not equal, or where rows are missing or too many.
 */
export async function compare<Name extends string>(asked: Compare<Name>): Promise<Round<Name>[]> {
  const { what, contenders, bank, traffic, roundsMin, seconds } = asked
  const deadline = performance.now() + seconds * 1_000
  const answer = await proveEqual(asked)
  const bare = await startServer({ program: ownProgram('limits/bare.ts'), env: { BENCH_ANSWER: answer } })
  const before = await countRows()
  let sent = 0
  const shots = ({ calls, server = bare, secured }: Contender<Name>, count: number) => {
    const requests = calls ? traffic.take(count, calls.ask) : Array<string>(count).fill(BARE_REQUEST)
    if (calls) sent += count
    const client = new Client(targetOf({ server, secured }, bank), CONNECTIONS)
    const { postmaster } = bank
    return shoot({ client, connections: CONNECTIONS, requests, pid: server.pid, postmaster })
  }
  for (const one of contenders) await shots(one, asked.warmUp)
  const rounds = await shootRounds<Name>({
    names: contenders.map(({ name }) => name),
    shootRound: async (order) => {
      const round: Partial<Round<Name>> = {}
      for (const name of order) {
        const one = contenders.find((contender) => contender.name === name)
        if (one) round[name] = await shots(one, one.reads)
      }
      return round as Round<Name>
    },
    pairs: asked.pairs,
    roundsMin,
    deadline,
  })
  const rows = (await countRows()) - before
  if (rows !== sent) throw new Error(`${sent} calls (${what}) left ${rows} rows of the access log`)
  return rounds
}

/** Throws where the contenders are not equal. Returns the answer that all of them give. */
async function proveEqual<Name extends string>({
  what,
  contenders,
  bank,
  given,
}: Compare<Name>): Promise<string> {
  const [first, ...others] = contenders.flatMap((one) => partyOf(one, bank) ?? [])
  if (!first) throw new Error(`Nobody is compared for ${what}`)
  // The first call enrols the third party; it is no part of the comparison.
  await first.send(first.calls.ask(given.revoked)(), 'own')
  const differences = await findDifferences({ parties: [first, ...others], ...given })
  if (differences.length > 0) throw new Error(`The servers are not equal:\n${differences.join('\n')}`)
  console.log(`Equality of ${what}: same answers, same refusals, one audit row per call.`)
  const answer = await first.send(first.calls.ask(given.spare)(), 'own')
  return answer.body.toString()
}

function partyOf({ name, calls, server, secured }: Contender<string>, bank: BenchBank): Party | null {
  if (!calls || !server) return null
  return {
    name,
    calls,
    send: async (request, wears) => {
      const client = new Client(targetOf({ server, secured }, bank, wears), 1)
      await client.open()
      const [answer] = await client.send([request])
      client.close()
      if (!answer) throw new Error(`${name} did not answer`)
      return answer
    },
  }
}

function targetOf({ server, secured }: Where, bank: BenchBank, wears: Wears = 'own'): Target {
  const plain = { host: '127.0.0.1', port: server.port }
  if (!secured) return plain
  return { ...plain, tls: wears === 'own' ? bank.certificate : bank.otherCertificate }
}

type Where = { server: Server; secured: boolean }

/** Without `calls` it is asked for the answer alone, by bare HTTP; `reads`: so many in each round. */
export type Contender<Name extends string> = {
  name: Name
  calls: Calls | null
  server?: Server
  secured: boolean
  reads: number
}
/** Consents nobody has used: one that all read, one that is revoked, one for each to use up, and one more. */
export type Given = {
  served: BenchConsent
  revoked: BenchConsent
  fresh: readonly BenchConsent[]
  spare: BenchConsent
}
type Compare<Name extends string> = {
  what: string
  contenders: readonly Contender<Name>[]
  pairs: readonly (readonly [Name, Name])[]
  bank: BenchBank
  traffic: Traffic
  given: Given
  warmUp: number
  roundsMin: number
  seconds: number
}
