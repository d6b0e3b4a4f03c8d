import 'server-only'
import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { psus } from '@/db/schema/psus'
import { allowedBy } from './allowed-by'
import { predecessorsOf } from './consent'

/**
 * Locks every permission that the customer has allowed and that has not ended, valid or still waiting for somebody else's
 * word; `which` narrows them. Their customers first and in one order, as whoever approves does (a new consent ends older
 * ones), then the consents in one order: no two decisions wait for each other. Whoever is blocked may stop all the same.
 */
export async function lockOpen(tx: Transaction, { psuId, which }: LockOpen): Promise<Open[]> {
  const open = and(allowedBy(psuId), which, isOpen)
  const people = await tx.selectDistinct({ psuId: consents.psuId }).from(consents).where(open)
  await tx
    .select({ id: psus.id })
    .from(psus)
    .where(inArray(psus.id, [psuId, ...people.flatMap((one) => one.psuId ?? [])]))
    .orderBy(asc(psus.id))
    .for('no key update')
  return tx
    .select({ id: consents.id, version: consents.version, narrows: sql<boolean>`${narrows}` })
    .from(consents)
    .where(open)
    .orderBy(asc(consents.id))
    .for('update')
}

const live = and(
  eq(consents.status, 'valid'),
  sql`${consents.endsAt} > placet_now()`,
  or(isNull(consents.readsLeft), gt(consents.readsLeft, 0)),
)
const waiting = and(gt(consents.version, 0), inArray(consents.status, predecessorsOf('rejected')))
const isOpen = or(live, waiting)
/** Only what is valid again and again can go on in part. */
const narrows = and(
  eq(consents.status, 'valid'),
  eq(consents.recurring, true),
  eq(consents.kind, 'accountInformation'),
)

type LockOpen = { psuId: string; which?: SQL }
type Open = { id: string; version: number; narrows: boolean }
