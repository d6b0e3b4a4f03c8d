import type { SCA_STATUSES } from '@/db/schema/authorisations'

export type ScaStatus = (typeof SCA_STATUSES)[number]

/**
 * From a scaStatus to the only ones that may follow it (Berlin Group v1.3): forward, steps may be left out, never back.
 * A status without successors is final.
 */
const SUCCESSORS: Record<ScaStatus, readonly ScaStatus[]> = {
  received: [
    'psuIdentified',
    'psuAuthenticated',
    'scaMethodSelected',
    'started',
    'unconfirmed',
    'finalised',
    'failed',
  ],
  psuIdentified: ['psuAuthenticated', 'scaMethodSelected', 'started', 'unconfirmed', 'finalised', 'failed'],
  psuAuthenticated: ['scaMethodSelected', 'started', 'unconfirmed', 'finalised', 'failed', 'exempted'],
  scaMethodSelected: ['started', 'unconfirmed', 'finalised', 'failed'],
  started: ['unconfirmed', 'finalised', 'failed'],
  unconfirmed: ['finalised', 'failed'],
  finalised: [],
  failed: [],
  exempted: [],
}

/** Whether nothing may follow any more. */
export const isFinalSca = (status: ScaStatus) => SUCCESSORS[status].length === 0

/** The statuses from which `status` may be reached: the WHERE of the statement that sets it. */
export function scaPredecessorsOf(status: ScaStatus): ScaStatus[] {
  const from = Object.entries(SUCCESSORS) as [ScaStatus, readonly ScaStatus[]][]
  return from.filter(([, next]) => next.includes(status)).map(([before]) => before)
}
