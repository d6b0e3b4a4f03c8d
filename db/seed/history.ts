import { addDays } from '@/lib/bank-day'
import { afterBusinessDays, businessDay, daysBetween, isBusinessDay } from './calendar'
import { dice } from './dice'
import { LIVES, type Life } from './lives'
import { type Counterparty, MERCHANTS, type Spending } from './merchants'
import { toMinor } from './minor-units'
import { seedId } from './seed-id'
import type { Standing } from './standing'

/** Thirteen months and a day more than the longest of them. */
const HISTORY_DAYS = 397
/** A card is not used when less than this would stay for the bills, in hundredths. */
const KEPT_IN_POCKET = 40_000n
const CARD_BOOKED_AFTER_DAYS = 2
const SWEEP_STEP = 5_000n
const SWEEP_DAY = 24

/**
 * Thirteen months of every account up to `today`, a day of the bank. Pure and always the same for the same day; what
 * happens on a calendar day does not depend on when the sandbox was seeded. Keyed by account id.
 */
export function drawHistories(today: string, lives: readonly Life[] = LIVES): Map<string, SeededBooking[]> {
  const received = new Map<string, SeededBooking[]>()
  return new Map(
    lives.map((life) => {
      const bookings = drawHistory(life, received.get(life.account.iban) ?? [], today)
      for (const booking of bookings)
        if (booking.minor < 0n && booking.who.iban !== null)
          received.set(booking.who.iban, [...(received.get(booking.who.iban) ?? []), mirror(life, booking)])
      return [life.account.id, bookings] as const
    }),
  )
}

function drawHistory(life: Life, received: readonly SeededBooking[], today: string): SeededBooking[] {
  const first = addDays(today, 1 - HISTORY_DAYS)
  const bookings: SeededBooking[] = []
  let available = 0n
  const book = (day: string, event: Event, bookedOn: string = day) => {
    available += event.minor
    const id = seedId(`booking:${life.account.id}:${day}:${bookings.length}`)
    bookings.push({
      endToEndId: null,
      ...event,
      id,
      valueOn: day,
      bookedOn: bookedOn > today ? null : bookedOn,
    })
  }
  const bank = { name: 'Nordhavn Bank', iban: null }
  const opening = {
    minor: toMinor(life.opening),
    who: bank,
    text: 'Balance brought forward',
    code: 'PMNT-RCDT-BOOK',
  }
  book(first, opening)
  const schedule = scheduleOf(life.standing, first, today)
  const incoming = Map.groupBy(received, ({ valueOn }) => valueOn)
  for (const day of daysBetween(addDays(first, 1), today)) {
    for (const { id: _, valueOn: __, bookedOn: ___, ...event } of incoming.get(day) ?? []) book(day, event)
    for (const [, amount, who, text, code] of schedule.get(day) ?? [])
      book(day, {
        minor: toMinor(amount),
        who: who ?? bank,
        text,
        code,
        endToEndId: endToEnd(code, day, text),
      })
    sweep(life, day, available, book)
    for (const purchase of purchasesOn(life, day, today))
      if (available + purchase.minor >= KEPT_IN_POCKET)
        book(day, purchase, afterBusinessDays(day, CARD_BOOKED_AFTER_DAYS))
  }
  return bookings
}

/** Money out is due on the next business day, money in on the one before: that is when it moves. */
function scheduleOf(standing: readonly Standing[], first: string, today: string): Map<string, Standing[]> {
  const schedule = new Map<string, Standing[]>()
  for (const day of daysBetween(addDays(first, 1), addDays(today, 3)))
    for (const order of standing) {
      const [dueOn, amount, , , , every] = order
      if (Number(day.slice(8)) !== dueOn || (every && Number(day.slice(5, 7)) % 3 !== 0)) continue
      const moved = businessDay(day, amount.startsWith('-') ? 1 : -1)
      schedule.set(moved, [...(schedule.get(moved) ?? []), order])
    }
  return schedule
}

function sweep(
  { above }: Life,
  day: string,
  available: bigint,
  book: (day: string, event: Event) => void,
): void {
  const due = businessDay(`${day.slice(0, 8)}${SWEEP_DAY}`, 1) === day
  if (!above || !due) return
  const [floor, who, text, code] = above
  const minor = ((available - toMinor(floor)) / SWEEP_STEP) * SWEEP_STEP
  if (minor > 0n) book(day, { minor: -minor, who, text, code, endToEndId: endToEnd(code, day, text) })
}

function purchasesOn({ account, spends = {} }: Life, day: string, today: string): Event[] {
  const luck = dice(`${account.id}:${day}`)
  const wanted = Object.entries(spends) as [Spending, number][]
  // Yesterday always had a purchase, so that a card payment is always on its way.
  const certain = day === addDays(today, -1) ? wanted[0]?.[0] : undefined
  return wanted.flatMap(([what, perMonth]) => {
    const merchants = MERCHANTS[what]
    const name = luck.pick<string>(merchants.at)
    const share = luck.roll() ** 2
    const minor = BigInt(merchants.from + Math.round((merchants.to - merchants.from) * share))
    const quiet = what === 'supplies' && !isBusinessDay(day) ? 0.2 : 1
    if (!luck.chance((perMonth / 30.4) * quiet) && what !== certain) return []
    // Machines give notes of ten.
    const round = what === 'cash' ? (minor / 1_000n) * 1_000n : minor
    const code = what === 'cash' ? 'PMNT-CCRD-CWDL' : 'PMNT-CCRD-POSD'
    const text = `${name}, card ending ${account.iban.slice(-4)}`
    return [{ minor: -round, who: { name, iban: null }, text, code, endToEndId: null }]
  })
}

/** The same booking as the account at its other end sees it. */
function mirror({ account }: Life, booking: SeededBooking): SeededBooking {
  const code = booking.code.endsWith('BOOK') ? 'PMNT-RCDT-BOOK' : 'PMNT-RCDT-ESCT'
  return { ...booking, minor: -booking.minor, who: { name: account.ownerName, iban: account.iban }, code }
}

/** Credit transfers carry one from end to end; cards and the bank's own bookings do not. */
const endToEnd = (code: string, day: string, text: string) =>
  /-(?:ESCT|STDO|SALA|ESDD)$/.test(code) ? `NB${day.replaceAll('-', '')}${seedId(text).slice(0, 8)}` : null

type Event = Pick<SeededBooking, 'minor' | 'who' | 'text' | 'code'> & { endToEndId?: string | null }

/** `minor`: hundredths of the account's currency, negative where money leaves. `bookedOn` null: still pending. */
export type SeededBooking = {
  id: string
  bookedOn: string | null
  valueOn: string
  minor: bigint
  who: Counterparty
  text: string
  code: string
  endToEndId: string | null
}
