import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'

const secure = env.PUBLIC_ORIGIN.startsWith('https:')
const NAME = secure ? '__Host-placet-choice' : 'placet-choice'
/** More do not fit into a cookie that every browser keeps. */
const KEPT_MAX = 50

/**
 * Keeps which accounts were ticked while somebody signs in anew for the same request (WCAG 2.2.1, 3.3.7). With this browser
 * and not in the address, which a third party could write itself and so tick accounts beforehand. Only in a handler.
 */
export async function keepChoice(uid: string, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length > KEPT_MAX) return
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  const value = `${uid}.${accountIds.join('.')}`
  ;(await cookies()).set(NAME, value, { ...attributes, maxAge: LIFETIME_SECONDS.interaction })
}

/** The accounts that this browser had ticked on this request; null where nothing was kept. */
export async function readKeptChoice(uid: string): Promise<readonly string[] | null> {
  const [of, ...accountIds] = ((await cookies()).get(NAME)?.value ?? '').split('.')
  return of === uid ? accountIds : null
}
