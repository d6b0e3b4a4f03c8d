import 'server-only'
import { and, desc, eq, gt, or, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { consents } from '@/db/schema/consents'
import { removals } from '@/db/schema/removals'
import { tpps } from '@/db/schema/tpps'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { allowedBy } from '@/lib/consent/allowed-by'
import { consentReference } from '@/lib/consent/consent'
import { keyIdOf } from '@/lib/consent/open-access'
import { vaultKey } from '@/lib/vault/vault'
import { isOpen, isOverdue, type RemovalChannel, type RemovalState, removalReference } from './removal'

/**
 * A customer's requests to delete, newest first, open ones and those asked in the last two years; of a permission with several
 * holders those of all who have allowed it. `removalId` or `consentId` narrows. Whose they are stands in the statement.
 */
export async function findRemovals({ psuId, removalId, consentId, now }: FindRemovals): Promise<Removal[]> {
  const rows = await database()
    .select({
      removal: removals,
      brand: sql<string>`coalesce(${applications.brand}, ${tpps.legalName})`,
      legalName: tpps.legalName,
      authority: tpps.authorityName,
      site: applications.clientUri,
    })
    .from(removals)
    .innerJoin(consents, eq(consents.id, removals.consentId))
    .innerJoin(tpps, eq(tpps.id, removals.tppId))
    .leftJoin(applications, eq(applications.clientId, consents.clientId))
    .where(
      and(
        allowedBy(psuId),
        // The same once more, by the two indexes of a customer: nobody's page looks at everybody's requests.
        sql`${removals.consentId} = any(array(select c.id from consents c where c.psu_id = ${psuId}
          union select z.resource_id from authorisations z where z.psu_id = ${psuId}))`,
        removalId === undefined ? undefined : eq(removals.id, removalId),
        consentId === undefined ? undefined : eq(removals.consentId, consentId),
        or(
          sql`${removals.state} in ('asked', 'passed-on', 'received')`,
          gt(removals.askedAt, sql`placet_now() - interval '2 years'`),
        ),
      ),
    )
    .orderBy(desc(removals.askedAt), desc(removals.id))
  const today = bankDay(now, brand.timeZone)
  return Promise.all(rows.map(({ removal, ...tpp }) => toRemoval(removal, tpp, today)))
}

async function toRemoval(row: Row, tpp: Omit<Removal['tpp'], 'id'>, today: string): Promise<Removal> {
  const { id, consentId, psuId, tppId, state, channel, dueOn, sealedReason, sealedExtension } = row
  const sealed = sealedReason ?? sealedExtension
  const key = sealed ? await vaultKey(await keyIdOf(psuId)) : null
  const open = (column: string, text: typeof sealed) => (text && key ? key.open<string>(column, text) : null)
  return {
    id,
    consentId,
    psuId,
    tpp: { id: tppId, ...tpp },
    reference: removalReference(id),
    permission: consentReference(consentId),
    state,
    channel,
    open: isOpen(state),
    overdue: isOverdue({ state, dueOn }, today),
    dueOn,
    askedAt: row.askedAt,
    passedOnAt: row.passedOnAt,
    receivedAt: row.receivedAt,
    undeliveredAt: row.undeliveredAt,
    extension: row.extendedAt && { at: row.extendedAt, reason: open('removals.extension', sealedExtension) },
    answeredAt: row.answeredAt,
    reason: open('removals.reason', sealedReason),
  }
}

type Row = typeof removals.$inferSelect
type FindRemovals = { psuId: string; removalId?: string; consentId?: string; now: Date }

/** `psuId` is whoever asked: of a permission with several holders it may be another one. `dueOn` is a day of the bank. */
export type Removal = {
  id: string
  consentId: string
  psuId: string
  /** `site` is what it says of itself, null where it says nothing. */
  tpp: { id: string; brand: string; legalName: string; authority: string; site: string | null }
  reference: string
  /** The reference of the permission. */
  permission: string
  state: RemovalState
  channel: RemovalChannel
  open: boolean
  overdue: boolean
  dueOn: string | null
  askedAt: Date
  passedOnAt: Date | null
  receivedAt: Date | null
  undeliveredAt: Date | null
  extension: { at: Date; reason: string | null } | null
  answeredAt: Date | null
  reason: string | null
}
