import type { ErasureCertificate } from '@/lib/evidence/erasure-certificate'
import type { PrintedReceipt } from '@/lib/evidence/printed-receipt'
import type { KeptKind } from '@/lib/privacy/ownership'
import type { Words } from './print-receipt'

/**
 * The words of a certificate of erasure: when it was asked for, what went, and what a law keeps until when. `kindOf` says which of
 * the words that a customer reads about their data a table has; tables of one kind are counted together.
 */
export function printCertificate(certificate: ErasureCertificate, words: CertificateWords): PrintedReceipt {
  const { t, formats, language, kindOf } = words
  const { bank, id, issuedAt, requestedAt, preparedAt, keysDestroyed, erased, kept } = certificate
  const nameOf = (what: string) => t(`privacy.kept.${kindOf(what)}.name`)
  const gone = together(erased.map(({ what, rows }) => ({ name: nameOf(what), rows })))
  const stays = together(
    kept.map(({ what, rows, law, until }) => ({ name: nameOf(what), rows, law, day: formats.day(until) })),
  )
  return {
    language,
    eyebrow: bank.name,
    title: t('certificate.title'),
    rows: [
      { id: 'by', term: t('certificate.by'), lines: [bank.name, bank.origin] },
      { id: 'asked', term: t('certificate.asked'), lines: [formats.dateTime(requestedAt)] },
      { id: 'prepared', term: t('certificate.prepared'), lines: [formats.dateTime(preparedAt)] },
      {
        id: 'keys',
        term: t('certificate.keys'),
        lines: [t('certificate.keysText', { keys: keysDestroyed, date: formats.dateTime(issuedAt) })],
      },
      {
        id: 'erased',
        term: t('certificate.erased'),
        lines: gone.length === 0 ? [t('certificate.erasedNone')] : gone.map(lineOf),
      },
      {
        id: 'kept',
        term: t('certificate.kept'),
        lines: stays.length === 0 ? [t('certificate.keptNone')] : stays.map(keptLineOf),
      },
      { id: 'reference', term: t('certificate.number'), lines: [id] },
    ],
    sections: [],
  }

  function lineOf({ name, rows }: Counted): string {
    return t('certificate.line', { kind: name, rows: formats.number(rows) })
  }

  function keptLineOf({ name, rows, law = '', day = '' }: Counted): string {
    return t('certificate.keptLine', { kind: name, rows: formats.number(rows), law, day })
  }
}

/** Rows of one name, and where there is one of one law and day, as one line. */
function together(rows: readonly Counted[]): Counted[] {
  const lines = new Map<string, Counted>()
  for (const row of rows) {
    const key = [row.name, row.law, row.day].join()
    const before = lines.get(key)
    lines.set(key, before ? { ...row, rows: before.rows + row.rows } : row)
  }
  return [...lines.values()]
}

type Counted = { name: string; rows: number; law?: string; day?: string }
export type CertificateWords = Words & { kindOf: (table: string) => KeptKind }
