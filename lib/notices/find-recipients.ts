import 'server-only'
import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { keptFromOthers } from '@/lib/consent/kept-from-others.sql'
import { holdersOf, mandates } from '@/lib/core-banking/ledger'
import type { Telling } from './notice-kinds'

/** Of a third party that many share with so many are told in one transaction; the rest in the next. */
export const SHARING_AT_ONCE = 200

/**
 * Whom an event concerns. Of a permission everybody who has allowed it and, where `withJoint`, whoever else holds one of its accounts
 * (`isJoint`): they learn that it is shared and by whom, and it is not their permission. Of a third party those who shared with it when it happened and who have not been told of it yet.
 */
export async function findRecipients(tx: Transaction, event: Concerned): Promise<Recipient[]> {
  const { to, psuId, consentId, tppId, eventId, at, withJoint } = event
  if (to === 'sharing') {
    if (tppId === null) return []
    const when = sql`${at.toISOString()}::timestamptz`
    const { rows } = await tx.execute<Omit<Recipient, 'isJoint'>>(sql`
      select distinct on (p.psu_id) p.psu_id as "psuId", p.id as "consentId"
      from (
        select c.psu_id, c.id, c.created_at from consents c where ${wasShared(tppId, when)} and c.psu_id is not null
        union all
        select z.psu_id, c.id, c.created_at from consents c
        join authorisations z on z.resource_id = c.id and z.sca_status = 'finalised' and z.psu_id is not null
        where ${wasShared(tppId, when)}) p
      where not exists (select from notices n where n.event_id = ${eventId} and n.psu_id = p.psu_id)
      order by p.psu_id, p.created_at desc limit ${SHARING_AT_ONCE}`)
    return rows.map((row) => ({ ...row, isJoint: false }))
  }
  if (to === 'customer' || consentId === null)
    return psuId === null ? [] : [{ psuId, consentId, isJoint: false }]
  const { rows } = await tx.execute<{ psuId: string }>(sql`
    select psu_id as "psuId" from consents where id = ${consentId} and psu_id is not null
    union select psu_id from authorisations
      where resource_id = ${consentId} and sca_status = 'finalised' and psu_id is not null`)
  const allowed = rows.map((row) => row.psuId)
  const joint = withJoint ? await findJoint(tx, consentId, allowed) : []
  return [
    ...allowed.map((one) => ({ psuId: one, consentId, isJoint: false })),
    ...joint.map((one) => ({ psuId: one, consentId: null, isJoint: true })),
  ]
}

/**
 * Asked of the ledger anew: who holds an account may have changed since it was shared. Whoever asks for funds sees nothing. What a
 * protected customer shares of a private account is told to nobody; of a business's account it is the business's own affair.
 */
async function findJoint(tx: Transaction, consentId: string, allowed: readonly string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string; kept: boolean }>(sql`
    select distinct a.account_id as id, ${keptFromOthers} as kept from consents c
    join consent_accounts a on a.consent_id = c.id and a.version = c.version
    where c.id = ${consentId} and c.kind = 'accountInformation'`)
  const shared = rows.map(({ id }) => id)
  const told = rows.some(({ kept }) => kept) ? await ofBusinesses(shared) : shared
  if (told.length === 0) return []
  const holders = await holdersOf(told)
  return holders.filter((holder) => !allowed.includes(holder))
}

async function ofBusinesses(accountIds: readonly string[]): Promise<string[]> {
  const given = await mandates({ accountIds })
  return accountIds.filter((id) => given.some(({ accountId }) => accountId === id))
}

const wasShared = (tppId: string, when: ReturnType<typeof sql>) =>
  sql`c.tpp_id = ${tppId} and c.created_at <= ${when} and (c.status = 'valid'
    or (c.status in ('expired', 'revokedByPsu', 'terminatedByTpp') and c.last_action_at >= ${when}))`

export type Recipient = { psuId: string; consentId: string | null; isJoint: boolean }

type Concerned = {
  to: Telling['to']
  withJoint: boolean
  eventId: string
  psuId: string | null
  consentId: string | null
  tppId: string | null
  at: Date
}
