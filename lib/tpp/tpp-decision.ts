import type { TPP_ACTIONS as ACTIONS, TPP_GROUNDS as GROUNDS, tppDecisions } from '@/db/schema/tpp-decisions'
import type { TPP_STATUSES } from '@/db/schema/tpps'

export type TppAction = (typeof ACTIONS)[number]
export type TppGround = (typeof GROUNDS)[number]
export type TppDecision = typeof tppDecisions.$inferSelect

/** Every decision there is, for forms and addresses. */
export const TPP_ACTIONS = ['pause', 'resume', 'end'] as const satisfies readonly TppAction[]

/** Each ground with its clause: PSD2 Art. 68(5) knows three, the others are that nobody is there to give access to. */
export const GROUND_CLAUSES: Record<TppGround, string> = {
  'unauthorised-access': 'PSD2 Art. 68(5): unauthorised access to a payment account',
  'fraudulent-access': 'PSD2 Art. 68(5): fraudulent access to a payment account',
  'fraudulent-payment': 'PSD2 Art. 68(5): unauthorised or fraudulent initiation of a payment transaction',
  'licence-withdrawn': 'PSD2 Art. 11, 13, 15: not authorised or registered any more',
  'certificate-compromised': 'RTS (EU) 2018/389 Art. 34: its certificate no longer identifies it',
}

/** Every ground there is, for forms. */
export const TPP_GROUNDS = Object.keys(GROUND_CLAUSES) as TppGround[]

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
