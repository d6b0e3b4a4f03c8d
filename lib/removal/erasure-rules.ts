/**
 * What an erasure by the bank itself does with each table that holds data of a customer. `now`: which rows go at once, in SQL,
 * with the customer as `$psu`; a reason to keep them there is none. `stays`: since when the period of `docs/retention.md` runs
 * for the newest row that stays and how long, in SQL; null where the end is no day yet. A table that is not here and names its
 * customer stays as a whole while they are one; one that does not name them fails a test.
 */
export const ERASURE_RULES: Record<string, ErasureRule> = {
  sessions: { now: 'psu_id = $psu and ended_at is not null', stays: null, of: 'psu_id = $psu' },
  activation_codes: {
    now: 'psu_id = $psu and (used_at is not null or expires_at < placet_now())',
    stays: null,
    of: 'psu_id = $psu',
  },
  sca_challenges: {
    now: 'psu_id = $psu and (consumed_at is not null or expires_at < placet_now())',
    stays: null,
    of: 'psu_id = $psu',
  },
  delivered_reports: { now: `consent_id in (${ended()})`, stays: null, of: ofConsents() },
  consent_uses: { stays: after('c.last_action_at', '2 years', 'consent_id'), of: ofConsents() },
  psus: { stays: null, of: 'id = $psu' },
  consents: {
    stays: `select case when bool_or(status = 'valid' and ends_at > placet_now()) then null
      else max(last_action_at) + interval '5 years' end as until from consents where psu_id = $psu`,
    of: 'psu_id = $psu',
  },
  consent_versions: { stays: after('c.last_action_at', '5 years', 'consent_id'), of: ofConsents() },
  consent_accounts: { stays: after('c.last_action_at', '5 years', 'consent_id'), of: ofConsents() },
  authorisations: {
    stays: `select case when bool_or(c.status = 'valid' and c.ends_at > placet_now()) or bool_or(p.status = 'ACTC') then null
      else max(coalesce(c.last_action_at, p.last_action_at)) + interval '5 years' end as until
      from authorisations t left join consents c on c.id = t.resource_id left join payments p on p.id = t.resource_id
      where t.psu_id = $psu`,
    of: 'psu_id = $psu',
  },
  // PSD2 Art. 72: the bank has to prove that a payment was authenticated and carried out. Until it has been, no end is known.
  payments: { stays: afterPayment('payments p'), of: 'psu_id = $psu' },
  payment_approvals: {
    stays: afterPayment('payment_approvals t join payments p on p.id = t.payment_id'),
    of: 'payment_id in (select id from payments where psu_id = $psu)',
  },
  protections: { stays: null, of: 'psu_id = $psu' },
  disclosure_preferences: { stays: null, of: 'psu_id = $psu' },
  holds: { stays: after('c.last_action_at', '5 years', 'consent_id'), of: 'psu_id = $psu' },
  funds_questions: { stays: newest('at', '5 years'), of: 'psu_id = $psu' },
  sca_demands: { stays: newest('demanded_at', '5 years'), of: 'psu_id = $psu' },
  audit_events: { stays: newest('at', '5 years'), of: 'psu_id = $psu' },
  access_log: { stays: newest('at', '5 years'), of: 'psu_id = $psu' },
  removals: { stays: newest('asked_at', '5 years'), of: 'psu_id = $psu' },
  erasures: { stays: newest('requested_at', '5 years'), of: 'psu_id = $psu' },
  erasure_bookings: {
    stays: newest('(select requested_at from erasures e where e.id = erasure_id)', '5 years'),
    of: 'erasure_id in (select id from erasures where psu_id = $psu)',
  },
  erasure_cases: { stays: newest('coalesce(done_at, prepared_at)', '5 years'), of: 'psu_id = $psu' },
  kept_records: {
    stays: 'select max(kept_until)::timestamptz as until from $table where $of',
    of: 'case_id in (select id from erasure_cases where psu_id = $psu)',
  },
  export_parts: {
    now: `export_id in (select id from exports where psu_id = $psu and state in ('ready', 'failed'))`,
    stays: `select max(ends_at) as until from exports where psu_id = $psu`,
    of: 'export_id in (select id from exports where psu_id = $psu)',
  },
  exports: {
    now: `psu_id = $psu and state in ('ready', 'failed')`,
    stays: newest('ends_at', '0 days'),
    of: 'psu_id = $psu',
  },
  interactions: { stays: newest('request_ends_at', '1 day'), of: 'psu_id = $psu' },
  oauth_records: { stays: newest('expires_at', '1 day'), of: 'psu_id = $psu' },
  outbox: { stays: newest('created_at', '90 days'), of: 'psu_id = $psu' },
  deliveries: { stays: newest('planned_at', '90 days'), of: ofConsents() },
  ledger_accounts: { stays: null, of: 'id in (select account_id from ledger_holders where psu_id = $psu)' },
  ledger_balances: { stays: null, of: ofAccounts() },
  ledger_transactions: { stays: null, of: ofAccounts() },
  ledger_transfers: { stays: null, of: ofAccounts() },
  ledger_standing_orders: { stays: null, of: ofAccounts() },
}

/** What stays while somebody is a customer. */
export const STAYS: ErasureRule = { stays: null, of: 'psu_id = $psu' }

/** In the database of keys, which nothing but the key's own end touches. */
export const NOT_BY_TABLE: readonly string[] = ['vault_keys']

function newest(column: string, period: string) {
  return `select max(${column}) + interval '${period}' as until from $table where $of`
}

function after(column: string, period: string, id: string) {
  return `select case when bool_or(c.status = 'valid' and c.ends_at > placet_now()) then null
    else max(${column}) + interval '${period}' end as until
    from $table t join consents c on c.id = t.${id} where c.psu_id = $psu`
}

function afterPayment(from: string) {
  return `select case when bool_or(p.status = 'ACTC') then null
    else max(p.last_action_at) + interval '5 years' end as until from ${from} where p.psu_id = $psu`
}

function ended() {
  return `select id from consents where psu_id = $psu and (status <> 'valid' or ends_at <= placet_now())`
}

function ofConsents() {
  return 'consent_id in (select id from consents where psu_id = $psu)'
}

function ofAccounts() {
  return 'account_id in (select account_id from ledger_holders where psu_id = $psu)'
}

/** `of`: the rows of that customer; `now` is a part of them. */
export type ErasureRule = { now?: string; stays: string | null; of: string }
