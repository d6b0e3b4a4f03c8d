import { formatIban, readIbans } from '../outside/iban'

/**
 * Reads what the customer filled in to pay, or says of each field what is wrong. `today` is the shop's day; the bank takes orders
 * for at most a year ahead.
 */
export function readCheckout(form: Record<string, unknown>, today: string): ReadCheckout {
  const filled: Filled = {
    iban: textOf(form.iban),
    remember: form.remember === 'on',
    later: form.when === 'later',
    day: textOf(form.day),
  }
  const { iban, fault: ibanFault } = readIban(filled.iban)
  const { payOn, fault: dayFault } = filled.later ? readDay(filled.day, today) : { payOn: null }
  if (ibanFault !== undefined || dayFault !== undefined)
    return { filled, faults: { iban: ibanFault, day: dayFault } }
  return { filled, checkout: { iban, payOn, remember: filled.remember } }
}

/** The form as a browser first gets it. */
export function blankCheckout(iban: string | null, today: string): Filled {
  return {
    iban: iban === null ? '' : formatIban(iban),
    remember: iban !== null,
    later: false,
    day: dayAfter(today, 7),
  }
}

/** The first and the last day on which one can pay later. */
export function laterDays(today: string) {
  return { first: dayAfter(today, 1), last: dayAfter(today, DAYS_AHEAD_MAX) }
}

/** The day that the shop's clock shows (`YYYY-MM-DD`). */
export function dayOf(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(now)
}

const DAYS_AHEAD_MAX = 365
const DAY_MS = 86_400_000

function readIban(typed: string): { iban: string | null; fault?: string } {
  if (typed.trim() === '') return { iban: null }
  const [iban, ...more] = readIbans(typed) ?? []
  if (iban !== undefined && more.length === 0) return { iban }
  return { iban: null, fault: 'That is not a complete IBAN. Look at it once more, or leave the field empty.' }
}

function readDay(typed: string, today: string): { payOn: string | null; fault?: string } {
  const { first, last } = laterDays(today)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed))
  if (isDay && typed >= first && typed <= last) return { payOn: typed }
  return { payOn: null, fault: 'Choose a day from tomorrow on, within a year.' }
}

function dayAfter(day: string, days: number) {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

function textOf(field: unknown) {
  return typeof field === 'string' ? field : ''
}

/** As it was typed. */
export type Filled = { iban: string; remember: boolean; later: boolean; day: string }
export type Faults = { iban?: string | undefined; day?: string | undefined }
type Checkout = { iban: string | null; payOn: string | null; remember: boolean }
type ReadCheckout =
  | { filled: Filled; checkout: Checkout; faults?: undefined }
  | { filled: Filled; checkout?: undefined; faults: Faults }
