import { Refusal } from '@/lib/errors'
import { type Customer, findCustomer, isRecent } from '@/lib/session/customer'

/** The customer of this session if their passkey was used just now. Throws `session_ended`. */
export async function recentCustomer(now: Date): Promise<Customer> {
  const customer = await findCustomer()
  if (!customer || !isRecent(customer, now)) throw new Refusal('session_ended')
  return customer
}
