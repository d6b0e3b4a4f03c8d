import type { Permission } from './find-permissions'
import { isCurrent } from './permission-state'

/**
 * What a customer may change of one of their permissions, as far as the pages offer it: the statements judge again. Only
 * what is live can be changed, only account information goes on in part or ends earlier, and what is given once only
 * stops. Where the bank has paused it there is nothing to pause; a pause is lifted by whoever made it.
 */
export function changesOf(permission: Changeable, psuId: string): Changes {
  const { state, kind, pausedBy } = permission
  const live = isChangeable(permission)
  const own = state === 'paused' && pausedBy === psuId
  return {
    narrow: live && kind === 'accountInformation',
    pause: live && !own && (state !== 'paused' || pausedBy !== null),
    resume: live && own,
  }
}

/** Whether there is anything to change of it. */
export const isChangeable = ({ state, allowedAt, recurring }: Omit<Changeable, 'kind' | 'pausedBy'>) =>
  isCurrent(state) && state !== 'waiting' && allowedAt !== null && recurring

type Changeable = Pick<Permission, 'state' | 'allowedAt' | 'recurring' | 'kind' | 'pausedBy'>

/** `narrow`: take an account back, or set an earlier end. */
export type Changes = { narrow: boolean; pause: boolean; resume: boolean }
