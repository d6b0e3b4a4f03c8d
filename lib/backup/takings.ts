import 'server-only'
import { type SQL, sql } from 'drizzle-orm'

/**
 * What a row of the trail took away, taken away again from what a backup brought back. Only what takes: a permission, a passkey or a
 * third party that a later row gave again is given again by people. Each statement does nothing where it was done, nor to what was made
 * after it: a bank that is open again has given meanwhile.
 */
export const TAKINGS: Record<string, (row: TrailRow) => SQL[]> = {
  'consent.revoked': stopped,
  'consent.revoked-by-staff': stopped,
  'consent.revoked-by-agent': stopped,
  'consent.terminated': (row) => [ended(row, sql`status = 'terminatedByTpp'`)],
  'consent.expired': (row) => [ended(row, sql`status = 'expired'`)],
  'consent.ended-by-bank': (row) => [ended(row, sql`status = 'expired', ended_by_bank = true`)],
  'consent.replaced': (row) => [
    ended(row, sql`status = 'expired', replaced_by = ${textOf(row.detail.by)}::uuid`),
  ],
  'authenticator.removed': (row) => [
    sql`delete from authenticators where credential_id = ${nameOf(row.subject)}`,
  ],
  'authenticator.locked': ({ subject, detail }) => [
    sql`update authenticators set locked_for_good = locked_for_good or ${detail.until === null},
        locked_until = greatest(locked_until, ${textOf(detail.until)}::timestamptz)
        where credential_id = ${nameOf(subject)}`,
  ],
  // Every passkey that a recovery had made, and whatever could recover once more.
  'recovery.objected': ({ psuId, at }) => [
    sql`delete from authenticators where psu_id = ${psuId}::uuid and cools_until > ${at}::timestamptz
        and created_at <= ${at}::timestamptz`,
    sql`delete from recovery_codes where psu_id = ${psuId}::uuid and created_at <= ${at}::timestamptz`,
  ],
  'recovery-codes.made': ({ psuId, at }) => [
    sql`delete from recovery_codes where psu_id = ${psuId}::uuid and created_at < ${at}::timestamptz`,
  ],
  'recovery.used': ({ psuId, at }) => [
    sql`delete from recovery_codes where psu_id = ${psuId}::uuid and created_at < ${at}::timestamptz`,
  ],
  // The trail does not say which: all go, and a new link from the bank makes one.
  'staff.passkey-removed': ({ subject, at }) => [
    sql`delete from staff_passkeys where holder_id = ${nameOf(subject)}::uuid and created_at <= ${at}::timestamptz`,
  ],
  // The same: a developer proves the organisation anew.
  'developer.passkey-removed': ({ subject, at }) => [
    sql`delete from developer_passkeys where holder_id = ${nameOf(subject)}::uuid and created_at <= ${at}::timestamptz`,
  ],
  'tpp.paused': ({ tppId, at }) => [
    sql`update tpps set status = 'paused', paused_at = ${at}::timestamptz where id = ${tppId} and status = 'active'`,
  ],
  'tpp.end-announced': ({ tppId, detail }) => [
    sql`update tpps set ends_at = least(ends_at, ${textOf(detail.endsAt)}::timestamptz) where id = ${tppId}`,
  ],
  'tpp.ended': ({ tppId, at }) => [
    sql`update tpps set status = 'ended', ends_at = least(ends_at, ${at}::timestamptz) where id = ${tppId}`,
  ],
  // Without what staff wrote: that lies sealed in the row of the trail.
  'protection.started': ({ psuId, at }) => [
    sql`insert into protections (id, psu_id, started_by, started_at)
        select gen_random_uuid(), id, 'customer', ${at}::timestamptz from psus where id = ${psuId}::uuid
        on conflict do nothing`,
  ],
  'preference.stated': (row) => (row.detail.kind === 'never-in-files' ? [never(row)] : []),
  'preference.never-stated': (row) => [never(row)],
  'preference.withdrawn': ({ psuId, detail }) =>
    detail.kind === 'in-files'
      ? [sql`delete from disclosure_preferences where psu_id = ${psuId}::uuid and kind = 'in-files'`]
      : [],
  'erasure.requested': ({ psuId, detail, at }) => [
    sql`insert into erasures (id, psu_id, requested_at)
        select ${textOf(detail.erasureId)}::uuid, id, ${at}::timestamptz from psus where id = ${psuId}::uuid
        on conflict do nothing`,
  ],
  'psu.left': ({ psuId, detail }) => [
    sql`update psus set left_on = ${textOf(detail.leftOn)}::date where id = ${psuId}::uuid`,
  ],
}

function stopped(row: TrailRow): SQL[] {
  const word = row.actor.startsWith('psu:') ? nameOf(row.actor) : row.psuId
  return [ended(row, sql`status = 'revokedByPsu', ended_by = ${word}::uuid`)]
}

function ended({ consentId, at }: TrailRow, how: SQL): SQL {
  return sql`update consents set ${how}, last_action_at = ${at}::timestamptz
    where id = ${consentId}::uuid and status = 'valid'`
}

/** A no about what may leave, said again. */
function never({ psuId, detail, at }: TrailRow): SQL {
  return sql`insert into disclosure_preferences (id, psu_id, kind, about, created_at)
    select gen_random_uuid(), id, ${textOf(detail.kind)}, ${textOf(detail.about)}, ${at}::timestamptz
    from psus where id = ${psuId}::uuid
    on conflict do nothing`
}

/** What stands behind the kind: an id. */
const nameOf = (subject: string) => subject.slice(subject.indexOf(':') + 1)
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

/** `at` as it stands in the trail, to the microsecond. */
export type TrailRow = {
  at: string
  type: string
  actor: string
  subject: string
  psuId: string | null
  tppId: string | null
  consentId: string | null
  detail: Record<string, unknown>
}
