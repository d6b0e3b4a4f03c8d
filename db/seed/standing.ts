import { type Counterparty, COUNTERPARTIES as WITH } from './merchants'

export const SALARY = 'PMNT-RCDT-SALA'
export const RECEIVED = 'PMNT-RCDT-ESCT'
/** What an order of the customer's own pays, month by month. */
export const STANDING_ORDER = 'PMNT-ICDT-STDO'
export const TRANSFER = 'PMNT-ICDT-ESCT'
export const BETWEEN_OWN = 'PMNT-ICDT-BOOK'
export const DIRECT_DEBIT = 'PMNT-RDDT-ESDD'
export const CARD_ONLINE = 'PMNT-CCRD-POSD'
const INTEREST = 'ACMT-MCOP-INTR'
export const INTEREST_PAID = 'ACMT-MDOP-INTR'

/** What any household pays for, whatever else it does. */
export const BILLS: Standing[] = [
  [2, '-22.00', WITH.phone, 'Mobile subscription 40 12 77', DIRECT_DEBIT],
  [3, '-11.99', WITH.films, 'Filmkassen monthly pass', CARD_ONLINE],
  [5, '-10.49', WITH.music, 'Tonefald subscription', CARD_ONLINE],
  [8, '-48.30', WITH.insurance, 'Home contents, policy 7719-4', DIRECT_DEBIT],
]
export const HOME: Standing[] = [
  [4, '-64.80', WITH.power, 'Power, on account', DIRECT_DEBIT],
  [6, '-34.95', WITH.internet, 'Fibre 500 for the flat', DIRECT_DEBIT],
  [10, '-52.40', WITH.heating, 'District heating, on account', DIRECT_DEBIT],
]

export const HOUSEHOLD: Standing[] = [...BILLS, ...HOME]
export const GYM: Standing = [12, '-32.00', WITH.gym, 'Puls membership', DIRECT_DEBIT]
export const UNION: Standing = [14, '-61.50', WITH.union, 'Union dues', DIRECT_DEBIT]

export const pay = (amount: string, employer: Counterparty, as: string): Standing => [
  28,
  amount,
  employer,
  `Pay, ${as}`,
  SALARY,
]
export const pension = (amount: string): Standing => [28, amount, WITH.pension, 'Pension, Fælles', RECEIVED]
export const rent = (amount: string, home: string): Standing => [
  1,
  amount,
  WITH.landlord,
  `Rent for ${home}`,
  STANDING_ORDER,
]
export const interest = (amount: string): Standing => [
  28,
  amount,
  null,
  'Interest for the quarter',
  INTEREST,
  'quarter',
]

/** On a day of the month up to the 28th; no counterparty: the bank itself. `quarter`: in March, June, and so on. */
export type Standing = [
  day: number,
  amount: string,
  who: Counterparty | null,
  text: string,
  code: string,
  every?: 'quarter',
]
