import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { mayDo, type StaffAction } from '@/lib/staff/roles'
import { askNextAuth } from './ask-next-auth'
import { peekStaffSession, type SignedInColleague, touchStaffSession } from './live-staff-session'
import { PATH_HEADER } from './path-header'
import { sameOriginPath } from './same-origin-path'
import { STAFF_COOKIE } from './staff-cookie'

export type { SignedInColleague } from './live-staff-session'

/**
 * The signed-in member of staff, who must be allowed to do this; lengthens the session. Without one it leads to the staff's
 * own sign-in page; without the role the page does not exist for them.
 */
export async function requireColleague(action: StaffAction): Promise<SignedInColleague> {
  const colleague = await findColleagueHere()
  if (!colleague) redirect(staffSignInPath(sameOriginPath((await headers()).get(PATH_HEADER))))
  if (!mayDo(colleague.roles, action)) notFound()
  return colleague
}

/** The signed-in member of staff or null; lengthens the session. */
export const findColleagueHere = () => read(touchStaffSession)

/** The same, without lengthening the session. */
export const peekColleague = () => read(peekStaffSession)

/** Where staff sign in so that they come back to `next`, a page of staff. */
export const staffSignInPath = (next: string, again = false) => {
  const query = new URLSearchParams({
    ...(isStaffPath(next) ? { next } : {}),
    ...(again ? { again: '' } : {}),
  })
  return query.size > 0 ? `/staff/sign-in?${query}` : '/staff/sign-in'
}

/** Where staff go on to after signing in: a page of theirs, and nothing else. */
export function staffPath(given: string | null | undefined): string {
  const path = sameOriginPath(given)
  return isStaffPath(path) ? path : '/staff'
}

const isStaffPath = (path: string) => /^\/staff(?:[/?]|$)/.test(path)

async function read(find: (token: string) => Promise<SignedInColleague | null>) {
  const token = await STAFF_COOKIE.read()
  return token === null ? null : askNextAuth({ cookie: STAFF_COOKIE.name, token, find })
}
