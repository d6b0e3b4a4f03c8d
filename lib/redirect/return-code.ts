import 'server-only'
import { randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { hashCode } from '@/lib/consent/confirm-authorisation'
import { env } from '@/lib/env'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'

const secure = env.PUBLIC_ORIGIN.startsWith('https:')
const NAME = secure ? '__Host-placet-return' : 'placet-return'

/** A code for one authorisation, with its hash for the books; it is good for as long as a link is. */
export function newReturnCode(at: Date): ReturnCode {
  const code = randomBytes(32).toString('base64url')
  const endsAt = new Date(at.getTime() + LIFETIME_SECONDS.interaction * 1_000)
  return { code, confirmation: { hash: hashCode(code), endsAt } }
}

/**
 * Gives the code to the browser that has just answered, and to no other: whoever else knows the link, the person who was
 * lured into opening it or the one who sent it, cannot fetch it. Only in a handler.
 */
export async function giveReturnCode(uid: string, { code }: Pick<ReturnCode, 'code'>): Promise<void> {
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  ;(await cookies()).set(NAME, `${uid}.${code}`, { ...attributes, maxAge: LIFETIME_SECONDS.interaction })
}

/** The code that this browser was given for this link, or null. */
export async function readReturnCode(uid: string): Promise<string | null> {
  const [of, code] = ((await cookies()).get(NAME)?.value ?? '').split('.')
  return of === uid && code ? code : null
}

export type ReturnCode = { code: string; confirmation: { hash: Buffer; endsAt: Date } }
