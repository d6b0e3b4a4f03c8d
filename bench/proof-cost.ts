import { verifyDpopProof } from '@/lib/oauth/dpop-proof'
import { isSigned } from './limits/proof'
import { ownKey } from './proofs'

const PROOFS = 2_000
const LOOPS = 7

/** CPU of one proof in this process, microseconds: its signature alone, and all that the bank checks of it. */
export function proofCost(): { signature: number; proof: number } {
  const token = 'A'.repeat(64)
  const path = '/xs2a/v1/accounts'
  const proofs = Array.from({ length: PROOFS }, () => ownKey.prove(token, path))
  const address = addressOf(proofs[0] ?? '')
  const now = new Date()
  const checks = {
    signature: (proof: string) => isSigned(proof),
    proof: (proof: string) => verifyDpopProof({ proof, method: 'GET', address, token, now }),
  }
  const costs = { signature: [] as number[], proof: [] as number[] }
  // The first loop of each is warming.
  for (let loop = 0; loop <= LOOPS; loop++)
    for (const name of ['signature', 'proof'] as const) {
      const before = process.cpuUsage()
      for (const proof of proofs) checks[name](proof)
      const { user, system } = process.cpuUsage(before)
      if (loop > 0) costs[name].push((user + system) / PROOFS)
    }
  return { signature: middleOf(costs.signature), proof: middleOf(costs.proof) }
}

/** Which address the proofs name: what makes them takes it from the configuration. */
const addressOf = (proof: string): string =>
  JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()).htu

const middleOf = (costs: number[]) => costs.sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN
