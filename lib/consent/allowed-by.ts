import { type SQL, sql } from 'drizzle-orm'
import { consents } from '@/db/schema/consents'

/** Whose consent it is: the customer's who allowed it first, and of each other holder who has allowed it since. */
export function allowedBy(psuId: string): SQL {
  return sql`(${consents.psuId} = ${psuId} or exists (select from authorisations own
    where own.resource_id = ${consents.id} and own.psu_id = ${psuId} and own.sca_status = 'finalised'))`
}
