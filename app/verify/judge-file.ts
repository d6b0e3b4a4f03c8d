'use server'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { showCertificate, showReceipt, showRefusal } from '@/components/evidence/show-verdict'
import type { VerdictView } from '@/components/evidence/verify-form'
import { isRefusal } from '@/lib/errors'
import { verifyCertificate } from '@/lib/evidence/erasure-certificate'
import { EvidenceKeySet } from '@/lib/evidence/evidence-file'
import { publishedEvidenceKeys } from '@/lib/evidence/evidence-keys'
import { EVIDENCE_BYTES_MAX } from '@/lib/evidence/verify-evidence'
import { verifyReceipt } from '@/lib/evidence/verify-receipt'
import { limitPeople } from '@/lib/limits/limit-people'
import { kindOf } from '@/lib/privacy/ownership'
import { publishedCheckpointKeys } from '@/lib/trail/checkpoint-keys'
import { receiptWords } from '../(customer)/receipt-words'

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
  const [evidence, trail] = await Promise.all([publishedEvidenceKeys(), publishedCheckpointKeys()])
  const keys = EvidenceKeySet.parse({ keys: [...evidence.keys, ...trail.keys] })
  const certified = await verifyCertificate(given, keys)
  const words = await receiptWords()
  if (certified.valid) return showCertificate(certified.certificate, { ...words, kindOf })
  const verdict = await verifyReceipt(given, keys)
  return verdict.valid ? showReceipt(verdict, words) : showRefusal(verdict.reason, words)
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
