import 'server-only'
import { limitThirdParty } from '@/lib/limits/limit-third-party'
import type { Caller } from '@/lib/tpp/caller'
import type { Xs2aAnswer, Xs2aCall } from './call'
import { uuidOr } from './match-route'

/**
 * The answer to a caller who sends too fast, or null. Before anything else of a call, so that it costs next to nothing.
 * Without a body: the one code that the standard has for 429 tells of a consent's frequency, which this is not.
 */
export function refuseFlood(raw: Xs2aCall, caller: Caller): Xs2aAnswer | null {
  const wait = limitThirdParty(caller, uuidOr(raw.header('x-request-id'), null))
  if (wait === 0) return null
  const headers = { 'Retry-After': String(wait), 'Cache-Control': 'no-store', RateLimit: `"caller";r=0` }
  return { status: 429, headers, body: null }
}
