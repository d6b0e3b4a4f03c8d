import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import { type ConsoleSession, findConsoleSession, newConsoleSession } from './console-session'

const secure = env.PUBLIC_ORIGIN.startsWith('https:')
const NAME = secure ? '__Host-placet-console' : 'placet-console'

/** Lax: the customer's way back is a navigation. No script reads it, and nothing but this cookie is in the browser. */
const ATTRIBUTES = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const

/** What this browser has done in the console, or null: nothing yet, or too long ago. */
export async function findConsole(): Promise<ConsoleSession | null> {
  const token = (await cookies()).get(NAME)?.value ?? ''
  return /^[\w-]{43}$/.test(token) ? findConsoleSession(hash(token)) : null
}

/** The same, begun anew where there is none; only in a handler. The id is drawn here, never taken from a browser. */
export async function openConsole(): Promise<ConsoleSession> {
  const found = await findConsole()
  if (found) return found
  const token = randomBytes(32).toString('base64url')
  ;(await cookies()).set(NAME, token, ATTRIBUTES)
  return newConsoleSession(hash(token))
}

const hash = (token: string) => createHash('sha256').update(token).digest('base64')
