import { useLocale, useTimeZone } from 'next-intl'
import { type Formats, formatsFor } from '@/lib/formats'

export type { Formats, Money } from '@/lib/formats'

/**
 * Every date, amount and list on a page, in the page's language and the bank's time zone. Server components call it, so
 * that no browser formats again with another zone or another ICU. A date stays on its line.
 */
export function useFormats(): Formats {
  const formats = formatsFor(useLocale(), useTimeZone() ?? 'UTC')
  const known = onPages.get(formats)
  if (known) return known
  const made: Formats = {
    ...formats,
    day: (day) => kept(formats.day(day)),
    dayInHeading: (day) => kept(formats.dayInHeading(day)),
    dayOfYear: (day) => kept(formats.dayOfYear(day)),
    date: (instant) => kept(formats.date(instant)),
    dateTime: (instant) => kept(formats.dateTime(instant)),
    second: (instant) => kept(formats.second(instant)),
    money: (money) => kept(formats.money(money)),
  }
  onPages.set(formats, made)
  return made
}

const onPages = new Map<Formats, Formats>()

/** With no gap to break at but the one behind a comma: "21 Nov 2026," may end a line, "21 Nov" may not. */
const kept = (text: string) => text.replaceAll(/(?<!,) /g, '\u00a0')
