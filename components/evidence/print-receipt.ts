import type { useTranslations } from 'next-intl'
import { plain } from '@/components/ui/rich-text'
import type { ConsentRecord } from '@/lib/consent/consent-record'
import { sharedParts } from '@/lib/consent/shared-parts'
import { maskedNumber } from '@/lib/consent/shown-sentences'
import { type AuditProof, timeOfCheckpoint } from '@/lib/evidence/audit-proof'
import type { PrintedReceipt } from '@/lib/evidence/printed-receipt'
import type { Receipt } from '@/lib/evidence/receipt'
import type { Formats } from '@/lib/formats'

/** The words of a receipt: who, what, which accounts, until when, when, how confirmed, reference, hash, whom to complain to. */
export function printReceipt(receipt: Receipt, words: Words): PrintedReceipt {
  const { t, language } = words
  const { bank, decision, thirdParty, allowed } = receipt
  const funds = decision.what === 'allowed' && allowed !== null && 'fundsAnswers' in allowed.record.data
  return {
    language,
    eyebrow: t.markup('receipt.eyebrow', { bank: bank.name, ...plain }),
    title: titleOf({ decision, brand: thirdParty.brand, funds }, words),
    rows: [...decisionRows(receipt, words), ...allowedRows(receipt, words), ...proofRows(receipt, words)],
    sections: closingSections(bank, words),
  }
}

/** What stands under every receipt: whom to complain to, and how to check it. */
export function closingSections(bank: Receipt['bank'], { t }: Words): PrintedReceipt['sections'] {
  const { phone, authority, origin } = bank
  return [
    {
      id: 'complain',
      title: t('receipt.complain'),
      lines: [t('receipt.complainText', { phone, authority })],
    },
    {
      id: 'proof',
      title: t('receipt.proof'),
      lines: [t('receipt.proofText'), `${origin}/verify`],
    },
  ]
}

/** What was decided, as the heading and the list of receipts say it. */
export function titleOf({ decision, brand, funds }: Titled, { t }: Pick<Words, 't'>): string {
  const { what, by, name } = decision
  const title = t.markup(`receipt.what.${funds ? 'allowed-funds' : what}`, { tpp: brand, ...plain })
  if (!name || (by !== 'holder' && by !== 'agent')) return title
  return t.markup(by === 'agent' ? 'receipt.byAgent' : 'receipt.byHolder', { name, title, ...plain })
}

function decisionRows({ customer, thirdParty, decision }: Receipt, { t, formats }: Words): Rows {
  const app = {
    brand: thirdParty.brand,
    legalName: thirdParty.legalName,
    authority: thirdParty.authority,
    number: thirdParty.id,
  }
  return [
    { id: 'when', term: t('receipt.when'), lines: [formats.dateTime(decision.at)] },
    { id: 'who', term: t('receipt.who'), lines: [customer.name] },
    { id: 'app', term: t('receipt.app'), lines: [t.markup('receipt.appText', { ...app, ...plain })] },
  ]
}

function allowedRows({ allowed, kind }: Receipt, words: Words): Rows {
  if (allowed === null) return []
  const { t, formats } = words
  const { record, authentication, passkey } = allowed
  const how = t(`receipt.howText.${authentication}`)
  const { purpose, tpp, accounts } = record
  const told = purpose && t.markup('receipt.purposeTold', { purpose, tpp: tpp.brand, ...plain })
  const dropped = record.change && 'dropped' in record.change ? record.change.dropped : []
  const rows: (Rows[number] | null)[] = [
    kind === 'grant'
      ? null
      : {
          id: 'allowed',
          term: t(record.change ? 'receipt.changedAt' : 'receipt.allowedAt'),
          lines: [formats.dateTime(allowed.at)],
        },
    {
      id: 'data',
      term: t(kind === 'stop' ? 'receipt.dataBefore' : 'receipt.data'),
      lines: partsOf(record, words),
    },
    { id: 'accounts', term: t('receipt.accounts'), lines: accounts.map(maskedNumber) },
    dropped.length > 0
      ? { id: 'dropped', term: t('receipt.dropped'), lines: dropped.map(maskedNumber) }
      : null,
    { id: 'until', term: t('receipt.until'), lines: untilOf(record, words) },
    told ? { id: 'purpose', term: t('receipt.purpose'), lines: [told] } : null,
    {
      id: 'how',
      term: t('receipt.how'),
      lines: [passkey ? t.markup('receipt.howPasskey', { how, passkey, ...plain }) : how],
    },
  ]
  return rows.filter((row) => row !== null)
}

/** Whether the event stands in the audit trail, as far as a receipt can say it. */
export function logRow(proof: AuditProof, { t, formats }: Words): Rows[number] {
  const line =
    proof.state === 'included' ? t('receipt.logIncluded', placeOf(proof, formats)) : t('receipt.logNotYet')
  return { id: 'log', term: t('receipt.log'), lines: [line] }
}

/** As people count: from 1. */
export const placeOf = ({ leaf, treeSize, checkpoint }: Included, formats: Formats) => ({
  place: formats.number(leaf + 1),
  size: formats.number(treeSize),
  date: formats.dateTime(timeOfCheckpoint(checkpoint)),
})

function proofRows(receipt: Receipt, words: Words): Rows {
  const { removal, permission, allowed, id, issuedAt, auditProof } = receipt
  const { t, formats } = words
  const rows: Rows = [{ id: 'reference', term: t('receipt.reference'), lines: [permission.reference] }]
  if (removal) {
    const { reference, words, answerDue, answer, reason } = removal
    const quoted = (said: string) => t.markup('frame.quoted', { words: said, ...plain })
    const due = answerDue && t('receipt.removalDue', { reference, date: formats.day(answerDue) })
    rows.push({ id: 'removal', term: t('receipt.removal'), lines: [due ?? reference, quoted(words)] })
    const why = reason === null ? [] : [quoted(reason)]
    if (answer)
      rows.push({
        id: 'answer',
        term: t('receipt.answer'),
        lines: [t(`receipt.answers.${answer}`), ...why],
      })
  }
  if (allowed) rows.push({ id: 'hash', term: t('receipt.hash'), lines: [allowed.recordHash] })
  rows.push({ id: 'event', term: t('receipt.event'), lines: [id] })
  rows.push(logRow(auditProof, words))
  rows.push({ id: 'issued', term: t('receipt.issued'), lines: [formats.dateTime(issuedAt)] })
  return rows
}

function partsOf(record: ConsentRecord, { t }: Words): string[] {
  const { data, model } = record
  const parts =
    'fundsAnswers' in data
      ? sharedParts({ kind: 'fundsConfirmation', model }, NONE)
      : sharedParts({ model }, data)
  return parts.map((part) => t(`data.${part}`))
}

function untilOf({ period }: ConsentRecord, { t, formats }: Words): string[] {
  if ('untilStopped' in period) return [t('receipt.untilStopped')]
  if (!period.recurring) return [t('receipt.untilOnce')]
  return [formats.day(period.validUntil), t('receipt.times', { times: period.frequencyPerDay })]
}

const NONE = { balances: false, transactions: false, ownerName: false }

type Rows = PrintedReceipt['rows']
type Included = Extract<AuditProof, { state: 'included' }>
/** `funds`: it was allowed to ask, and not to look. */
type Titled = { decision: Omit<Receipt['decision'], 'at'>; brand: string; funds: boolean }

/** The messages of all pages, the formats of a language, and which it is. */
export type Words = { t: ReturnType<typeof useTranslations<never>>; formats: Formats; language: string }
