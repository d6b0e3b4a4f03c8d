import type { ErasureCertificate } from '@/lib/evidence/erasure-certificate'
import { RECEIPT_FORMAT } from '@/lib/evidence/receipt'
import type { InvalidReceipt, ReceiptVerdict } from '@/lib/evidence/verify-receipt'
import { type CertificateWords, printCertificate } from './print-certificate'
import { printPayment } from './print-payment'
import { placeOf, printReceipt, type Words } from './print-receipt'
import type { VerdictView } from './verify-form'

/** A receipt that holds: with the proof that it stands in the log, or without one yet. */
export function showReceipt({ receipt, trail }: Genuine, words: Words): VerdictView {
  const { t, formats } = words
  const { auditProof, issuedAt } = receipt
  const signed = t('verify.validText', { date: formats.dateTime(issuedAt) })
  const proven = trail === 'included' && auditProof.state === 'included'
  return {
    genuine: true,
    proven,
    title: t(proven ? 'verify.valid' : 'verify.notYet'),
    text: [signed, proven ? t('verify.validLog', placeOf(auditProof, formats)) : t('verify.notYetText')],
    heading: t('verify.content'),
    printed: receipt.format === RECEIPT_FORMAT ? printReceipt(receipt, words) : printPayment(receipt, words),
  }
}

/** A certificate of erasure that holds. It names nobody, and brings no proof: its signature is all. */
export function showCertificate(certificate: ErasureCertificate, words: CertificateWords): VerdictView {
  const { t, formats } = words
  return {
    genuine: true,
    proven: true,
    title: t('verify.validCertificate'),
    text: [t('verify.validText', { date: formats.dateTime(certificate.issuedAt) })],
    heading: t('verify.content'),
    printed: printCertificate(certificate, words),
  }
}

/** What is no file of ours, or of a shape that only others know, is no forgery: nothing was judged. */
export function showRefusal(reason: InvalidReceipt, { t }: Words): VerdictView {
  const text = t(`verify.invalid.${reason}`)
  if (NOT_JUDGED.includes(reason)) return { genuine: null, title: t('verify.notFile'), text }
  if (reason === 'unknown-key') return { genuine: false, title: t('verify.unknownKey'), text }
  const title = t(OF_PROOF.includes(reason) ? 'verify.notProven' : 'verify.notValid')
  return { genuine: false, title, text }
}

const NOT_JUDGED: readonly InvalidReceipt[] = [
  'too-large',
  'archive',
  'not-json',
  'not-evidence',
  'no-receipt',
  'unknown-version',
]
const OF_PROOF: readonly InvalidReceipt[] = [
  'proof-of-another',
  'proof-broken',
  'checkpoint-not-signed',
  'checkpoint-too-old',
  'checkpoint-of-another-tree',
]

type Genuine = Extract<ReceiptVerdict, { valid: true }>
