import type { TPP_ACTIONS, TPP_DECISION_STATES, TPP_GROUNDS, tppDecisions } from '@/db/schema/tpp-decisions'
import type { TPP_STATUSES } from '@/db/schema/tpps'

export type TppAction = (typeof TPP_ACTIONS)[number]
export type TppGround = (typeof TPP_GROUNDS)[number]
export type TppDecisionState = (typeof TPP_DECISION_STATES)[number]
export type TppDecision = typeof tppDecisions.$inferSelect

/** Each ground with its clause: PSD2 Art. 68(5) knows three, the others are that nobody is there to give access to. */
export const GROUND_CLAUSES: Record<TppGround, string> = {
  'unauthorised-access': 'PSD2 Art. 68(5): unauthorised access to a payment account',
  'fraudulent-access': 'PSD2 Art. 68(5): fraudulent access to a payment account',
  'fraudulent-payment': 'PSD2 Art. 68(5): unauthorised or fraudulent initiation of a payment transaction',
  'licence-withdrawn': 'PSD2 Art. 11, 13, 15: not authorised or registered any more',
  'certificate-compromised': 'RTS (EU) 2018/389 Art. 34: its certificate no longer identifies it',
}

/** Which decision fits a third party as it stands; `ending` is one whose end is announced. */
export function fits(action: TppAction, { status, ending }: TppStanding): boolean {
  switch (action) {
    case 'pause':
      return status === 'active'
    case 'resume':
      return status !== 'active' || ending
    case 'end':
      return status !== 'ended' && !ending
  }
}

export type TppStanding = { status: (typeof TPP_STATUSES)[number]; ending: boolean }
