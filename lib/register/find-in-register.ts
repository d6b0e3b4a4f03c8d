import 'server-only'
import { setTimeout } from 'node:timers/promises'
import type { RegisterFinding } from '@/lib/eidas/check-register'
import { env, timeLimit } from '@/lib/env'
import { log } from '@/lib/log'
import { followedRegister } from './register'
import type { RegisteredInstitution } from './register-snapshot'

/**
 * What the register says of an institution now, out of this process's memory. An outage leaves the last snapshot, whose age
 * every verdict tells; before the first, and where staff have overruled a withdrawal, the certificate alone decides and the
 * verdict says so (the EBA holds that it suffices).
 */
export function findInRegister(organizationIdentifier: string): RegisterFinding {
  const followed = followedRegister()
  if (!followed || env.REGISTER === 'off') return { policy: 'off', entry: null, source: null, asOf: null }
  const known = followed.current()
  if (!known) {
    const note = 'No snapshot of the register could be had yet: the certificate alone decides.'
    return { policy: 'warn', entry: null, source: followed.place, asOf: null, note }
  }
  const { institutions, sequence, issuedAt: asOf, source } = known.value
  const entry = institutions.get(organizationIdentifier) ?? null
  const isNoted =
    entry === null ? env.REGISTER_NOT_FOUND === 'warn' : isOverruled(organizationIdentifier, entry)
  return { policy: isNoted ? 'warn' : env.REGISTER, entry, source: `${source}, number ${sequence}`, asOf }
}

/**
 * Asks the register anew where it does not have an institution: one that was authorised today stands on no snapshot of
 * yesterday. Waits no longer than a call does for its sources; an answer that comes later counts for the next call.
 */
export async function confirmAbsence(organizationIdentifier: string, now: Date): Promise<void> {
  const followed = followedRegister()
  const known = followed?.current()?.value
  if (!followed || !known || known.institutions.has(organizationIdentifier)) return
  const asked = followed.hasten(now).catch((error: unknown) => log.error({ err: error }, FAILED))
  await Promise.race([asked, setTimeout(timeLimit(WAIT_MILLIS), undefined, { ref: false })])
}

const WAIT_MILLIS = 1_500
const FAILED = 'The register could not be asked anew'

/** Changes with every snapshot, and when staff overrule one: no verdict outlives it. */
export function registerVersion(): string {
  const followed = followedRegister()
  return followed ? `${followed.version()} ${shared[held]?.version ?? ''}` : ''
}

/** The withdrawals that staff have overruled, each by what was said; whatever the register says next is not overruled. */
export function setOverruled(overruled: ReadonlyMap<string, string>): void {
  const version = [...overruled].flat().join()
  if (shared[held]?.version !== version) shared[held] = { overruled, version }
}

/** Whether staff have let a third party in although the register says just this. */
export function isOverruled(organizationIdentifier: string, entry: RegisteredInstitution): boolean {
  return shared[held]?.overruled.get(organizationIdentifier) === withdrawalOf(entry)
}

/** A withdrawal in a sentence, for people and to know it again; null where there is none. */
export function withdrawalOf({ status, withdrawnAt, reason }: RegisteredInstitution): string | null {
  if (status !== 'withdrawn') return null
  const when = withdrawnAt ? ` on ${DAY.format(new Date(withdrawnAt))}` : ''
  return `The register says that the authorisation was withdrawn${when}${reason ? `: ${reason}` : '.'}`
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
const held = Symbol.for('placet.register.overruled')
const shared = globalThis as { [held]?: { overruled: ReadonlyMap<string, string>; version: string } }
