import type { Call } from './history'

/**
 * INV-01, INV-03: no read succeeds that began after somebody had heard that it is over, nor before anybody had allowed it.
 * `replacedBy` names for a consent the one whose approval ended it: from the answer to that on it is over, too.
 */
export function checkReads(calls: readonly Call[], replacedBy: ReadonlyMap<string, string>, say: Say): void {
  const heardAllowed = new Map<string, number>()
  for (const { op, consentId, status, end } of calls)
    if (op === 'allow' && consentId !== null && isGood(status) && !heardAllowed.has(consentId))
      heardAllowed.set(consentId, end)
  for (const [consentId, own] of byConsent(calls)) {
    const over = own.filter(
      ({ op, status, code }) =>
        ((op === 'stop' || op === 'delete') && isGood(status)) ||
        (op === 'read' && (code === 'CONSENT_INVALID' || code === 'CONSENT_EXPIRED')),
    )
    const replacedAt = heardAllowed.get(replacedBy.get(consentId) ?? '') ?? Number.POSITIVE_INFINITY
    const overAt = Math.min(replacedAt, ...over.map(({ end }) => end))
    const allowedAt = Math.min(...own.filter(({ op }) => op === 'allow').map(({ start }) => start))
    for (const { op, start, end, status } of own) {
      if (op !== 'read' || !isGood(status)) continue
      if (start > overAt)
        say('INV-03', `${consentId} was read ${(start - overAt).toFixed(1)} ms after it was over`)
      if (end < allowedAt) say('INV-01', `${consentId} was read before it was allowed`)
    }
  }
}

/** INV-04: one success for each code, each refresh token and each signature's challenge. */
export function checkOnce(calls: readonly Call[], say: Say): void {
  const successes = new Map<string, number>()
  for (const { op, key, consentId, status } of calls) {
    if (!isGood(status)) continue
    const what =
      op === 'token' || op === 'refresh' ? `${op} ${key}` : op === 'allow' ? `approval of ${consentId}` : null
    if (what !== null) successes.set(what, (successes.get(what) ?? 0) + 1)
  }
  for (const [what, count] of successes) if (count > 1) say('INV-04', `${count} successes of one ${what}`)
}

function byConsent(calls: readonly Call[]): Map<string, Call[]> {
  const found = new Map<string, Call[]>()
  for (const call of calls) {
    if (call.consentId === null) continue
    const own = found.get(call.consentId)
    if (own) own.push(call)
    else found.set(call.consentId, [call])
  }
  return found
}

export const isGood = (status: number | null) => status !== null && status >= 200 && status < 300

export type Say = (invariant: string, text: string) => void
