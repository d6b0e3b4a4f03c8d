import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { payments } from '@/db/schema/payments'
import { tpps } from '@/db/schema/tpps'

/** The third parties through which a customer has answered a payment, by the names that they go by. */
export async function findPaymentApps(psuId: string): Promise<{ tppId: string; brand: string }[]> {
  return database()
    .selectDistinct({
      tppId: payments.tppId,
      brand: sql<string>`coalesce(${applications.brand}, ${tpps.legalName})`,
    })
    .from(payments)
    .innerJoin(tpps, eq(tpps.id, payments.tppId))
    .leftJoin(applications, eq(applications.clientId, payments.clientId))
    .where(eq(payments.psuId, psuId))
}
