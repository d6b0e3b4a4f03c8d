import { LANGUAGES, type Language } from '@/i18n/languages'

/**
 * Every date, amount and list that the house words, in a language and the bank's time zone, through `Intl` only. Pages take
 * it by `useFormats`; what is worded without a page (a record of what was shown, a receipt as a PDF) takes it from here.
 */
export function formatsFor(language: Language, timeZone: string): Formats {
  const locale = LANGUAGES[language].formats
  const at = (options: Intl.DateTimeFormatOptions) => (instant: string) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(instant))
  // A calendar day has no zone of its own: it is read and written in UTC, so that it stays the day it is.
  const onDay = (options: Intl.DateTimeFormatOptions) => (day: string) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(
      new Date(`${day.slice(0, 10)}T00:00Z`),
    )
  const dayIn = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return {
    day: onDay({ day: 'numeric', month: 'short', year: 'numeric' }),
    dayInHeading: onDay({ day: 'numeric', month: 'long', year: 'numeric' }),
    dayOfYear: onDay({ day: 'numeric', month: 'short' }),
    date: at({ day: 'numeric', month: 'short', year: 'numeric' }),
    dateTime: at({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    time: at({ hour: '2-digit', minute: '2-digit' }),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    list: (items) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(items),
    allOf: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    anyOf: (items) => new Intl.ListFormat(locale, { type: 'disjunction' }).format(items),
    money: ({ amount, currency }) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(decimal(amount)),
    daysBetween: (earlier, later) => {
      const [from, to] = [earlier, later].map((instant) => Date.parse(dayIn.format(new Date(instant))))
      return from === undefined || to === undefined ? 0 : Math.round((to - from) / 86_400_000)
    },
  }
}

function decimal(amount: string): Intl.StringNumericLiteral {
  if (isDecimal(amount)) return amount
  throw new Error('An amount must be a decimal string')
}

function isDecimal(amount: string): amount is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(amount)
}

/** A decimal string and its ISO 4217 code; never a JavaScript number. */
export type Money = { amount: string; currency: string }

/** `day…` take a calendar day `YYYY-MM-DD`; the others an ISO 8601 instant. */
export type Formats = {
  day: (day: string) => string
  dayInHeading: (day: string) => string
  dayOfYear: (day: string) => string
  date: (instant: string) => string
  dateTime: (instant: string) => string
  time: (instant: string) => string
  number: (value: number) => string
  list: (items: string[]) => string
  /** "Sam and Tove". */
  allOf: (items: string[]) => string
  /** "Sam or Tove". */
  anyOf: (items: string[]) => string
  money: (money: Money) => string
  /** Whole calendar days in the bank's zone from the earlier to the later instant. */
  daysBetween: (earlier: string, later: string) => number
}
