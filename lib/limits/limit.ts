import { env } from '@/lib/env'
import { type Pace, TokenBuckets } from './token-bucket'

const KEYS_MAX = 20_000
const pace = (perSecond: number, burstSeconds: number): Pace => ({
  perSecond,
  burst: Math.max(1, perSecond * burstSeconds),
  keysMax: KEYS_MAX,
})
const people = env.LIMIT_PEOPLE_PER_MINUTE / 60

/** How fast each kind of caller may go on this instance; a burst is what may come at once after a pause. */
const PACES = {
  /** Everything one third party sends, by its organizationIdentifier. */
  'third-party': pace(env.LIMIT_TPP_PER_SECOND, 2),
  /** Everything one network sends to the doors for third parties without a good certificate. */
  stranger: pace(env.LIMIT_STRANGER_PER_SECOND, 5),
  /** New connections of one network: a handshake costs as much as forty answers. */
  connection: pace(env.LIMIT_STRANGER_PER_SECOND * 2, 5),
  /** Pages of one network; many customers may share it. */
  page: pace(people * 5, 60),
  /** Forms and passkey ceremonies of one network, and those of one session. */
  form: pace(people, 60),
  session: pace(people / 2, 60),
  /** Tries of an activation code, of one network. */
  activation: pace(people / 6, 60),
  /** Reports of barriers of one network: each is something that staff read. */
  barrier: pace(people / 12, 60),
  /** Certificates that one network has judged: each may cost a question to a source of revocation. */
  certificate: pace(people / 2, 60),
  /** Signed files that one network has checked: each costs a signature to verify. */
  receipt: pace(people / 2, 60),
}

/** Takes one of what `key` may still do: 0 is "go on", else after how many seconds it may again. */
export function takeOne(rule: LimitRule, key: string): number {
  return buckets[rule].take(key, performance.now())
}

/** What `key` may still do at once. */
export function leftOf(rule: LimitRule, key: string): number {
  return buckets[rule].left(key)
}

// One set per process: Next loads this module for the routes, for the proxy, and for `instrumentation.ts`.
const held = Symbol.for('placet.limits')
const shared = globalThis as { [held]?: Record<LimitRule, TokenBuckets> }
const buckets =
  shared[held] ??
  (Object.fromEntries(Object.entries(PACES).map(([rule, of]) => [rule, new TokenBuckets(of)])) as Record<
    LimitRule,
    TokenBuckets
  >)
shared[held] = buckets

export type LimitRule = keyof typeof PACES
