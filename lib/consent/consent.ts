import type { CONSENT_MODELS, CONSENT_STATUSES } from '@/db/schema/consents'

export type ConsentStatus = (typeof CONSENT_STATUSES)[number]
export type ConsentModel = (typeof CONSENT_MODELS)[number]

/** An account as a third party names it. Without a currency it means every currency of that IBAN. */
export type AccountReference = { iban: string; currency?: string | undefined }

/** Berlin Group's `access`: which accounts for which right. `balances` and `transactions` imply `accounts`. */
export type Access = {
  accounts: AccountReference[]
  balances: AccountReference[]
  transactions: AccountReference[]
}

/** What a third party asks for. `bankOffered`: the accounts are empty and `offered` says which rights are asked. */
export type ConsentRequest = {
  model: ConsentModel
  access: Access
  offered: { balances: boolean; transactions: boolean }
  recurring: boolean
  frequencyPerDay: number
  validUntil: string
}

/** The part of a request that names accounts or rights; it is what `consents.sealedAccess` holds. */
export type RequestedAccess = Pick<ConsentRequest, 'access' | 'offered'>

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

/** The statuses from which `status` may be reached: the WHERE of the statement that sets it. */
export function predecessorsOf(status: ConsentStatus): ConsentStatus[] {
  const from = Object.entries(SUCCESSORS) as [ConsentStatus, readonly ConsentStatus[]][]
  return from.filter(([, next]) => next.includes(status)).map(([before]) => before)
}

/** The status as it stands now: a valid consent whose time is over is expired, whether or not a job has said so. */
export function statusAt(consent: { status: ConsentStatus; endsAt: Date }, now: Date): ConsentStatus {
  return consent.status === 'valid' && consent.endsAt <= now ? 'expired' : consent.status
}

/** How a person and a helpdesk name a permission: eight characters of its random part, none easily mistaken for one another. */
export function consentReference(consentId: string): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  let rest = BigInt(`0x${consentId.replaceAll('-', '').slice(-10)}`)
  let text = ''
  for (let place = 0; place < 8; place++) {
    text += alphabet[Number(rest % 32n)]
    rest /= 32n
  }
  return `CNS-${text.slice(0, 4)}-${text.slice(4)}`
}
