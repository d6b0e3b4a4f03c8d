import 'server-only'
import { sql } from 'drizzle-orm'
import { keysDatabase } from '@/db/connection'
import { now } from '@/lib/clock'
import { isFresh } from '@/lib/eidas/revocation-list'
import { timeLimit } from '@/lib/env'
import { log } from '@/lib/log'
import { loadSigningKeys } from '@/lib/signing/signing-keys'
import { unreadLists } from '@/lib/tpp/followed-lists'
import { trustedServices } from '@/lib/tpp/trust-sources'
import { requireUnwrapping } from '@/lib/vault/vault'

/** Often enough for any balancer, seldom enough that one that asks constantly costs nothing. */
const KEPT_MILLIS = 500
const WITHIN_MILLIS = 2_000

/**
 * Whether this instance should get requests now, and which check says no. Never throws, and takes two seconds at most. `people` leaves
 * out what only third parties need: where a list of revoked certificates is stale they are refused, and that must not keep customers from stopping.
 */
export async function readiness(of: 'all' | 'people' = 'all'): Promise<Readiness> {
  if (!kept || kept.until <= performance.now())
    kept = { until: performance.now() + KEPT_MILLIS, results: runChecks() }
  const results = (await kept.results).filter(
    ({ check }) => of === 'all' || !FOR_THIRD_PARTIES.includes(check),
  )
  return {
    ready: state.phase === 'open' && results.every(({ fault }) => fault === null),
    phase: state.phase,
    checks: Object.fromEntries(results.map(({ check, fault }) => [check, fault ?? 'ok'])),
  }
}

/** Until this is called with `open` nothing is ready, and from `ending` on nothing ever is again. */
export function enterPhase(phase: Phase): void {
  if (state.phase !== 'ending') state.phase = phase
}

const state: { phase: Phase } = { phase: 'opening' }
let kept: { until: number; results: Promise<Result[]> } | undefined

/** Each throws, with a sentence for operators, where it says no. */
const CHECKS = {
  database: async () => void (await now()),
  'keys-database': async () => void (await keysDatabase().execute(sql`select 1`)),
  // Unwraps a key with it: a file that was exchanged, or another bank's, opens nothing.
  'key-encryption-key': requireUnwrapping,
  'signing-keys': async () => void (await loadSigningKeys()),
  revocation: async () => requireFreshLists(new Date()),
} as const satisfies Record<string, () => Promise<void>>

const FOR_THIRD_PARTIES: readonly Check[] = ['revocation']

/**
 * That the bank could judge certificates now: every list that is followed was read and holds, and every list of revoked ones that lies
 * beside an issuer. Who is asked by OCSP is asked for one certificate at a time: that is in the log and in the refusals.
 */
function requireFreshLists(at: Date): void {
  const services = trustedServices().list()
  if (services.length === 0) throw new Error('no issuer of certificates is trusted')
  const unread = unreadLists()
  if (unread.length > 0) throw new Error(`${unread.length} trusted list(s) could not be read`)
  const stale = services.filter(
    ({ validUntil, revocations }) =>
      (validUntil !== null && validUntil <= at) || (revocations !== null && !isFresh(revocations, at)),
  )
  if (stale.length > 0) throw new Error(`the lists of ${stale.length} issuer(s) are out of date`)
}

async function runChecks(): Promise<Result[]> {
  return Promise.all(
    Object.entries(CHECKS).map(async ([check, run]) => ({
      check: check as Check,
      fault: await faultOf(check, run),
    })),
  )
}

async function faultOf(check: string, run: () => Promise<void>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), timeLimit(WITHIN_MILLIS))
  })
  const result = run().then(
    () => null,
    (thrown: unknown) => {
      log.warn({ err: thrown, check }, 'A check of readiness says no')
      return 'failed'
    },
  )
  return Promise.race([result, late]).finally(() => clearTimeout(timer))
}

export type Phase = 'opening' | 'open' | 'ending'
export type Check = keyof typeof CHECKS
export type Readiness = { ready: boolean; phase: Phase; checks: Record<string, string> }
type Result = { check: Check; fault: string | null }
