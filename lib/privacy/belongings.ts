import 'server-only'
import { sql } from 'drizzle-orm'
import type { Queryable } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { allowedBy } from '@/lib/consent/allowed-by'
import { bankKey, vaultKeysById } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'

/** What hangs on a person by its id; every table's rows are found from these. Throws where there is no such customer. */
export async function belongingsOf(queryable: Queryable, psuId: string): Promise<Belongings> {
  const { rows } = await queryable.execute<Row>(sql`
    with mine as (
      select id from consents where psu_id = ${psuId}
      union select resource_id from authorisations
        where psu_id = ${psuId} and resource_kind = 'consent' and (sca_status <> 'failed'
          or exists (select from consents where id = resource_id and ended_by = ${psuId})))
    select key_id,
      array(select id::text from mine) as consents,
      array(select id::text from consents where psu_id = ${psuId}) as own_consents,
      array(select id::text from ${consents} where ${allowedBy(psuId)}
            or ${consents.endedBy} = ${psuId} and id in (select id from mine)) as decided,
      array(select account_id::text from ledger_holders where psu_id = ${psuId} and ${HELD}) as accounts,
      array(select a.key_id::text from ledger_accounts a join ledger_holders h on h.account_id = a.id
            where h.psu_id = ${psuId} and ${HELD}) as account_keys,
      array(select psu_id::text from ledger_holders
              where account_id in (select account_id from ledger_holders where psu_id = ${psuId})
            union select psu_id::text from ledger_mandates where customer_id = ${psuId}
            union select customer_id::text from ledger_mandates where psu_id = ${psuId}
            union select psu_id::text from authorisations where resource_id in (select id from mine)
            union select psu_id::text from consents where id in (select id from mine)
            union select ended_by::text from consents where id in (select id from mine)) as people
    from psus where id = ${psuId}`)
  const [row] = rows
  if (!row) throw new Error(`There is no customer ${psuId}`)
  return {
    psuId,
    keyIds: [row.key_id, ...row.account_keys],
    consentIds: row.consents,
    ownConsentIds: row.own_consents,
    decidedConsentIds: row.decided,
    accountIds: row.accounts,
    otherIds: new Set(row.people.flatMap((id) => (id === null || id === psuId ? [] : [id]))),
  }
}

/** Whose mandate has ended is given nothing of the account any more. */
const HELD = sql`(ends_at is null or ends_at > placet_now())`

/** The keys that open what is held of somebody: their own, their accounts', and the bank's. */
export async function keysOf({ keyIds }: Belongings): Promise<VaultKey[]> {
  const keys = await vaultKeysById(keyIds)
  return [...keys.filter((key) => key !== undefined), await bankKey()]
}

export type Belongings = {
  psuId: string
  /** The person's own key first, then those of the accounts. */
  keyIds: readonly string[]
  /** Every permission that the person's pages show: given alone, with others, or waiting for them. */
  consentIds: readonly string[]
  /** Of those, the ones that stand under this person's name. */
  ownConsentIds: readonly string[]
  /** Those on which this person has said yes or no: what other holders say about them this person is told. */
  decidedConsentIds: readonly string[]
  accountIds: readonly string[]
  /** Other holders of the same accounts and permissions. */
  otherIds: ReadonlySet<string>
}
type Row = {
  key_id: string
  consents: string[]
  own_consents: string[]
  decided: string[]
  accounts: string[]
  account_keys: string[]
  people: (string | null)[]
}
