import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { deliveredReports } from '@/db/schema/delivered-reports'
import { now } from '@/lib/clock'
import type { Mark } from '@/lib/core-banking/ledger-port'

/** Up to where this consent has been given the account's entries by delta reports; null before the first. */
export async function findDelivered({ consentId, accountId }: OfAccount): Promise<Mark | null> {
  const [report] = await database()
    .select({ mark: deliveredReports.mark })
    .from(deliveredReports)
    .where(and(eq(deliveredReports.consentId, consentId), eq(deliveredReports.accountId, accountId)))
  return report?.mark ?? null
}

/** Remembers that everything up to `mark` has been given. The later of two that end at once stands. */
export async function recordDelivered({
  consentId,
  accountId,
  mark,
}: OfAccount & { mark: Mark }): Promise<void> {
  const deliveredAt = await now()
  await database()
    .insert(deliveredReports)
    .values({ consentId, accountId, mark, deliveredAt })
    .onConflictDoUpdate({
      target: [deliveredReports.consentId, deliveredReports.accountId],
      set: { mark, deliveredAt },
    })
}

type OfAccount = { consentId: string; accountId: string }
