import { randomBytes } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Bank, OpenBank } from './bank'
import type { Config } from './config'
import type { Store, Visitor } from './store'

/** A visitor of whom we know nothing. */
export const NO_VISIT: Visitor = { asking: null, connection: null, notice: null, calls: [] }

/**
 * Knows a browser again by its own cookie. Only connecting sets one. Its name carries the port, because cookies
 * do not know ports and a second app on this host would take over the first one's visitors.
 */
export function visits({ config, store }: Visits): MiddlewareHandler<{ Variables: VisitVariables }> {
  const { protocol, port } = new URL(config.origin)
  const secure = protocol === 'https:'
  const name = secure ? '__Host-visit' : `visit-${port || '80'}`
  return async (c, next) => {
    const known = getCookie(c, name)
    const visitor = store.find(known)
    c.set('visitor', visitor)
    c.set('visit', visitor && known ? known : null)
    c.set('startVisit', () => {
      const visit = c.get('visit') ?? randomBytes(32).toString('base64url')
      setCookie(c, name, visit, { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge: VISIT_SECONDS })
      c.set('visit', visit)
      return visit
    })
    c.set('endVisit', () => {
      const visit = c.get('visit')
      if (visit) store.forget(visit)
      deleteCookie(c, name, { path: '/', secure })
      c.set('visit', null)
    })
    await next()
  }
}

/**
 * Does one piece of work with the bank and keeps what it changed together with the calls it took; the calls are
 * kept also when the work failed, since that is when one wants to see them.
 */
export async function withBank<Result>(
  { bank, store, visit, keepCalls = false }: WithBank,
  work: Work<Result>,
) {
  const visitor = () => store.find(visit) ?? NO_VISIT
  const before = visitor().calls
  const calls = keepCalls ? [...before] : []
  // What the bank told us meanwhile came by another way, and stays.
  const all = () => [
    ...calls,
    ...visitor().calls.filter((call) => call.from === 'bank' && !before.includes(call)),
  ]
  try {
    const { change, result } = await work(await bank.open(calls))
    store.save(visit, { ...visitor(), ...change, calls: all() })
    return result
  } catch (error) {
    store.save(visit, { ...visitor(), calls: all() })
    throw error
  }
}

/** The address of the person at the other end, which tells the bank that there is one. */
export function psuIpOf(c: Context): string {
  return (getConnInfo(c).remote.address ?? '127.0.0.1').replace(/^::ffff:/, '')
}

const VISIT_SECONDS = 180 * 86_400

type Visits = { config: Config; store: Store }
type WithBank = { bank: Bank; store: Store; visit: string; keepCalls?: boolean }
type Work<Result> = (open: OpenBank) => Promise<{ change: Partial<Visitor>; result: Result }>

export type VisitVariables = {
  visit: string | null
  visitor: Visitor | null
  startVisit: () => string
  endVisit: () => void
}
