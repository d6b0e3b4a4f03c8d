import { LANGUAGES, type Language } from '@/i18n/languages'

/**
 * Every date, amount and list that the house words, in a language and the bank's time zone, through `Intl` only. Pages take
 * it by `useFormats`; what is worded without a page (a record of what was shown, a receipt as a PDF) takes it from here.
 */
export function formatsFor(language: Language, timeZone: string): Formats {
  const name = `${language} ${timeZone}`
  const formats = made.get(name) ?? makeFormats(language, timeZone)
  made.set(name, formats)
  return formats
}

/** To make one of Intl's formatters takes longer than all it ever formats on a page. */
const made = new Map<string, Formats>()

function makeFormats(language: Language, timeZone: string): Formats {
  const locale = LANGUAGES[language].formats
  const at = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options })
    return (instant: string) => written(format.formatToParts(new Date(instant)))
  }
  // A calendar day has no zone of its own: it is read and written in UTC, so that it stays the day it is.
  const utc = (day: string) => new Date(`${day.slice(0, 10)}T00:00Z`)
  const onDay = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
    return (day: string) => written(format.formatToParts(utc(day)))
  }
  const written = (parts: Part[]) => parts.map(language === 'fr' ? ordinalFirst : asWritten).join('')
  const range = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const hours = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...CLOCK })
  const number = new Intl.NumberFormat(locale)
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
    month: onDay({ month: 'long', year: 'numeric' }),
    days: (first, last) => written(range.formatRangeToParts(utc(first), utc(last))),
    date: at({ day: 'numeric', month: 'short', year: 'numeric' }),
    dateTime: at({ day: 'numeric', month: 'short', year: 'numeric', ...CLOCK }),
    second: at({ day: 'numeric', month: 'short', year: 'numeric', ...CLOCK, second: '2-digit' }),
    time: at(CLOCK),
    hour: (hour) => hours.format(new Date(Date.UTC(2000, 0, 1, hour))),
    number: (value) => number.format(value),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    anyOf: (items) => new Intl.ListFormat(locale, { type: 'disjunction' }).format(items),
    money: ({ amount, currency }) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(decimal(amount)),
    daysBetween: (earlier, later) => {
      const [from, to] = [earlier, later].map((instant) => Date.parse(dayIn.format(new Date(instant))))
      return from === undefined || to === undefined ? 0 : Math.round((to - from) / 86_400_000)
    },
  }
}

/** Every language of ours writes 18:12: ICU would have Greek say 06:12 μ.μ. beside a chart with 24 hours. */
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** French names the first of a month by an ordinal, which ICU does not write. */
const ordinalFirst = ({ type, value }: Part) => (type === 'day' && value === '1' ? '1er' : value)

const asWritten = ({ value }: Part) => value

type Part = { type: string; value: string }

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
  /** "November 2026", of any day in it. */
  month: (day: string) => string
  /** "16–22 Nov 2026". */
  days: (first: string, last: string) => string
  date: (instant: string) => string
  dateTime: (instant: string) => string
  /** The same to the second. */
  second: (instant: string) => string
  time: (instant: string) => string
  /** "06:00". */
  hour: (hour: number) => string
  number: (value: number) => string
  /** "Sam and Tove". */
  list: (items: string[]) => string
  /** "Sam or Tove". */
  anyOf: (items: string[]) => string
  money: (money: Money) => string
  /** Whole calendar days in the bank's zone from the earlier to the later instant. */
  daysBetween: (earlier: string, later: string) => number
}
