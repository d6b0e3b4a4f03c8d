'use server'
import { headers } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import { printPayment } from '@/components/evidence/print-payment'
import { printReceipt } from '@/components/evidence/print-receipt'
import type { VerdictView } from '@/components/evidence/verify-form'
import { brand } from '@/lib/brand'
import { isRefusal } from '@/lib/errors'
import { EvidenceKeySet } from '@/lib/evidence/evidence-file'
import { publishedEvidenceKeys } from '@/lib/evidence/evidence-keys'
import { RECEIPT_FORMAT } from '@/lib/evidence/receipt'
import { EVIDENCE_BYTES_MAX } from '@/lib/evidence/verify-evidence'
import { verifyReceipt } from '@/lib/evidence/verify-receipt'
import { formatsFor } from '@/lib/formats'
import { limitPeople } from '@/lib/limits/limit-people'

/**
 * Judges the file of the form against the bank's own keys, never the file's. The one server action of the house: its answer
 * has no address, because whatever had one would keep the file (decision record “one server action”). Needs nobody signed in,
 * tells nothing but what the file says, changes nothing and keeps nothing.
 */
export async function judgeFile(_before: VerdictView | null, form: FormData): Promise<VerdictView> {
  const t = await getTranslations()
  if (await isTooMany()) return { genuine: null, title: t('verify.tooMany') }
  const given = await givenText(form)
  if (given === null) return { genuine: null, title: t('verify.missing') }
  const keys = EvidenceKeySet.parse(await publishedEvidenceKeys())
  const verdict = await verifyReceipt(given, keys)
  if (!verdict.valid) {
    const text = t(`verify.invalid.${verdict.reason}`)
    // A true record in another form, its PDF say, is no forgery.
    if (verdict.reason === 'not-evidence') return { genuine: null, title: t('verify.notFile'), text }
    return { genuine: false, title: t('verify.notValid'), text }
  }
  const language = await getLocale()
  const formats = formatsFor(language, brand.timeZone)
  const { receipt } = verdict
  const words = { t, formats, language }
  return {
    genuine: true,
    title: t('verify.valid'),
    text: t('verify.validText', { date: formats.dateTime(receipt.issuedAt) }),
    heading: t('verify.content'),
    printed: receipt.format === RECEIPT_FORMAT ? printReceipt(receipt, words) : printPayment(receipt, words),
  }
}

async function isTooMany(): Promise<boolean> {
  try {
    limitPeople(await headers(), { session: null, further: 'receipt' })
    return false
  } catch (thrown) {
    if (isRefusal(thrown)) return true
    throw thrown
  }
}

/** What was pasted or, where nothing was, the file; null where there is neither. What is too large is not even read. */
async function givenText(form: FormData): Promise<string | null> {
  const [text, file] = [form.get('text'), form.get('file')]
  if (typeof text === 'string' && text.trim() !== '') return text.trim()
  if (!(file instanceof File) || file.size === 0) return null
  return file.size > EVIDENCE_BYTES_MAX ? 'x'.repeat(EVIDENCE_BYTES_MAX + 1) : file.text()
}
