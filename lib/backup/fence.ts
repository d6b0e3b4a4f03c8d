import 'server-only'
import type { Client } from 'pg'
import { v7 as newId } from 'uuid'

/**
 * Shuts what a backup may open again, within the transaction that restores it: what was stopped, refused or cancelled after it was taken is
 * not in it, so of nothing that it calls valid this is known (FLT-18). Tokens, sessions and codes are not in it at all.
 * Returns how much of each was shut. The trail says that it happened.
 */
export async function fence(
  owner: Client,
  { takenAt }: { takenAt: string },
): Promise<Record<string, number>> {
  const fenced: Record<string, number> = {}
  for (const [what, statement] of Object.entries(FENCES))
    fenced[what] = (await owner.query(statement)).rowCount ?? 0
  await owner.query(
    `insert into audit_events (id, at, type, schema_version, actor, subject, detail)
     values ($1, placet_now(), 'bank.restored', 1, 'system', 'bank:main', $2)`,
    [newId(), JSON.stringify({ takenAt, ...fenced })],
  )
  return fenced
}

const FENCES = {
  // A hold of the bank's own: nothing is read, by token or by certificate. A demand for a new authentication would not do, because one
  // approval ends it for every consent to that third party, and with it for one that was stopped.
  consentsHeld: `insert into holds (id, consent_id, placed_by, reason, placed_at)
    select gen_random_uuid(), id, 'bank', 'restored', placet_now() from consents
    where status = 'valid' and ends_at > placet_now()`,
  // With one holder's word, or a confirmation that may have been refused since.
  requestsRejected: `update consents set status = 'rejected', last_action_at = placet_now()
    where status in ('received', 'partiallyAuthorised')`,
  authorisationsFailed: `update authorisations set sca_status = 'failed', confirmation_hash = null
    where sca_status not in ('finalised', 'failed', 'exempted')`,
  paymentsRejected: `update payments set status = 'RJCT', rejection = 'unanswered', last_action_at = placet_now()
    where status = 'RCVD'`,
  // Approved for a later day, and perhaps taken back since: better asked for again than paid against somebody's word.
  paymentsCancelled: `update payments set status = 'CANC', last_action_at = placet_now()
    where status = 'ACTC' and started_at is null`,
} as const
