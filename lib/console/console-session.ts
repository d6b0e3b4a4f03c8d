import { performance } from 'node:perf_hooks'

/** As a customer's session lives while nobody does anything, six times over: nothing here is a customer's. */
const IDLE_MILLIS = 30 * 60_000
const SESSIONS_MAX = 500
const OWN_MAX = 30

/**
 * What one browser did in the console. All browsers are one third party to the bank, so that this says whose a consent
 * or a payment is: another browser may neither read nor end it, and a way back counts only where it began.
 */
export type ConsoleSession = {
  /** Ids of consents and payments. */
  readonly own: Set<string>
  /** From the `state` of a way back to the authorisation that it was sent off for. */
  readonly journeys: Map<string, Journey>
  /** The newest value of each id, by the name that `fillForm` asks for. */
  readonly known: Map<string, string>
  usedAt: number
}
/** The authorisation for which a customer was sent off. */
export type Journey = { service: Service; id: string; authorisationId: string }
export type Service = 'Consent' | 'FundsConsent' | 'Payment'

/** The session behind the hash of a cookie, for half an hour more; null where there is none or it is over. */
export function findConsoleSession(hash: string): ConsoleSession | null {
  const session = sessions.get(hash)
  if (!session || session.usedAt + IDLE_MILLIS < performance.now()) return null
  session.usedAt = performance.now()
  return session
}

/** A session with nothing in it. The oldest go when there are too many: memory is not a stranger's to fill. */
export function newConsoleSession(hash: string): ConsoleSession {
  const session = {
    own: new Set<string>(),
    journeys: new Map(),
    known: new Map(),
    usedAt: performance.now(),
  }
  sessions.set(hash, session)
  keepNewest(sessions, SESSIONS_MAX)
  return session
}

/** Notes that a consent or a payment is this browser's. */
export function ownResource(session: ConsoleSession, id: string): void {
  session.own.add(id)
  keepNewest(session.own, OWN_MAX)
}

/** Notes for what a customer was sent off with this `state`. */
export function sendOff(session: ConsoleSession, state: string, journey: Journey): void {
  session.journeys.set(state, journey)
  keepNewest(session.journeys, OWN_MAX)
}

function keepNewest(kept: Map<string, unknown> | Set<string>, most: number): void {
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
}

// One per process: Next loads this module for the page and for the handler.
const held = Symbol.for('placet.console-sessions')
const shared = globalThis as { [held]?: Map<string, ConsoleSession> }
const sessions: Map<string, ConsoleSession> = shared[held] ?? new Map()
shared[held] = sessions
