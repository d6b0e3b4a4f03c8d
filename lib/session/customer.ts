import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { isRecentAuthentication } from '@/lib/sca/recent-authentication'
import type { Customer } from './live-session'
import { PATH_HEADER } from './path-header'
import { readSession } from './read-session'
import { sameOriginPath } from './same-origin-path'

export type { Customer } from './live-session'

/** The signed-in customer, whose session this lengthens. Otherwise sends to the sign-in page, which leads back here. */
export async function requireCustomer(): Promise<Customer> {
  const customer = await findCustomer()
  if (!customer) redirect(signInPath(sameOriginPath((await headers()).get(PATH_HEADER))))
  ofPage().psuId = customer.psuId
  return customer
}

/** One for each page that is made: what stands around a page need not look the session up again. */
const ofPage = cache((): { psuId: string | null } => ({ psuId: null }))

/** Whose page is being made: null until `requireCustomer` has said so. */
export const psuIdOfPage = (): string | null => ofPage().psuId

/** The signed-in customer or null; lengthens the session. */
export const findCustomer = () => readSession('touch')

/** The signed-in customer or null, without lengthening the session: for reads that nobody's hand caused. */
export const peekCustomer = () => readSession('peek')

/** Whether the passkey was used only just now; what binds a new passkey asks for it (RTS Art. 24(2)(b)). */
export function isRecent(session: Pick<Customer, 'authenticatedAt'>, now: Date): boolean {
  return isRecentAuthentication(session.authenticatedAt, now)
}

/** Where to sign in so that the customer comes back to `next`. */
export const signInPath = (next: string, again = false) => {
  const query = new URLSearchParams({ ...(next === '/' ? {} : { next }), ...(again ? { again: '' } : {}) })
  return query.size > 0 ? `/sign-in?${query}` : '/sign-in'
}
