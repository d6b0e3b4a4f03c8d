import { addDays } from '@/lib/bank-day'
import { afterBusinessDays, daysBetween } from './calendar'
import { dice } from './dice'
import type { SeededBooking } from './history'
import { MERCHANTS, type Spending } from './merchants'
import type { SeededCard } from './personas'
import { seedId } from './seed-id'

const HISTORY_DAYS = 180
const BOOKED_AFTER_DAYS = 2
/** On this day of a month everything booked until then is paid, as one entry. */
const PAID_ON = '05'
const PER_MONTH: [Spending, number][] = [
  ['restaurants', 5],
  ['shopping', 4],
  ['travel', 1.2],
  ['transport', 6],
]

/** Half a year of a credit card, paid in full each month. Pure and always the same for the same day. */
export function drawCardHistory(card: SeededCard, today: string): SeededBooking[] {
  const bookings: SeededBooking[] = []
  let owed = 0n
  for (const day of daysBetween(addDays(today, -HISTORY_DAYS), today)) {
    if (day.endsWith(PAID_ON) && owed > 0n) {
      const who = { name: card.ownerName, iban: null }
      bookings.push({ ...blank(card, day, 'bill'), minor: owed, who, text: 'Card bill, paid', code: PAYMENT })
      owed = 0n
    }
    const luck = dice(`${card.id}:${day}`)
    for (const [what, perMonth] of PER_MONTH) {
      const { at, from, to } = MERCHANTS[what]
      const name = luck.pick<string>(at)
      const minor = BigInt(from + Math.round((to - from) * luck.roll() ** 2))
      if (!luck.chance(perMonth / 30.4) && !(what === 'transport' && day === addDays(today, -1))) continue
      const bookedOn = afterBusinessDays(day, BOOKED_AFTER_DAYS)
      const who = { name, iban: null }
      const text = `${name}, card ending ${card.pan.slice(-4)}`
      bookings.push({
        ...{ ...blank(card, day, what), bookedOn: bookedOn > today ? null : bookedOn },
        ...{ minor: -minor, who, text, code: PURCHASE },
      })
      owed += minor
    }
  }
  return bookings
}

const PURCHASE = 'PMNT-CCRD-POSD'
const PAYMENT = 'PMNT-CCRD-SMCD'

const blank = ({ id }: SeededCard, day: string, what: string) => ({
  id: seedId(`booking:${id}:${day}:${what}`),
  valueOn: day,
  bookedOn: day,
  endToEndId: null,
})
