import 'server-only'
import type { ZodType } from 'zod'
import { Refusal } from '@/lib/errors'
import { findDeveloperHere, type SignedInDeveloper } from './developer'
import type { RouteHandler } from './door-request'
import { type FormOptions, type VisitorInput, visitorForm } from './visitor-form'

/** A handler for a form of a signed-in developer: session, origin and every field are checked here, whatever the page showed. */
export function developerForm<T>(
  schema: ZodType<T>,
  use: (input: VisitorInput<T> & { developer: SignedInDeveloper }) => Promise<string>,
  options: Omit<FormOptions, 'signIn'> = {},
): RouteHandler {
  return visitorForm(
    schema,
    async (given) => {
      const developer = await findDeveloperHere()
      if (!developer) throw new Refusal('session_ended')
      return use({ ...given, developer })
    },
    { ...options, signIn: () => '/developer/sign-in' },
  )
}
