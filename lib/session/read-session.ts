import 'server-only'
import { askNextAuth } from './ask-next-auth'
import { type Customer, peekSession, touchSession } from './live-session'
import { readSessionToken, SESSION_COOKIE } from './session-cookie'

/** The signed-in customer of this request. */
export async function readSession(look: 'touch' | 'peek'): Promise<Customer | null> {
  const token = await readSessionToken()
  if (token === null) return null
  return askNextAuth({ cookie: SESSION_COOKIE, token, find: look === 'touch' ? touchSession : peekSession })
}
