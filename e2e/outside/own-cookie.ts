import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * The one cookie by which a program knows a browser again, out of reach of scripts and of other sites. Its name carries the port,
 * because cookies do not know ports and a second program on this host would take over the first one's browsers.
 */
export function ownCookie({ origin, word }: { origin: string; word: string }): OwnCookie {
  const { protocol, port } = new URL(origin)
  const secure = protocol === 'https:'
  const name = secure ? `__Host-${word}` : `${word}-${port || '80'}`
  return {
    read: (c) => getCookie(c, name),
    give: (c, value) =>
      setCookie(c, name, value, {
        httpOnly: true,
        sameSite: 'Lax',
        path: '/',
        secure,
        maxAge: COOKIE_SECONDS,
      }),
    take: (c) => void deleteCookie(c, name, { path: '/', secure }),
  }
}

/** How long a browser is known. */
export const COOKIE_SECONDS = 30 * 86_400

type OwnCookie = {
  read(c: Context): string | undefined
  give(c: Context, value: string): void
  take(c: Context): void
}
