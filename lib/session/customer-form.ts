import 'server-only'
import type { ZodType } from 'zod'
import { Refusal } from '@/lib/errors'
import { type Customer, findCustomer } from './customer'
import type { RouteHandler } from './door-request'
import { type FormOptions, type VisitorInput, visitorForm } from './visitor-form'

/**
 * A handler for a form of a signed-in customer. It is a public endpoint: the page's guard does not protect it, so it
 * checks session, origin and every field itself. Without a session it leads to the sign-in page, or to `signIn`.
 */
export function customerForm<T>(
  schema: ZodType<T>,
  use: (input: VisitorInput<T> & { customer: Customer }) => Promise<string>,
  options?: FormOptions,
): RouteHandler {
  return visitorForm(
    schema,
    async (given) => {
      const customer = await findCustomer()
      if (!customer) throw new Refusal('session_ended')
      return use({ ...given, customer })
    },
    options,
  )
}
