import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'

const secure = env.PUBLIC_ORIGIN.startsWith('https:')

/** Strict: no link of a stranger's page ever opens a page of a realm as somebody who is signed in. */
const ATTRIBUTES = { httpOnly: true, secure, sameSite: 'strict', path: '/' } as const

/** A realm's cookie: another name than any other's, and looked up in another table, so one can never be read as the other. */
export function realmCookie(realm: string): RealmCookie {
  const name = secure ? `__Host-placet-${realm}` : `placet-${realm}`
  const inHeader = new RegExp(`(?:^|; ?)${name}=([A-Za-z0-9_-]{43})(?:;|$)`)
  return {
    name,
    read: async () => {
      const value = (await cookies()).get(name)?.value
      return value && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null
    },
    tokenIn: (cookie) => inHeader.exec(cookie ?? '')?.[1] ?? null,
    write: async (token) => {
      ;(await cookies()).set(name, token, ATTRIBUTES)
    },
    clear: async () => {
      ;(await cookies()).set(name, '', { ...ATTRIBUTES, maxAge: 0 })
    },
  }
}

export type RealmCookie = {
  name: string
  /** The token this browser sent for the realm's door, or null. */
  read: () => Promise<string | null>
  /** The same of a cookie header, for what must be known before Next is asked. */
  tokenIn: (cookie: string | null) => string | null
  /** Gives this browser a session of the realm; only in a handler. */
  write: (token: string) => Promise<void>
  /** Takes it away again. */
  clear: () => Promise<void>
}
