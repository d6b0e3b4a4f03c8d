import type { Money } from './account'

/**
 * What the bank knows of a payee's name (verification of payee, Regulation (EU) 2024/886 Art. 5c): it is the holder's, nearly
 * the holder's (`name` is then the holder's, for the payer to compare), somebody else's, or nobody can say.
 */
export type PayeeCheck =
  | { result: 'match' | 'no-match' | 'unavailable'; name: null }
  | { result: 'close-match'; name: string }

/** One credit transfer that a customer has approved. `id` is the payment's own: the same id is carried out once at most. */
export type CreditTransfer = {
  id: string
  accountId: string
  /** Positive. */
  money: Money
  creditor: { name: string; iban: string }
  endToEndId: string | null
  remittance: string | null
  instant: boolean
}

/** `settled`, or why it could not be carried out; nothing has been moved then. */
export type TransferOutcome = 'settled' | 'funds' | 'account' | 'payee'
