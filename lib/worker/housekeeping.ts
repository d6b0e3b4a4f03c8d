import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { forgetAddresses } from '@/lib/barriers/close-barrier'
import { endThirdParties } from '@/lib/consent/end-third-parties'
import { noteDeceased } from '@/lib/consent/note-deceased'
import { giveUpOld } from '@/lib/delivery/give-up-old'
import { carryOutErasures } from '@/lib/erasure/carry-out-erasures'
import { sweepExpired } from '@/lib/oauth/sweep-expired'
import { forgetPayments } from '@/lib/payments/forget-payments'
import { planChecks } from '@/lib/posture/plan-checks'
import { remindRemovals } from '@/lib/removal/remind-removals'
import { warnOfEnds } from '@/lib/tpp/warn-of-ends'

/** The periods of `docs/retention.md` that end by themselves, in SQL; the audit's end by dropping a month, a payment's by `forget_payments`. */
const OVER = [
  ['sca_challenges', `expires_at < placet_now() - interval '1 day'`],
  ['activation_codes', `expires_at < placet_now() - interval '30 days'`],
  ['recovery_letters', `asked_at < placet_now() - interval '30 days'`],
  ['staff_challenges', `expires_at < placet_now() - interval '1 day'`],
  ['staff_activations', `expires_at < placet_now() - interval '30 days'`],
  ['developer_challenges', `expires_at < placet_now() - interval '1 day'`],
  ['developer_sessions', `last_seen_at < placet_now() - interval '90 days'`],
  ['staff_sessions', `last_seen_at < placet_now() - interval '90 days'`],
  ['sessions', `last_seen_at < placet_now() - interval '90 days'`],
  ['idempotent_answers', `created_at <= placet_now() - interval '24 hours'`],
  ['security_events', `minute < placet_now() - interval '90 days'`],
  ['refused_calls', `minute < placet_now() - interval '90 days'`],
  ['outbox', `sent_at < placet_now() - interval '90 days'`],
  ['deliveries', `settled_at < now() - interval '90 days'`],
  ['export_parts', `export_id in (select id from exports where ends_at < placet_now())`],
  ['exports', `ends_at < placet_now()`],
  ['barrier_reports', `reported_at < placet_now() - interval '2 years'`],
  ['notices', `at < placet_now() - interval '2 years'`],
  ['notice_mails', `settled_at < now() - interval '90 days'`],
  ['journeys', `arrived_at < placet_now() - interval '2 years'`],
  ['incidents', `closed_at < placet_now() - interval '2 years'`],
  ['interface_hours', `hour < placet_now() - interval '2 years'`],
  ['request_measurements', `at < placet_now() - interval '2 years'`],
  ['revocation_answers', `certificate_ends_at < now() - interval '90 days'`],
  ['revocation_lists', `next_update < now() - interval '90 days'`],
  ['posture_findings', `gone_at < placet_now() - interval '2 years'`],
  ['attestations', `least(withdrawn_at, ends_on) < placet_now() - interval '2 years'`],
  ['certificate_warnings', `warned_at < now() - interval '90 days'`],
  [
    'consent_uses',
    `consent_id in (select id from consents
      where status <> 'valid' and last_action_at < placet_now() - interval '2 years')`,
  ],
] as const

/**
 * What has run out is deleted here, what the clock has already decided is written down, and of what ends soon is warned;
 * nothing decides, and every reader compares the time itself.
 */
export async function housekeeping(): Promise<void> {
  // Before whatever may fail: without a partition nothing can be recorded, and nothing is done that is not.
  await database().execute(
    sql`select ensure_partitions(placet_now()::date, (placet_now() + interval '3 months')::date)`,
  )
  await endThirdParties()
  await noteDeceased()
  await warnOfEnds()
  await planChecks()
  await sweepExpired()
  await giveUpOld()
  await remindRemovals()
  await forgetAddresses()
  await forgetPayments()
  await carryOutErasures()
  for (const [table, over] of OVER) await database().execute(sql.raw(`delete from ${table} where ${over}`))
}
