const PSD2 = 'PSD2 Art. 72'
const GDPR = 'GDPR Art. 5(2)'

/**
 * What a law keeps of somebody who is erased: which rows of which table, by which law, until which day, in SQL with the customer
 * as `$psu`. What is sealed in these rows is kept, sealed anew; of no other table is anything. `id` names the row. Rows whose
 * day has come already are not kept. Each table with data of a customer stands here or in `WITHOUT_ITS_KEY` or is deleted.
 */
export const KEPT_BY_LAW: Record<string, Kept> = {
  consents: {
    law: PSD2,
    id: 't.id',
    from: 'consents t',
    whose: 't.psu_id = $psu',
    ...fiveYears('t.last_action_at'),
  },
  consent_versions: {
    law: PSD2,
    id: "t.consent_id || '/' || t.version",
    from: `consent_versions t join consents c on c.id = t.consent_id left join authorisations a on a.id = t.authorisation_id`,
    whose: 'coalesce(t.psu_id, a.psu_id) = $psu',
    ...fiveYears('c.last_action_at'),
  },
  authorisations: {
    law: PSD2,
    id: 't.id',
    from: `authorisations t left join consents c on c.id = t.resource_id left join payments p on p.id = t.resource_id`,
    whose: 't.psu_id = $psu',
    ...fiveYears('coalesce(c.last_action_at, p.last_action_at, t.updated_at)'),
  },
  payments: {
    law: PSD2,
    id: 't.id',
    from: 'payments t',
    whose: 't.psu_id = $psu',
    ...fiveYears('t.last_action_at'),
  },
  payment_approvals: {
    law: PSD2,
    id: 't.payment_id',
    from: 'payment_approvals t join payments p on p.id = t.payment_id',
    whose: 'p.psu_id = $psu',
    ...fiveYears('p.last_action_at'),
  },
  funds_questions: {
    law: PSD2,
    id: 't.call_id',
    from: 'funds_questions t',
    whose: 't.psu_id = $psu',
    ...fiveYears('t.at'),
  },
  sca_demands: {
    law: 'RTS (EU) 2018/389 Art. 10a(3)',
    id: 't.id',
    from: 'sca_demands t',
    whose: 't.psu_id = $psu',
    ...fiveYears('t.demanded_at'),
  },
  removals: {
    law: GDPR,
    id: 't.id',
    from: 'removals t',
    whose: 't.psu_id = $psu',
    ...fiveYears('t.asked_at'),
  },
  privacy_requests: {
    law: GDPR,
    id: 't.id',
    from: 'privacy_requests t',
    whose: 't.psu_id = $psu',
    ...fiveYears('t.asked_at'),
  },
}

/**
 * Whose rows stay as they are, under a pseudonym that leads to nobody any more: the trail, which is never changed, and what runs
 * out by itself. What is sealed in them opens no more.
 */
export const WITHOUT_ITS_KEY: readonly string[] = [
  'audit_events',
  'access_log',
  'consent_accounts',
  'holds',
  'protections',
  'erasures',
  'erasure_bookings',
  'erasure_cases',
  'kept_records',
  'outbox',
  'deliveries',
  'ledger_transfers',
]

/** Deleted by `psu_id` where nothing else is said; in this order. */
export const DELETED: Record<string, string> = {
  export_parts: 'export_id in (select id from exports where psu_id = $psu)',
  exports: 'psu_id = $psu',
  consent_uses: 'consent_id in (select id from consents where psu_id = $psu)',
  delivered_reports: 'consent_id in (select id from consents where psu_id = $psu)',
  interactions: 'psu_id = $psu',
  oauth_records: 'psu_id = $psu',
  sessions: 'psu_id = $psu',
  disclosure_preferences: 'psu_id = $psu',
  sca_challenges: 'psu_id = $psu',
  activation_codes: 'psu_id = $psu',
  recovery_codes: 'psu_id = $psu',
  recovery_letters: 'psu_id = $psu',
  authenticators: 'psu_id = $psu',
  notice_mails: 'psu_id = $psu',
  notices: 'psu_id = $psu',
  notice_settings: 'psu_id = $psu',
}

/** The books of the bank, which `forgetHolder` takes care of, and the customer, who goes last. */
export const BY_OTHERS: readonly string[] = [
  'psus',
  'ledger_accounts',
  'ledger_holders',
  'ledger_mandates',
  'ledger_contacts',
  'ledger_balances',
  'ledger_transactions',
  'ledger_standing_orders',
]

function fiveYears(from: string) {
  return { until: `(${from} + interval '5 years')` }
}

type Kept = { law: string; id: string; from: string; whose: string; until: string }
