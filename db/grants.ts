/**
 * What the application's role may do, table by table; what is not named it may not do at all. It owns nothing, and
 * it can neither change nor remove a row of the audit tables, of what was shown, nor of the sandbox's clock.
 */
export const GRANTS = {
  main: {
    'select, insert': [
      'audit_events',
      'access_log',
      'consent_versions',
      'consent_accounts',
      'funds_questions',
      'tpp_certificates',
    ],
    'select, insert, update': [
      'psus',
      'tpps',
      'applications',
      'consents',
      'holds',
      'authorisations',
      'sca_demands',
      'signing_keys',
    ],
    'select, insert, delete': ['request_measurements'],
    'select, insert, update, delete': [
      'activation_codes',
      'sessions',
      'outbox',
      'deliveries',
      'delivery_hosts',
      'journeys',
      'security_events',
      'idempotent_answers',
      'interactions',
      'consent_uses',
      'authenticators',
      'sca_challenges',
      'oauth_records',
      'oauth_replays',
      'ledger_accounts',
      'ledger_holders',
      'ledger_balances',
      'ledger_transactions',
      'ledger_standing_orders',
      'delivered_reports',
    ],
    select: ['sandbox_clock'],
  },
  keys: { 'select, insert, delete': ['vault_keys'] },
} as const satisfies Record<string, Record<string, readonly string[]>>
