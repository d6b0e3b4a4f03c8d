import 'server-only'
import { getLocale, getTranslations } from 'next-intl/server'
import type { Words } from '@/components/evidence/print-receipt'
import { brand } from '@/lib/brand'
import { formatsFor } from '@/lib/formats'

/** The words of the customer's language, for what is no component. */
export async function receiptWords(): Promise<Words> {
  const language = await getLocale()
  return { t: await getTranslations(), formats: formatsFor(language, brand.timeZone), language }
}
