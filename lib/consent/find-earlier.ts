import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { env } from '@/lib/env'
import type { AccountRights, ConsentKind, ConsentModel, ConsentStatus } from './consent'

/**
 * What a request is compared with before the customer answers it: what they share with the same third party now, or shared
 * last, of account information; the same application's before another's. Null where there was nothing in two years.
 */
export async function findEarlier({ consentId, psuId }: FindEarlier): Promise<Earlier | null> {
  const { rows } = await database().execute<Row>(sql`
    select older.kind, older.model, older.status, older.recurring, older.frequency_per_day,
           older.status = 'valid' and older.ends_at > placet_now() as live,
           older.valid_until - (older.created_at at time zone ${env.BANK_TIME_ZONE})::date + 1 as days,
           mine.valid_until - (mine.created_at at time zone ${env.BANK_TIME_ZONE})::date + 1 as days_asked,
           (select json_agg(json_build_object('accountId', a.account_id, 'balances', a.balances,
              'transactions', a.transactions, 'ownerName', a.owner_name))
            from consent_accounts a where a.consent_id = older.id and a.version = older.version) as rights
    from consents mine
    join consents older on older.tpp_id = mine.tpp_id and older.kind = mine.kind and older.id <> mine.id
    where mine.id = ${consentId} and mine.kind = 'accountInformation' and older.psu_id = ${psuId}
      and older.version > 0 and older.status in ('valid', 'expired', 'revokedByPsu', 'terminatedByTpp')
      and older.last_action_at > placet_now() - interval '2 years'
    order by live desc, older.client_id = mine.client_id desc, older.last_action_at desc, older.id
    limit 1`)
  const [row] = rows
  if (!row?.rights) return null
  return {
    kind: row.kind,
    model: row.model,
    live: row.live,
    stoppedByCustomer: row.status === 'revokedByPsu',
    recurring: row.recurring,
    frequencyPerDay: row.frequency_per_day,
    days: row.days,
    daysAsked: row.days_asked,
    rights: row.rights,
  }
}

type FindEarlier = { consentId: string; psuId: string }

/** `days` is for how long it was asked for, or left by the customer; `daysAsked` how long the new request is for. */
export type Earlier = {
  kind: ConsentKind
  model: ConsentModel
  live: boolean
  stoppedByCustomer: boolean
  recurring: boolean
  frequencyPerDay: number
  days: number
  daysAsked: number
  rights: (AccountRights & { accountId: string })[]
}

type Row = {
  kind: ConsentKind
  model: ConsentModel
  status: ConsentStatus
  recurring: boolean
  frequency_per_day: number
  live: boolean
  days: number
  days_asked: number
  rights: Earlier['rights'] | null
}
