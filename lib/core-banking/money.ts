import type { Money } from './account'

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/**
 * A ledger's decimal string with the minor digits of its currency (ISO 4217): `12.340` EUR is `12.34`, `12.000` JPY is
 * `12`. Works on the digits alone: no JavaScript number ever stands for money. Throws when digits would be lost.
 */
export function toMoney(decimal: string, currency: string): Money {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(decimal) ?? []
  if (sign === undefined || whole === undefined) throw new Error(`${currency} amount is no decimal`)
  const digits = minorDigits(currency)
  const padded = fraction.padEnd(digits, '0')
  if (/[1-9]/.test(padded.slice(digits))) throw new Error(`${currency} amount has more than ${digits} digits`)
  const kept = padded.slice(0, digits)
  return { amount: `${sign}${whole}${kept === '' ? '' : `.${kept}`}`, currency }
}

const known = new Map<string, number>()

function minorDigits(currency: string): number {
  const remembered = known.get(currency)
  if (remembered !== undefined) return remembered
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  known.set(currency, digits)
  return digits
}
