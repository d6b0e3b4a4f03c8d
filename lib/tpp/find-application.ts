import 'server-only'
import { eq, getTableColumns } from 'drizzle-orm'
import { database, type Queryable } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { tpps } from '@/db/schema/tpps'
import { statusNow } from './status-now'

/** An application by its `client_id` with the third party it belongs to; null if there is none. */
export async function findApplication(
  clientId: string,
  queryable: Queryable = database(),
): Promise<Application | null> {
  const [row] = await queryable
    .select({
      ...getTableColumns(applications),
      legalName: tpps.legalName,
      authorityName: tpps.authorityName,
      country: tpps.country,
      roles: tpps.roles,
      tppStatus: statusNow(),
    })
    .from(applications)
    .innerJoin(tpps, eq(tpps.id, applications.tppId))
    .where(eq(applications.clientId, clientId))
  return row ?? null
}

/** The brand is the third party's own word; pages show it only together with `legalName` of the certificate. */
export type Application = typeof applications.$inferSelect &
  Pick<typeof tpps.$inferSelect, 'legalName' | 'authorityName' | 'country' | 'roles'> & {
    tppStatus: (typeof tpps.$inferSelect)['status']
  }
