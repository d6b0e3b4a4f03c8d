import type { Booking, BookingDetail, Money, StandingOrder } from '@/lib/core-banking/account'
import { toEntryReference } from './entry-reference'

/** The standard's limits for texts of an entry. */
const NAME_LENGTH = 70
const REMITTANCE_LENGTH = 140
const DETAILS_LENGTH = 1_000

/** An entry of a payment account, with the link to its details below `path`. */
export function toTransaction(booking: Booking, path: string) {
  return {
    ...toTransactionDetails(booking),
    _links: { transactionDetails: { href: `${path}/${booking.id}` } },
  }
}

/** An entry of a payment account. An absent field is left out, never null: the schema of the standard has no nulls. */
export function toTransactionDetails({ id, bookedOn, valueOn, money, bankTransactionCode, detail }: Booking) {
  return {
    transactionId: id,
    entryReference: toEntryReference(id),
    endToEndId: detail.endToEndId,
    bookingDate: bookedOn ?? undefined,
    valueDate: valueOn,
    transactionAmount: money,
    ...toParties(detail),
    remittanceInformationUnstructured: cut(detail.remittance, REMITTANCE_LENGTH),
    bankTransactionCode,
  }
}

/** An entry of a card account; `quoted` gives the amount its sign. Its id is the reference of delta reports, too. */
export function toCardTransaction(booking: Booking, quoted: (money: Money) => Money) {
  const { id, bookedOn, valueOn, money, detail } = booking
  return {
    cardTransactionId: toEntryReference(id),
    transactionDate: valueOn,
    bookingDate: bookedOn ?? undefined,
    transactionAmount: quoted(money),
    transactionDetails: cut(detail.remittance, DETAILS_LENGTH) || undefined,
    invoiced: bookedOn === null ? false : undefined,
    proprietaryBankTransactionCode: booking.bankTransactionCode,
  }
}

/** A standing order, as the standard tells it among the entries. */
export function toInformationEntry({ money, detail, ...order }: StandingOrder) {
  return {
    transactionId: order.id,
    transactionAmount: money,
    ...toParties(detail),
    remittanceInformationUnstructured: cut(detail.remittance, REMITTANCE_LENGTH),
    bankTransactionCode: 'PMNT-ICDT-STDO',
    additionalInformationStructured: {
      standingOrderDetails: {
        startDate: order.startsOn,
        frequency: order.frequency,
        endDate: order.endsOn ?? undefined,
        dayOfExecution: order.dayOfExecution ?? undefined,
      },
    },
  }
}

function toParties(detail: BookingDetail) {
  return {
    creditorName: detail.creditorName && cut(detail.creditorName, NAME_LENGTH),
    creditorAccount: detail.creditorIban ? { iban: detail.creditorIban } : undefined,
    debtorName: detail.debtorName && cut(detail.debtorName, NAME_LENGTH),
    debtorAccount: detail.debtorIban ? { iban: detail.debtorIban } : undefined,
  }
}

/** By the standard's limit, between characters, and without what no text of this interface may hold. */
const cut = (text: string, length: number) => [...text.replace(CONTROL, '')].slice(0, length).join('')

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what goes
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g
