import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Config } from './config'
import type { Store, User } from './store'

/**
 * Knows who is signed in by our own cookie; a new one at each sign-in. Its name carries the port, because cookies do not know
 * ports and a second app on this host would take over the first one's users.
 */
export function sessions({ config, store }: Sessions): MiddlewareHandler<{ Variables: SessionVariables }> {
  const { protocol, port } = new URL(config.origin)
  const secure = protocol === 'https:'
  const name = secure ? '__Host-saldo' : `saldo-${port || '80'}`
  return async (c, next) => {
    const cookie = getCookie(c, name)
    const session = store.findSession(cookie, new Date())
    c.set('user', session && store.findUser(session.userId))
    c.set('startSession', (user) => {
      if (cookie) store.endSession(cookie)
      const fresh = randomBytes(32).toString('base64url')
      const endsAt = new Date(Date.now() + SESSION_SECONDS * 1_000).toISOString()
      store.openSession(fresh, { userId: user.id, endsAt })
      setCookie(c, name, fresh, {
        httpOnly: true,
        sameSite: 'Lax',
        path: '/',
        secure,
        maxAge: SESSION_SECONDS,
      })
    })
    c.set('endSession', () => {
      if (cookie) store.endSession(cookie)
      deleteCookie(c, name, { path: '/', secure })
    })
    await next()
  }
}

const SESSION_SECONDS = 30 * 86_400

type Sessions = { config: Config; store: Store }

export type SessionVariables = {
  user: User | null
  startSession: (user: User) => void
  endSession: () => void
}
