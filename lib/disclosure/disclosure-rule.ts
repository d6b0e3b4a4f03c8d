import type { AccountRight } from '@/lib/consent/use-consent'

/**
 * What may leave, as one table: for each class of data, which right of a consent lets it out to a third party (null: no consent
 * of PSD2 does), whether a file may carry it unprotected to a recipient, and which of the customer's standing preferences keep it
 * in. What is in no row leaves by no way.
 */
export const DATA_CLASSES = {
  accountNumber: {
    right: 'account',
    inFiles: true,
    keptBy: ['never-this-account', 'never-this-third-party'],
  },
  ownerName: { right: 'ownerName', inFiles: true, keptBy: ['never-this-account', 'never-this-third-party'] },
  balances: { right: 'balances', inFiles: false, keptBy: ['never-this-account', 'never-this-third-party'] },
  transactions: {
    right: 'transactions',
    inFiles: false,
    keptBy: ['never-this-account', 'never-this-third-party'],
  },
  // A yes or a no about an account is something of it. It has a consent of its own (PSD2 Art. 65), and no right of reads gives it.
  fundsAnswer: { right: null, inFiles: false, keptBy: ['never-this-account', 'never-this-third-party'] },
  // Who a customer is, told to one who asks for nothing else.
  identity: { right: null, inFiles: false, keptBy: ['never-this-third-party'] },
  contact: { right: null, inFiles: true, keptBy: ['never-this-third-party'] },
  // National numbers are for those whom a law names, and no preference lets them out (GDPR Art. 87).
  nationalNumber: { right: null, inFiles: false, keptBy: ['never-this-third-party'] },
} as const satisfies Record<string, DataClass>

/**
 * Whether a class of an account's data leaves by XS2A under this right. What a standing preference keeps in has no right at all:
 * the statement that uses the consent leaves it out (see `keptIn`).
 */
export function mayLeave(dataClass: DataClassName, right: AccountRight): boolean {
  const needed = DATA_CLASSES[dataClass].right
  return needed === 'account' || (needed !== null && right[needed])
}

/**
 * Whether the protected fields of one customer's row leave a file job unprotected. Without a recorded no, only an opt-out job
 * lets them out; who is no customer of the bank is never disclosed.
 */
export const leavesUnprotected = (basis: 'opt-in' | 'opt-out', standing: Standing): boolean =>
  STANDINGS[standing][basis]

const STANDINGS = {
  allowed: { 'opt-in': true, 'opt-out': true },
  silent: { 'opt-in': false, 'opt-out': true },
  refused: { 'opt-in': false, 'opt-out': false },
  // A standing "never with this third party" outweighs any yes.
  never: { 'opt-in': false, 'opt-out': false },
  unknown: { 'opt-in': false, 'opt-out': false },
} as const

/** What is known of a customer's will when a row of theirs comes by. */
export type Standing = keyof typeof STANDINGS
export type DataClassName = keyof typeof DATA_CLASSES
type DataClass = {
  right: 'account' | 'ownerName' | 'balances' | 'transactions' | null
  inFiles: boolean
  keptBy: readonly StandingNo[]
}
/** What a customer says once and for all about an account or a third party. */
export type StandingNo = 'never-this-account' | 'never-this-third-party'
