import type { REMOVAL_CHANNELS, REMOVAL_STATES } from '@/db/schema/removals'

export type RemovalState = (typeof REMOVAL_STATES)[number]
export type RemovalChannel = (typeof REMOVAL_CHANNELS)[number]
export type RemovalAnswer = Extract<RemovalState, 'deleted' | 'partly' | 'refused'>

/**
 * From a state to the only ones that may follow it. A third party may answer what it was asked however it learnt of it, so an
 * answer follows each open state. What could not be delivered goes back to `asked`, as a letter.
 */
const SUCCESSORS: Record<RemovalState, readonly RemovalState[]> = {
  asked: ['passed-on', 'received', 'deleted', 'partly', 'refused'],
  'passed-on': ['asked', 'received', 'deleted', 'partly', 'refused'],
  received: ['deleted', 'partly', 'refused'],
  deleted: [],
  partly: [],
  refused: [],
}

/** The states from which `state` may be reached: the WHERE of the statement that sets it. */
export function predecessorsOf(state: RemovalState): RemovalState[] {
  return STATES.filter((before) => SUCCESSORS[before].includes(state))
}

/** Whether an answer is still to come. */
export const isOpen = (state: RemovalState): boolean => SUCCESSORS[state].length > 0

export const OPEN_STATES: readonly RemovalState[] = ['asked', 'passed-on', 'received']

const STATES = Object.keys(SUCCESSORS) as RemovalState[]

/** Whether the last day of an open request is over. `today` is a day of the bank. */
export function isOverdue({ state, dueOn }: Pick<Due, 'state' | 'dueOn'>, today: string): boolean {
  return isOpen(state) && dueOn !== null && dueOn < today
}

/** How a person and a helpdesk name a request: the end of its id. */
export const removalReference = (removalId: string) =>
  `DEL-${removalId.slice(-8, -4)}-${removalId.slice(-4)}`.toUpperCase()

type Due = { state: RemovalState; dueOn: string | null }
