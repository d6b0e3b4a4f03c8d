import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'

const AT_ONCE = 500

/**
 * Removes the payments whose time to be kept is over, with their approvals and authorisations: ninety days after its last minute
 * what no known customer has answered, five years after it ended what one has. Only the database's own function may, and the
 * periods stand in it: the application has no right to remove a payment.
 */
export async function forgetPayments(): Promise<void> {
  for (let gone = AT_ONCE; gone === AT_ONCE; ) gone = await forgetSome()
}

async function forgetSome(): Promise<number> {
  const { rows } = await database().execute<{ forgotten: number }>(
    sql`select forget_payments(${AT_ONCE}) as forgotten`,
  )
  return rows[0]?.forgotten ?? 0
}
