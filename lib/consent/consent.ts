import type { CONSENT_KINDS, CONSENT_MODELS, CONSENT_STATUSES } from '@/db/schema/consents'

export type ConsentStatus = (typeof CONSENT_STATUSES)[number]
export type ConsentKind = (typeof CONSENT_KINDS)[number]
export type ConsentModel = (typeof CONSENT_MODELS)[number]

/**
 * An account as a third party names it, a card by its number or the masked one. Without a currency it means every
 * currency of that IBAN. A whole card number lies only sealed, and no answer repeats it.
 */
export type AccountReference = InCurrency<AccountNumber | { pan: string }>

/** How the bank itself names an account: on its pages, in its records and to third parties. */
export type AccountNumber = { iban: string } | { maskedPan: string }

/**
 * Berlin Group's `access`: which accounts for which right. Each right implies `accounts`, and each account of
 * `ownerName` stands in one of the other lists, too.
 */
export type Access<Number = AccountNumber | { pan: string }> = Record<
  'accounts' | 'balances' | 'transactions' | 'ownerName',
  InCurrency<Number>[]
>
type InCurrency<Number> = Number & { currency?: string | undefined }

/** A card of the third party's own that pays from the account (PSD2 Art. 65): what it told of it, as it told it. */
export type PayerCard = {
  number: string | null
  expiryDate: string | null
  information: string | null
  registration: string | null
}

/**
 * What a third party asks for. `kind` is account information where it is not said; `card` belongs to confirmation of
 * funds, which names one account, lasts until somebody ends it and has no frequency. Unless the model is `detailed` the accounts are empty and `offered` says which rights are
 * asked; `restrictedTo` then narrows to these ISO 20022 types of account, null to none.
 */
export type ConsentRequest = {
  kind?: ConsentKind
  card?: PayerCard | null
  model: ConsentModel
  access: Access
  offered: AccountRights
  restrictedTo: string[] | null
  recurring: boolean
  frequencyPerDay: number
  validUntil: string
}

/** The part of a request that names accounts or rights; it is what `consents.sealedAccess` holds. */
export type RequestedAccess = Pick<ConsentRequest, 'access' | 'offered' | 'restrictedTo' | 'card'>

/** From a status to the only ones that may follow it (Berlin Group v1.3). A status without successors is final. */
const SUCCESSORS: Record<ConsentStatus, readonly ConsentStatus[]> = {
  received: ['partiallyAuthorised', 'valid', 'rejected', 'terminatedByTpp'],
  partiallyAuthorised: ['valid', 'rejected', 'terminatedByTpp'],
  valid: ['expired', 'revokedByPsu', 'terminatedByTpp'],
  rejected: [],
  expired: [],
  revokedByPsu: [],
  terminatedByTpp: [],
}

/** What may be read of one account beyond its number and name. */
export type AccountRights = { balances: boolean; transactions: boolean; ownerName: boolean }

/** The statuses from which `status` may be reached: the WHERE of the statement that sets it. */
export function predecessorsOf(status: ConsentStatus): ConsentStatus[] {
  const from = Object.entries(SUCCESSORS) as [ConsentStatus, readonly ConsentStatus[]][]
  return from.filter(([, next]) => next.includes(status)).map(([before]) => before)
}

/**
 * The status as it stands now: a valid consent whose time is over, or a one-off one that has given everything, is
 * expired, and one for which nobody who was needed has answered in time is rejected, whether or not a job has said so.
 */
export function statusAt({ status, endsAt, readsLeft, decideBy = null }: Lifetime, now: Date): ConsentStatus {
  const open = status === 'received' || status === 'partiallyAuthorised'
  if (open && decideBy !== null && decideBy <= now) return 'rejected'
  return status === 'valid' && (endsAt <= now || readsLeft === 0) ? 'expired' : status
}

/** How a person and a helpdesk name a permission. */
export const consentReference = (consentId: string) => spokenReference('CNS', consentId)

/** What a person reads out on the phone: eight characters of an id's random part, none easily mistaken for one another. */
export function spokenReference(kind: 'CNS' | 'PMT', id: string): string {
  let rest = BigInt(`0x${id.replaceAll('-', '').slice(-10)}`)
  let text = ''
  for (let place = 0; place < 8; place++) {
    text += ALPHABET[Number(rest % 32n)]
    rest /= 32n
  }
  return `${kind}-${text.slice(0, 4)}-${text.slice(4)}`
}

/** The last ten hexadecimal digits of the id behind a reference, however it was typed; null where it is none. */
export function idEndOfReference(typed: string): string | null {
  const text = typed.toUpperCase().replace(/^CNS/, '').replace(/[\s-]/g, '')
  if (text.length !== 8 || [...text].some((letter) => !ALPHABET.includes(letter))) return null
  const value = [...text].reduceRight((sum, letter) => sum * 32n + BigInt(ALPHABET.indexOf(letter)), 0n)
  return value.toString(16).padStart(10, '0')
}

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

type Lifetime = {
  status: ConsentStatus
  endsAt: Date
  readsLeft: number | null
  decideBy?: Date | null
}
