import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { COOKIE_SECONDS, ownCookie } from '../outside/own-cookie'
import type { Config } from './config'
import type { Store, User } from './store'

/** Knows who is signed in by our own cookie; a new one at each sign-in. */
export function sessions({ config, store }: Sessions): MiddlewareHandler<{ Variables: SessionVariables }> {
  const own = ownCookie({ origin: config.origin, word: 'saldo' })
  return async (c, next) => {
    const cookie = own.read(c)
    const session = store.findSession(cookie, new Date())
    c.set('user', session && store.findUser(session.userId))
    c.set('startSession', (user) => {
      if (cookie) store.endSession(cookie)
      const fresh = randomBytes(32).toString('base64url')
      const endsAt = new Date(Date.now() + COOKIE_SECONDS * 1_000).toISOString()
      store.openSession(fresh, { userId: user.id, endsAt })
      own.give(c, fresh)
    })
    c.set('endSession', () => {
      if (cookie) store.endSession(cookie)
      own.take(c)
    })
    await next()
  }
}

type Sessions = { config: Config; store: Store }

export type SessionVariables = {
  user: User | null
  startSession: (user: User) => void
  endSession: () => void
}
