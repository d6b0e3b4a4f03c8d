import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'

const secure = env.PUBLIC_ORIGIN.startsWith('https:')

/** With the prefix no other host and no plain http can set it (RFC 6265bis 4.1.3.2); a laptop's demo cannot have it. */
export const SESSION_COOKIE = secure ? '__Host-placet-session' : 'placet-session'

/** Lax, not Strict: a customer who arrives from a third party would look signed out. It ends with the browser. */
const ATTRIBUTES = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const

/** The token this browser sent, or null. Anything that cannot be one of ours is none. */
export async function readSessionToken(): Promise<string | null> {
  const value = (await cookies()).get(SESSION_COOKIE)?.value
  return value && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null
}

/** The same of a cookie header, for what must be known before Next is asked. */
export function sessionTokenIn(cookie: string | null): string | null {
  const [, token = null] = TOKEN_IN_COOKIE.exec(cookie ?? '') ?? []
  return token
}

const TOKEN_IN_COOKIE = new RegExp(`(?:^|; ?)${SESSION_COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`)

/** Gives this browser a session; only in a handler, never while a page renders. */
export async function writeSessionToken(token: string): Promise<void> {
  ;(await cookies()).set(SESSION_COOKIE, token, ATTRIBUTES)
}

/** Takes the session's token from this browser. */
export async function clearSessionToken(): Promise<void> {
  ;(await cookies()).set(SESSION_COOKIE, '', { ...ATTRIBUTES, maxAge: 0 })
}

/** 256 random bits. */
export const newSessionToken = () => randomBytes(32).toString('base64url')

/** What the database keeps in the token's place. */
export const hashSessionToken = (token: string) => createHash('sha256').update(token).digest()
