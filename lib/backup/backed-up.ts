/**
 * What a backup leaves out: whatever opens a door, works once, or can be made again. What is not in a backup cannot come back by it, so no
 * token, session or code of before a restore opens anything after it (FLT-18).
 */
export const NOT_BACKED_UP: readonly string[] = [
  'oauth_records',
  'oauth_replays',
  'sessions',
  'staff_sessions',
  'developer_sessions',
  'sca_challenges',
  'staff_challenges',
  'developer_challenges',
  'interactions',
  'idempotent_answers',
  'activation_codes',
  'staff_activations',
  'recovery_letters',
  'exports',
  'export_parts',
]

/** Tables without which nobody would call a database a bank's: where one has a row, nothing is restored over it. */
export const MUST_BE_EMPTY: Record<BackupOf, readonly string[]> = {
  main: ['psus', 'tpps', 'consents', 'audit_events', 'access_log'],
  keys: ['vault_keys'],
}

export type BackupOf = 'main' | 'keys'
