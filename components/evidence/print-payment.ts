import { plain } from '@/components/ui/rich-text'
import type { PaymentReceipt } from '@/lib/evidence/payment-receipt'
import type { PrintedReceipt } from '@/lib/evidence/printed-receipt'
import { closingSections, logRow, type Words } from './print-receipt'

/** The words of a payment's receipt: how much, to whom, from where, when, what became of it, how confirmed, and how to check it. */
export function printPayment(receipt: PaymentReceipt, words: Words): PrintedReceipt {
  const { t, formats, language } = words
  const { bank, approved } = receipt
  const { money, creditor } = approved.record
  return {
    language,
    eyebrow: t.markup('receipt.eyebrow', { bank: bank.name, ...plain }),
    title: t.markup('payments.title', { amount: formats.money(money), payee: creditor.name, ...plain }),
    rows: [...orderRows(receipt, words), ...proofRows(receipt, words)],
    sections: closingSections(bank, words),
  }
}

function orderRows({ approved, outcome, customer }: PaymentReceipt, { t, formats }: Words): Rows {
  const { record, at } = approved
  const { creditor, account, payee, tpp, reference, executeOn } = record
  const app = {
    brand: tpp.brand,
    legalName: tpp.legalName,
    authority: tpp.authority,
    number: tpp.id,
  }
  const became = { date: formats.dateTime(outcome.at), why: outcome.reason ?? '' }
  const rows: Rows = [
    { id: 'outcome', term: t('payments.outcome'), lines: [t(`payments.outcomes.${outcome.what}`, became)] },
    { id: 'when', term: t('payments.approved'), lines: [formats.dateTime(at)] },
    { id: 'who', term: t('receipt.who'), lines: [customer.name] },
    { id: 'payee', term: t('payments.payee'), lines: [creditor.name, grouped(creditor.iban)] },
    {
      id: 'check',
      term: t('payments.check'),
      lines: [
        ...(record.payeeLikeBank ? [t('payment.notBank', { bank: record.bank })] : []),
        t.markup(`payments.checked.${payee.result}`, { name: payee.name ?? '', ...plain }),
      ],
    },
    {
      id: 'account',
      term: t('payments.account'),
      lines: [...(account.name ? [account.name] : []), grouped(account.iban)],
    },
    {
      id: 'day',
      term: t('payments.day'),
      lines: [executeOn ? formats.day(executeOn) : t('payments.atOnce')],
    },
    {
      id: 'product',
      term: t('payments.product'),
      lines: [t(`payments.products.${record.product}`)],
    },
    { id: 'fee', term: t('payments.fee'), lines: [t('payments.noFee')] },
    { id: 'app', term: t('payments.asked'), lines: [t.markup('receipt.appText', { ...app, ...plain })] },
  ]
  if (reference)
    rows.push({
      id: 'message',
      term: t('payments.message'),
      lines: [t.markup('payment.told', { tpp: tpp.brand, text: reference, ...plain })],
    })
  return rows
}

function proofRows(receipt: PaymentReceipt, words: Words): Rows {
  const { approved, payment, id, issuedAt, auditProof } = receipt
  const { t, formats } = words
  const how = t('receipt.howText.signed')
  const { passkey } = approved
  const rows: Rows = [
    {
      id: 'how',
      term: t('payments.how'),
      lines: [passkey ? t.markup('receipt.howPasskey', { how, passkey, ...plain }) : how],
    },
    { id: 'reference', term: t('payments.reference'), lines: [payment.reference] },
  ]
  if (payment.endToEndId)
    rows.push({
      id: 'endToEnd',
      term: t.markup('payments.endToEnd', { tpp: approved.record.tpp.brand, ...plain }),
      lines: [payment.endToEndId],
    })
  rows.push({ id: 'hash', term: t('receipt.hash'), lines: [approved.recordHash] })
  rows.push({ id: 'event', term: t('receipt.event'), lines: [id] })
  rows.push(logRow(auditProof, words))
  rows.push({ id: 'issued', term: t('receipt.issued'), lines: [formats.dateTime(issuedAt)] })
  return rows
}

/** With gaps that no line breaks at: a number is read out in one go. */
const grouped = (iban: string) => iban.replace(/.{4}(?=.)/g, '$&\u00a0')

type Rows = PrintedReceipt['rows']
