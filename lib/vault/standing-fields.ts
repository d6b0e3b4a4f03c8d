/**
 * What stands in rows that are never changed: the trail, whose hashes cover what is sealed as it is stored, and what was shown. It
 * cannot be sealed anew, so it has versions of its own, which open until the rows are gone; else they would keep every version of
 * everything else alive. A test compares this with `db/grants.ts`.
 */
export const STANDING_FIELDS: readonly string[] = [
  'audit_events.detail',
  'access_log.psu_address',
  'consent_versions.record',
  'payment_approvals.record',
  'funds_questions.question',
]
