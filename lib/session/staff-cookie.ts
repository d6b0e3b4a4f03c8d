import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'

const secure = env.PUBLIC_ORIGIN.startsWith('https:')

/** Another name than the customers' cookie, and looked up in another table: one can never be read as the other. */
export const STAFF_COOKIE = secure ? '__Host-placet-staff' : 'placet-staff'

/** Strict: no link of a stranger's page ever opens a page of staff as somebody who is signed in. */
const ATTRIBUTES = { httpOnly: true, secure, sameSite: 'strict', path: '/' } as const

const TOKEN_IN_COOKIE = new RegExp(`(?:^|; ?)${STAFF_COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`)

/** The token this browser sent for the staff's door, or null. */
export async function readStaffToken(): Promise<string | null> {
  const value = (await cookies()).get(STAFF_COOKIE)?.value
  return value && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null
}

/** The same of a cookie header, for what must be known before Next is asked. */
export function staffTokenIn(cookie: string | null): string | null {
  const [, token = null] = TOKEN_IN_COOKIE.exec(cookie ?? '') ?? []
  return token
}

/** Gives this browser a session of staff; only in a handler. */
export async function writeStaffToken(token: string): Promise<void> {
  ;(await cookies()).set(STAFF_COOKIE, token, ATTRIBUTES)
}

/** Takes it away again. */
export async function clearStaffToken(): Promise<void> {
  ;(await cookies()).set(STAFF_COOKIE, '', { ...ATTRIBUTES, maxAge: 0 })
}
