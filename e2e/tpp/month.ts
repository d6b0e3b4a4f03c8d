import { compareAmounts, isNegative, percentOf, sum } from '../outside/money'
import { type Category, countsAsSpending } from './categories'
import type { Payment } from './snapshot'

/** The months that have payments, newest first, as `YYYY-MM`. */
export function monthsOf(payments: Payment[]): string[] {
  return [...new Set(payments.map(({ day }) => day.slice(0, 7)))].sort().reverse()
}

/** What one month came to, for each currency by itself: sums over currencies would be made up. */
export function overviewOf(payments: Payment[]): Overview[] {
  const byCurrency = Map.groupBy(payments, ({ money }) => money.currency)
  return [...byCurrency].map(([currency, inCurrency]) => {
    const spent = inCurrency.filter(({ category }) => countsAsSpending(category))
    const byCategory = [...Map.groupBy(spent, ({ category }) => category)]
      .map(([category, group]) => ({ category, amount: sum(group.map(({ money }) => money.amount)) }))
      .filter(({ amount }) => isNegative(amount))
      .sort((left, right) => compareAmounts(left.amount, right.amount))
    const largest = byCategory[0]?.amount ?? '0'
    const came = inCurrency.filter(({ category }) => category === 'Money in')
    return {
      currency,
      moneyIn: sum(came.map(({ money }) => money.amount)),
      moneyOut: sum(spent.map(({ money }) => money.amount)),
      categories: byCategory.map((entry) => ({ ...entry, percent: percentOf(entry.amount, largest) })),
    }
  })
}

/** The payments of each day, days in the order in which they come. */
export function byDay(payments: Payment[]): [string, Payment[]][] {
  return [...Map.groupBy(payments, ({ day }) => day)]
}

/** `percent` is the length of the bar beside the largest category, not a share of the month. */
export type Overview = {
  currency: string
  moneyIn: string
  moneyOut: string
  categories: { category: Category; amount: string; percent: number }[]
}
