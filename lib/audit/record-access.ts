import 'server-only'
import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { hotQuery } from '@/db/hot-path'
import { accessLog } from '@/db/schema/audit'

/**
 * Records one call of an identified third party, by a statement of its own: for calls that were refused, and for
 * those that decided nothing. What a call decided is recorded in that transaction: `recordAccessIn`.
 */
export async function recordAccess(access: Access): Promise<void> {
  await hotQuery({
    name: 'access.record',
    text: `insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method,
             route, status, code, psu_present, request_id, sealed_psu_address, items)
           values ($1, placet_now(), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    values: [
      access.callId,
      access.tppId,
      access.certificateThumbprint,
      access.consentId,
      access.psuId,
      access.accountId,
      access.method,
      access.route,
      access.status,
      access.code,
      access.psuPresent,
      access.requestId,
      access.sealedPsuAddress,
      access.items,
    ],
  })
}

/** The same within the transaction that the call decided in: both stand, or neither. */
export async function recordAccessIn(tx: Transaction, access: Access): Promise<void> {
  await tx.insert(accessLog).values({ ...access, at: sql`placet_now()` })
}

export type Access = Omit<typeof accessLog.$inferSelect, 'at' | 'continued' | 'corrects' | 'writtenIn'>
