/**
 * Money stays a decimal string with its currency; sums run on whole thousandths (the interface knows at most
 * three decimals), because a JavaScript number would lose cents.
 */

/** Adds amounts of one currency; no amounts give "0". */
export function sum(amounts: string[]): string {
  return fromThousandths(amounts.reduce((total, amount) => total + thousandths(amount), 0n))
}

export function isNegative(amount: string): boolean {
  return thousandths(amount) < 0n
}

/** Orders from the largest amount out to the largest amount in. */
export function compareAmounts(left: string, right: string): number {
  const difference = thousandths(left) - thousandths(right)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** How many whole per cent `part` is of `whole`, without their signs; never more than 100. */
export function percentOf(part: string, whole: string): number {
  const divisor = magnitude(thousandths(whole))
  if (divisor === 0n) return 0
  const share = (magnitude(thousandths(part)) * 100n) / divisor
  return Number(share > 100n ? 100n : share)
}

/** The amount as a person reads it, with the true minus sign; `signed` adds a plus to money in. */
export function formatMoney({ amount, currency }: Money, { signed = false } = {}): string {
  const format = new Intl.NumberFormat('en-IE', {
    style: 'currency',
    currency,
    signDisplay: signed ? 'exceptZero' : 'negative',
  })
  // Intl reads decimal strings exactly (ES2023); a conversion to number first would round large balances.
  return isDecimal(amount) ? format.format(amount).replace('-', '−') : `${amount} ${currency}`
}

function thousandths(amount: string) {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(amount) ?? fail(amount)
  const size = BigInt(whole) * 1000n + BigInt(fraction.padEnd(3, '0'))
  return sign === '-' ? -size : size
}

function fromThousandths(value: bigint) {
  const size = magnitude(value)
  const fraction = (size % 1000n).toString().padStart(3, '0').replace(/0$/, '')
  return `${value < 0n ? '-' : ''}${size / 1000n}.${fraction}`
}

function magnitude(value: bigint) {
  return value < 0n ? -value : value
}

function isDecimal(amount: string): amount is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(amount)
}

function fail(amount: string): never {
  throw new Error(`Not a decimal amount: ${amount}`)
}

export type Money = { amount: string; currency: string }
