import type { AccountStatement } from '@/lib/accounts/get-statement'
import type { Booking, Money } from '@/lib/core-banking/account'
import { env } from '@/lib/env'
import { toEntryReference } from './entry-reference'
import { element, type Markup, text, xmlDocument } from './xml'

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'
/** What one element of remittance information holds; longer texts stand in several. */
const REMITTANCE_LENGTH = 140

/**
 * A statement of booked entries as ISO 20022 camt.053.001.08, with opening and closing booked balance. The order of the
 * elements is the schema's. The owner's name only where the consent gives it.
 */
export function toCamt053({ account, statement, from, to, id, createdAt }: ToCamt053): string {
  const reference = toEntryReference(id)
  const created = element('CreDtTm', text(createdAt.toISOString(), 30))
  return xmlDocument(
    element(
      'Document',
      element('BkToCstmrStmt', [
        element('GrpHdr', [
          element('MsgId', text(reference, 35)),
          created,
          element('MsgPgntn', [element('PgNb', text('1', 5)), element('LastPgInd', text('true', 5))]),
        ]),
        element('Stmt', [
          element('Id', text(reference, 35)),
          created,
          element('FrToDt', [
            element('FrDtTm', text(`${from}T00:00:00`, 30)),
            element('ToDtTm', text(`${to}T23:59:59`, 30)),
          ]),
          toAccount(account),
          toBalance('OPBD', statement.opening, from),
          toBalance('CLBD', statement.closing, to),
          ...statement.bookings.map(toEntry),
        ]),
      ]),
      { xmlns: NAMESPACE },
    ),
  )
}

const toAccount = ({ iban, currency, name, ownerName }: AccountStatement['account']) =>
  element('Acct', [
    element('Id', element('IBAN', text(iban, 34))),
    element('Ccy', text(currency, 3)),
    element('Nm', text(name, 70)),
    element('Ownr', element('Nm', text(ownerName, 140))),
    element('Svcr', element('FinInstnId', element('BICFI', text(env.BANK_BIC, 11)))),
  ])

const toBalance = (code: 'OPBD' | 'CLBD', money: Money, day: string) =>
  element('Bal', [
    element('Tp', element('CdOrPrtry', element('Cd', text(code, 4)))),
    ...toAmount(money),
    element('Dt', element('Dt', text(day, 10))),
  ])

function toEntry({ id, bookedOn, valueOn, money, bankTransactionCode, detail }: Booking): Markup {
  const reference = toEntryReference(id)
  return element('Ntry', [
    element('NtryRef', text(reference, 35)),
    ...toAmount(money),
    element('Sts', element('Cd', text('BOOK', 4))),
    element('BookgDt', element('Dt', text(bookedOn, 10))),
    element('ValDt', element('Dt', text(valueOn, 10))),
    element('AcctSvcrRef', text(reference, 35)),
    element('BkTxCd', toCode(bankTransactionCode)),
    element('NtryDtls', element('TxDtls', toDetails(detail, reference))),
  ])
}

/** `References` always has content, so that an entry's details are never an empty element. */
const toDetails = (detail: Booking['detail'], reference: string) => [
  element('Refs', [
    element('AcctSvcrRef', text(reference, 35)),
    element('EndToEndId', text(detail.endToEndId, 35)),
  ]),
  element('RltdPties', [
    element('Dbtr', toParty(detail.debtorName)),
    element('DbtrAcct', toOther(detail.debtorIban)),
    element('Cdtr', toParty(detail.creditorName)),
    element('CdtrAcct', toOther(detail.creditorIban)),
  ]),
  element('RmtInf', toRemittance(detail.remittance)),
]

const toParty = (name: string | undefined) => element('Pty', element('Nm', text(name, 140)))

const toOther = (iban: string | undefined) => element('Id', element('IBAN', text(iban, 34)))

function toRemittance(remittance: string): Markup[] {
  const characters = [...remittance]
  return Array.from({ length: Math.ceil(characters.length / REMITTANCE_LENGTH) }, (_, part) => {
    const piece = characters.slice(part * REMITTANCE_LENGTH, (part + 1) * REMITTANCE_LENGTH).join('')
    return element('Ustrd', text(piece, REMITTANCE_LENGTH))
  })
}

/** `PMNT-ICDT-STDO` is domain, family and sub-family; anything else is the bank's own word. */
function toCode(code: string): Markup {
  const [domain, family, detail] = /^([A-Z]{4})-([A-Z]{4})-([A-Z]{4})$/.exec(code)?.slice(1) ?? []
  if (!domain || !family || !detail) return element('Prtry', element('Cd', text(code, 35)))
  return element('Domn', [
    element('Cd', text(domain, 4)),
    element('Fmly', [element('Cd', text(family, 4)), element('SubFmlyCd', text(detail, 4))]),
  ])
}

/** The schema knows no sign: an amount, and whether it went out. */
const toAmount = ({ amount, currency }: Money) => [
  element('Amt', text(amount.replace('-', ''), 19), { Ccy: currency }),
  element('CdtDbtInd', text(amount.startsWith('-') ? 'DBIT' : 'CRDT', 4)),
]

type ToCamt053 = AccountStatement & { from: string; to: string; id: string; createdAt: Date }
