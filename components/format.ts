import { useLocale, useTimeZone } from 'next-intl'
import { type Formats, formatsFor } from '@/lib/formats'

export type { Formats, Money } from '@/lib/formats'

/**
 * Every date, amount and list on a page, in the page's language and the bank's time zone. Server components call it, so
 * that no browser formats again with another zone or another ICU.
 */
export const useFormats = (): Formats => formatsFor(useLocale(), useTimeZone() ?? 'UTC')
