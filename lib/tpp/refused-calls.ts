import type { RefusedCertificate } from './caller'

/**
 * Notes that a call was refused for its certificate, for the third party that the certificate names. Only counted here, so that
 * a flood costs no statement; `write-refused-calls` writes what was counted every second. Notes nothing for somebody nobody
 * knows.
 */
export function noteRefusedCall({ refused, ...last }: NotedCall): void {
  if (!refused) return
  const { organizationIdentifier: tppId, thumbprint, reason } = refused
  const key = `${thumbprint} ${reason}`
  const known = calls.get(key)
  // So many certificates of listed CAs are refused within a second only where everything is: what matters is logged elsewhere.
  if (!known && calls.size >= CALLS_MAX) return
  const requestId = last.requestId ?? known?.requestId ?? null
  calls.set(key, { ...last, tppId, thumbprint, reason, requestId, count: (known?.count ?? 0) + 1 })
}

/** What was counted since the last call. */
export function takeRefusedCalls(): CountedCall[] {
  const taken = [...calls.values()]
  calls.clear()
  return taken
}

const CALLS_MAX = 500

/** On the process itself: Next loads this file twice in one. */
const held = Symbol.for('placet.refused-calls')
const shared = globalThis as { [held]?: Map<string, CountedCall> }
const calls: Map<string, CountedCall> = shared[held] ?? new Map()
shared[held] = calls

type Answered = { method: string; route: string; status: number; code: string; requestId: string | null }
type NotedCall = Answered & { refused: RefusedCertificate | null }
export type CountedCall = Answered & {
  tppId: string
  thumbprint: string
  reason: RefusedCertificate['reason']
  count: number
}
