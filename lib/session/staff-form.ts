import 'server-only'
import type { ZodType } from 'zod'
import { Refusal } from '@/lib/errors'
import { mayDo, type StaffAction } from '@/lib/staff/roles'
import { findColleagueHere, type SignedInColleague } from './colleague'
import type { RouteHandler } from './door-request'
import { type FormOptions, type VisitorInput, visitorForm } from './visitor-form'

/**
 * A handler for a form of signed-in staff. It is a public endpoint: session, role, origin and every field are checked here,
 * whatever the page showed. Without a session it leads to the staff's sign-in page.
 */
export function staffForm<T>(
  action: StaffAction,
  schema: ZodType<T>,
  use: (input: VisitorInput<T> & { colleague: SignedInColleague }) => Promise<string>,
  options: Omit<FormOptions, 'signIn'> = {},
): RouteHandler {
  return visitorForm(
    schema,
    async (given) => {
      const colleague = await findColleagueHere()
      if (!colleague) throw new Refusal('session_ended')
      if (!mayDo(colleague.roles, action)) throw new Refusal('staff_role_missing')
      return use({ ...given, colleague })
    },
    { ...options, signIn: () => '/staff/sign-in' },
  )
}
