import type { BenchBank } from './bank'
import { besideProof, overTls, withProof } from './calls'
import { type Contender, compare, type Given } from './compare'
import { goalOf, judge } from './goals'
import { proofCost } from './proof-cost'
import type { ReadsPlan } from './reads'
import { medianShot, type Round, ratioOf } from './rounds'
import type { Server } from './server'
import type { Result } from './table'
import type { Traffic } from './traffic'

/**
 * P3: the balances read with a token that is bound to a key and a fresh proof for each call. The limit is P1's with
 * one raw ES256 verification and no other check of the proof, so a little less than the read needs. Beside it stand
 * the same program with every check of a proof (`whole`), and ours with a token that needs none (`unbound`).
 */
export async function measureProvenReads(asked: MeasureProvenReads): Promise<Result> {
  const { plan, servers, ...rest } = asked
  const of = (name: Name, server: Server, calls: Contender<Name>['calls']): Contender<Name> => ({
    name,
    server,
    calls,
    secured: true,
    reads: plan.reads,
  })
  const rounds = await compare<Name>({
    ...rest,
    what: 'balances with a proof',
    contenders: [
      of('ours', servers.ours, withProof),
      of('limit', servers.limit, besideProof),
      of('whole', servers.limit, withProof),
      of('unbound', servers.ours, overTls('balances')),
    ],
    pairs: [['ours', 'limit']],
    warmUp: plan.warmUp,
    roundsMin: plan.roundsMin,
    seconds: plan.seconds,
  })
  return toResult(rounds)
}

function toResult(rounds: readonly Round<Name>[]): Result {
  const ratio = ratioOf(rounds, 'ours', 'limit')
  const [ours, limit, whole, unbound] = (['ours', 'limit', 'whole', 'unbound'] as const).map((name) =>
    medianShot(rounds, name),
  )
  const toWhole = ratioOf(rounds, 'ours', 'whole')
  const told = (shot: typeof ours) =>
    shot ? `${Math.round(shot.total)} µs (${Math.round(shot.app)}+${Math.round(shot.database)})` : '–'
  const { signature, proof } = proofCost()
  return {
    ours: ours ?? null,
    limit: limit ?? null,
    control: null,
    toLimit: ratio,
    toControl: null,
    verdict: judge(goalOf('P3'), ratio),
    notes: [
      `the limit with every check of a proof, its jti's row included, costs ${told(whole)}; ours is ` +
        `${toWhole.median.toFixed(2)} (${toWhole.min.toFixed(2)}–${toWhole.max.toFixed(2)}) times that`,
      `ours with a token bound to the certificate instead costs ${told(unbound)}; with the proof it is ` +
        `${ratioOf(rounds, 'ours', 'unbound').median.toFixed(2)} times that`,
      `in one process: the raw ES256 verification ${signature.toFixed(0)} µs, all our checks of a proof ` +
        `${proof.toFixed(0)} µs`,
    ],
  }
}

type Name = 'ours' | 'limit' | 'whole' | 'unbound'
type MeasureProvenReads = {
  bank: BenchBank
  plan: ReadsPlan
  traffic: Traffic
  servers: { ours: Server; limit: Server }
  given: Given
}
