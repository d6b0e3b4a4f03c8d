import type { Access, AccountNumber, AccountReference, AccountRights } from './consent'
import type { ConsentRecord, FundsTerms, ReadTerms } from './consent-record'
import { CONSENT_RECORD_FORMAT, HISTORY_MONTHS, hashRecord, TEXT_VERSION } from './consent-record'
import type { ConsentRequestView } from './find-consent-request'
import { type Display, shownSentences } from './shown-sentences'

/** The account of a record, with the rights the request asks for on exactly that account. */
export type RecordAccount = ConsentRecord['accounts'][number]

/**
 * The canonical record of a request for these accounts: the one the page is rendered from and the passkey signs. The
 * order of the accounts is that of their numbers, so that the same choice always gives the same record.
 */
export function recordOfRequest(input: RecordOfRequest): ConsentRecord {
  const { request, bank, locale, display = {} } = input
  const accounts = [...input.accounts].sort((a, b) =>
    `${numberText(a)}${a.currency}`.localeCompare(`${numberText(b)}${b.currency}`, 'en'),
  )
  const { kind } = request
  const card = kind === 'fundsConfirmation' ? shownCard(request) : null
  return {
    format: CONSENT_RECORD_FORMAT,
    consentId: request.consentId,
    bank,
    tpp: {
      id: request.tpp.id,
      brand: request.tpp.brand,
      legalName: request.tpp.legalName,
      authority: request.tpp.authority,
      roles: request.tpp.roles,
      checkedAt: request.tpp.checkedAt,
    },
    purpose: request.purpose,
    model: request.model,
    ...(request.kind === 'fundsConfirmation' ? fundsTerms(request) : readTerms(request)),
    accounts,
    locale,
    textVersion: TEXT_VERSION,
    sentences: shownSentences({ ...request, accounts, card, locale, display, historyMonths: HISTORY_MONTHS }),
  }
}

function readTerms(request: ConsentRequestView): ReadTerms {
  const { recurring, frequencyPerDay, validUntil } = request
  return {
    data: { accounts: true, ...request.rights, historyMonths: HISTORY_MONTHS },
    period: { recurring, frequencyPerDay, validUntil },
  }
}

/** Yes or no until somebody stops it, for the card that the third party named, if it named one. */
function fundsTerms(request: ConsentRequestView): FundsTerms {
  return { data: { fundsAnswers: true }, period: { untilStopped: true }, card: shownCard(request) }
}

/** What a page shows and a record keeps of the third party's own card. */
export function shownCard({ card }: Pick<ConsentRequestView, 'card'>): FundsTerms['card'] {
  return {
    number: card?.number ? maskedCard(card.number) : null,
    information: card?.information ?? null,
    registration: card?.registration ?? null,
  }
}

/**
 * A digest of everything the page shows of a request, the accounts apart. The page carries it, and each answer must bring
 * it back unchanged: a name, a purpose or a date that changed after the page was drawn is a new page (THR-05).
 */
export function shownDigest(shown: Omit<RecordOfRequest, 'accounts' | 'display'>): string {
  return hashRecord(Buffer.alloc(0), recordOfRequest({ ...shown, accounts: [] })).toString('base64url')
}

/** The accounts the third party named, each once, with the rights it named them for. No currency stands as `XXX`. */
export function namedAccounts({ access }: Pick<ConsentRequestView, 'access'>): RecordAccount[] {
  return namedReferences(access).map(({ reference, currency, rights }) => ({
    ...shownNumber(reference),
    currency,
    ...rights,
  }))
}

/** The references of a request, each once and as it was sent, with the rights it was named for. */
export function namedReferences(access: Access): NamedReference[] {
  const named = new Map<string, NamedReference>()
  for (const right of ['accounts', 'balances', 'transactions', 'ownerName'] as const)
    for (const reference of access[right]) {
      const { currency = 'XXX' } = reference
      const key = `${numberIn(reference)} ${currency}`
      const rights = named.get(key)?.rights ?? { balances: false, transactions: false, ownerName: false }
      named.set(key, {
        reference,
        currency,
        rights: right === 'accounts' ? rights : { ...rights, [right]: true },
      })
    }
  return [...named.values()]
}

/** What may be shown and recorded of a reference: of a card's number the first six and the last four digits. */
export function shownNumber(reference: AccountReference): AccountNumber {
  if ('iban' in reference) return { iban: reference.iban }
  if ('maskedPan' in reference) return { maskedPan: reference.maskedPan }
  return { maskedPan: maskedCard(reference.pan) }
}

const DIGITS_SHOWN = 10

/** A card's number as anybody may see it, whatever the third party sent: what is in the middle is masked. */
export function maskedCard(number: string): string {
  const plain = number.replace(/[ -]/g, '')
  if (plain.length <= DIGITS_SHOWN) return plain.slice(-4).padStart(plain.length, '*')
  return `${plain.slice(0, 6)}${'*'.repeat(plain.length - DIGITS_SHOWN)}${plain.slice(-4)}`
}

/** The number of an account as text, for an order and for the eye. */
export const numberText = (number: AccountNumber) => ('iban' in number ? number.iban : number.maskedPan)

const numberIn = (reference: AccountReference) => ('pan' in reference ? reference.pan : numberText(reference))

export type NamedReference = { reference: AccountReference; currency: string; rights: AccountRights }

type RecordOfRequest = {
  request: ConsentRequestView
  accounts: RecordAccount[]
  bank: string
  locale: string
  /** What the page said beside the request. */
  display?: Display
}
