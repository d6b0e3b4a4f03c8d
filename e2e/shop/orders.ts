import { createHash, randomBytes } from 'node:crypto'
import { keptFile } from '../outside/kept-file'
import type { Call } from '../outside/record-call'
import type { Good } from './goods'

/**
 * The orders, each of the browser that placed it, and what a browser wants remembered: in memory, and after each change in one
 * file that its owner alone may read, so that an order page can be reloaded after a restart. Of a browser's cookie only a hash.
 */
export function openOrders(home: string): Orders {
  const file = keptFile<Stored>({ home, name: 'orders.json' })
  const stored = file.read() ?? { orders: [], ibans: [] }
  const orders = new Map(stored.orders)
  const ibans = new Map(stored.ibans)
  const write = () => file.write({ orders: [...orders], ibans: [...ibans] })
  return {
    save(order) {
      orders.set(order.id, order)
      write()
    },
    find(id, cookie) {
      const order = orders.get(id)
      return order && cookie !== undefined && order.browser === browserOf(cookie) ? order : null
    },
    of: (cookie) =>
      cookie === undefined
        ? []
        : [...orders.values()].filter(({ browser }) => browser === browserOf(cookie)).reverse(),
    ibanOf: (cookie) => (cookie === undefined ? null : (ibans.get(browserOf(cookie)) ?? null)),
    remember(cookie, iban) {
      if (iban === null) ibans.delete(browserOf(cookie))
      else ibans.set(browserOf(cookie), iban)
      write()
    },
  }
}

/** A new order of one browser, with nothing asked of a bank yet. */
export function newOrder({ good, cookie, payOn, now }: NewOrder): Order {
  return {
    id: randomBytes(16).toString('base64url'),
    // Read out on the phone: no letter that passes for a digit.
    number: `CB-${[...randomBytes(6)].map((byte) => READABLE[byte % READABLE.length]).join('')}`,
    browser: browserOf(cookie),
    goodId: good.id,
    price: good.price,
    placedAt: now.toISOString(),
    payOn,
    payment: null,
    asked: [],
    looked: [],
  }
}

const READABLE = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

function browserOf(cookie: string) {
  return createHash('sha256').update(cookie).digest('base64url')
}

type NewOrder = { good: Good; cookie: string; payOn: string | null; now: Date }
type Stored = { orders: [string, Order][]; ibans: [string, string][] }

export type Orders = {
  save(order: Order): void
  /** Null for an order of another browser as for none. */
  find(id: string, cookie: string | undefined): Order | null
  /** Newest first. */
  of(cookie: string | undefined): Order[]
  /** The account that the browser wanted remembered. */
  ibanOf(cookie: string | undefined): string | null
  remember(cookie: string, iban: string | null): void
}

export type Order = {
  id: string
  number: string
  browser: string
  goodId: Good['id']
  price: string
  placedAt: string
  /** The day on which the bank shall pay, null for at once. */
  payOn: string | null
  /** Null where the bank did not take the request. */
  payment: Payment | null
  /** The calls that asked for the payment, and those of the last look at it. */
  asked: Call[]
  looked: Call[]
}

/** `status` is the bank's word (ISO 20022); `reason` one it said beside it, and `message` what it has to say to the customer. */
export type Payment = {
  id: string
  link: string
  status: string
  reason: string | null
  message: string | null
}
