import type { Permission } from '@/lib/consent/find-permissions'
import { isCurrent } from '@/lib/consent/permission-state'
import type { WhyRefused } from './access-view'

/**
 * Why a look was refused, as far as its code and the permission of today tell; null where they leave it open, since a
 * reason that may be untrue is worse than none. `stoppedBy`: whose word had ended the permission;
 * `pausedBy`: whose pause it is.
 */
export function whyRefused({ code, at, permission, stoppedBy, pausedBy }: Refused): WhyRefused | null {
  const { state, hold, lastActionAt, recurring } = permission
  const over = !isCurrent(state) && at >= lastActionAt
  switch (code) {
    case 'ACCESS_EXCEEDED':
      return 'limit'
    case 'CERTIFICATE_BLOCKED':
      return 'paused'
    case 'CONSENT_INVALID':
      if (over) return state === 'stopped-by-holder' && stoppedBy === 'you' ? 'stopped' : 'over'
      return hold && at >= hold.placedAt ? PAUSED[typeof pausedBy === 'string' ? pausedBy : 'other'] : null
    case 'CONSENT_EXPIRED':
      if (over || state === 'expired') return 'over'
      return recurring ? 'confirm' : 'once'
    case 'TOKEN_UNKNOWN':
    case 'TOKEN_INVALID':
    case 'TOKEN_EXPIRED':
      return 'key'
    default:
      return null
  }
}

const PAUSED = { bank: 'paused', you: 'pausedYou', other: 'pausedOther' } as const

type Refused = {
  /** The one of the interface, as the third party was told it. */
  code: string | null
  at: Date
  permission: Pick<Permission, 'state' | 'hold' | 'lastActionAt' | 'recurring'>
  stoppedBy: 'you' | { name: string } | null
  pausedBy: 'bank' | 'you' | { name: string }
}
