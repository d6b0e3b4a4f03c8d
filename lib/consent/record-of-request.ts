import type { ConsentRecord } from './consent-record'
import { HISTORY_MONTHS, hashRecord, TEXT_VERSION } from './consent-record'
import type { ConsentRequestView } from './find-consent-request'

/** The account of a record, with the rights the request asks for on exactly that account. */
export type RecordAccount = ConsentRecord['accounts'][number]

/**
 * The canonical record of a request for these accounts: the one the page is rendered from and the passkey signs. The
 * order of the accounts is that of their IBANs, so that the same choice always gives the same record.
 */
export function recordOfRequest({ request, accounts, bank, locale }: RecordOfRequest): ConsentRecord {
  return {
    format: 'placet/consent-record/1',
    consentId: request.consentId,
    bank,
    tpp: {
      id: request.tpp.id,
      brand: request.tpp.brand,
      legalName: request.tpp.legalName,
      authority: request.tpp.authority,
    },
    purpose: request.purpose,
    data: { accounts: true, ...request.rights, historyMonths: HISTORY_MONTHS },
    period: {
      recurring: request.recurring,
      frequencyPerDay: request.frequencyPerDay,
      validUntil: request.validUntil,
    },
    accounts: [...accounts].sort((a, b) =>
      `${a.iban}${a.currency}`.localeCompare(`${b.iban}${b.currency}`, 'en'),
    ),
    locale,
    textVersion: TEXT_VERSION,
  }
}

/**
 * A digest of everything the page shows of a request, the accounts apart. The page carries it, and each answer must bring
 * it back unchanged: a name, a purpose or a date that changed after the page was drawn is a new page (THR-05).
 */
export function shownDigest(shown: Omit<RecordOfRequest, 'accounts'>): string {
  return hashRecord(Buffer.alloc(0), recordOfRequest({ ...shown, accounts: [] })).toString('base64url')
}

/** The accounts the third party named, each once, with the rights it named them for. No currency stands as `XXX`. */
export function namedAccounts(request: ConsentRequestView): RecordAccount[] {
  const named = new Map<string, RecordAccount>()
  for (const right of ['accounts', 'balances', 'transactions'] as const)
    for (const { iban, currency = 'XXX' } of request.access[right]) {
      const key = `${iban} ${currency}`
      const account = named.get(key) ?? { iban, currency, balances: false, transactions: false }
      named.set(key, { ...account, ...(right === 'accounts' ? {} : { [right]: true }) })
    }
  return [...named.values()]
}

type RecordOfRequest = {
  request: ConsentRequestView
  accounts: RecordAccount[]
  bank: string
  locale: string
}
