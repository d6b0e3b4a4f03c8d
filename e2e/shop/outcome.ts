import { fullDay } from '../outside/pages/dates'
import type { Order, Payment } from './orders'

/** What a payment's status means to the customer. Only what the bank says counts, never by which address they came back. */
export function outcomeOf({ payment, payOn }: Order, { bankName, good }: Words): Outcome {
  const outcome = payment === null ? NOT_ASKED : templateOf(payment)
  if (outcome.kind === 'accepted' && payOn !== null)
    return {
      kind: 'later',
      title: `Ordered. To be paid on ${fullDay(payOn)}`,
      sentences: [
        `${bankName} will pay on that day, and we send ${good} then.`,
        `Until the day before you can take the payment back at ${bankName}.`,
      ],
    }
  return { ...outcome, sentences: outcome.sentences.map((say) => say({ bankName, good })) }
}

/** A bank that rejects says why, in a code or a sentence; of what the customer did themselves it says nothing. */
function templateOf({ status, reason, message }: Payment): Template {
  if (status === 'RJCT' && reason === null && message === null) return DECLINED
  return OUTCOMES[status] ?? UNDER_WAY
}

/** The bank's code for why, as a customer would say it; another code as it is. */
export const whyNot = (code: string): string => REASONS[code] ?? code
const REASONS: Record<string, string> = { FUNDS_NOT_AVAILABLE: 'Too little money in the account' }

/** Whether nothing can happen to this payment any more, so that the bank need not be asked again. */
export function isOver({ payment }: Order): boolean {
  return payment === null || ['ACSC', 'ACCC', 'RJCT', 'CANC'].includes(payment.status)
}

type Words = { bankName: string; good: string }
type Template = Omit<Outcome, 'sentences'> & { sentences: ((words: Words) => string)[] }

const NO_MONEY = () => 'No money has left your account.'
const NOT_ASKED: Template = {
  kind: 'failed',
  title: 'Not paid',
  sentences: [({ bankName }) => `${bankName} did not take our request.`, NO_MONEY],
}
const UNDER_WAY: Template = {
  kind: 'accepted',
  title: 'Your bank is paying',
  sentences: [
    () => 'You have approved the payment. It can take a moment; load this page again to see it arrive.',
  ],
}
const PAID: Template = {
  kind: 'paid',
  title: 'Paid. Thank you',
  sentences: [({ good }) => `We pack ${good} today.`],
}

const DECLINED: Template = {
  kind: 'failed',
  title: 'Not paid',
  sentences: [({ bankName }) => `You did not pay at ${bankName}.`, NO_MONEY],
}

/** ISO 20022 transaction statuses that say more than "under way". */
const OUTCOMES: Record<string, Template> = {
  RCVD: {
    kind: 'waiting',
    title: 'Waiting for your bank',
    sentences: [({ bankName }) => `${bankName} has not told us yet that you approved the payment.`, NO_MONEY],
  },
  ACSC: PAID,
  ACCC: PAID,
  RJCT: {
    kind: 'failed',
    title: 'Not paid',
    sentences: [({ bankName }) => `${bankName} did not make this payment.`, NO_MONEY],
  },
  CANC: {
    kind: 'failed',
    title: 'Cancelled',
    sentences: [() => 'The payment was taken back before it was made.', NO_MONEY],
  },
}

export type Outcome = {
  kind: 'paid' | 'later' | 'accepted' | 'waiting' | 'failed'
  title: string
  sentences: string[]
}
