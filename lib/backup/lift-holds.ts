import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { patientDatabase } from '@/db/connection'
import { recordEvents } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'

const AT_ONCE = 500

/** Rows about a permission after which it stands as it stood: somebody looked at it or was told of it. */
const HARMLESS = ['consent.looked-at', 'consent.told', 'consent.case-made', 'consent.hold-lifted']

/** Rows about a customer after which nothing of theirs is lifted without somebody's look. */
const DOUBTFUL = [
  'sca.demanded',
  'protection.started',
  'protection.ended',
  'recovery.objected',
  'authenticator.locked',
  'activation.reset',
  'psu.deceased',
  'psu.left',
  'erasure.requested',
  'erasure.carried-out',
]

/**
 * Lifts the holds that the last restore placed on permissions about which the trail says nothing since the backup was taken; of every
 * other one the hold stays until its customer or staff decide. Throws where no trail was taken (`takeFromTrail`) since that restore, for
 * then nobody knows what happened. Each that is lifted is said in the trail. Returns how many were lifted and how many stay. Whether the
 * export was whole only a witness knows: whoever calls this has asked one.
 */
export async function liftHolds(): Promise<{ lifted: number; kept: number }> {
  const last = await lastRestore()
  let lifted = 0
  for (;;) {
    const some = await liftSome(last)
    lifted += some
    if (some < AT_ONCE) break
  }
  const { rows } = await patientDatabase().execute<{ kept: number }>(
    sql`select count(*)::int as kept from holds h join consents c on c.id = h.consent_id
        where h.placed_by = 'bank' and h.reason = 'restored' and h.lifted_at is null and c.status = 'valid'`,
  )
  return { lifted, kept: rows[0]?.kept ?? 0 }
}

async function liftSome({ restored, since }: LastRestore): Promise<number> {
  return patientDatabase().transaction(async (tx) => {
    const { rows } = await tx.execute<Lifted>(sql`
      update holds h set lifted_at = placet_now() from consents c
      where c.id = h.consent_id and h.id in (
        select h.id from holds h join consents c on c.id = h.consent_id
        where h.placed_by = 'bank' and h.reason = 'restored' and h.lifted_at is null and c.status = 'valid'
          and h.placed_at >= ${restored}
          and not exists (select from audit_events e where e.consent_id = c.id and ${since}
                            and not e.type = any(${asArray(HARMLESS)}))
          and not exists (select from authorisations a join audit_events e on e.psu_id = a.psu_id
                          where a.resource_id = c.id and ${since} and e.type = any(${asArray(DOUBTFUL)}))
          and not exists (select from audit_events e where e.psu_id = c.psu_id and ${since}
                            and e.type = any(${asArray(DOUBTFUL)}))
        order by c.id limit ${AT_ONCE} for update of h, c)
      returning c.id as consent_id, c.psu_id, c.tpp_id`)
    const at = await now(tx)
    await recordEvents(
      tx,
      rows.map(({ consent_id, psu_id, tpp_id }) => ({
        at,
        type: 'consent.hold-lifted' as const,
        actor: 'system' as const,
        subject: `consent:${consent_id}` as const,
        consentId: consent_id,
        psuId: psu_id,
        tppId: tpp_id,
        detail: { because: 'trail' },
      })),
    )
    return rows.length
  })
}

/**
 * When it was, and what the trail got since: put back from the export, each in the transaction that says so, or new. A hold of an
 * earlier restore that nobody lifted has a reason from before, which the trail does not tell any more.
 */
async function lastRestore(): Promise<LastRestore> {
  const { rows } = await patientDatabase().execute<{ restored: string | null; taken: string[] }>(sql`
    with last as (select max(at) as at from audit_events where type = 'bank.restored')
    select last.at::text as restored, array(select written_in::text from audit_events e
      where e.type = 'bank.trail-taken' and e.at >= last.at) as taken from last`)
  const [found] = rows
  if (!found?.restored) throw new Error('This bank was not restored: there is nothing to lift')
  if (found.taken.length === 0)
    throw new Error('No trail was taken since the restore: what was held stays held')
  const restored = sql`${found.restored}::timestamptz`
  const taken = `{${found.taken.join(',')}}`
  return { restored, since: sql`(e.at > ${restored} or e.written_in = any(${taken}::bigint[]))` }
}

const asArray = (words: readonly string[]) => sql`${`{${words.join(',')}}`}::text[]`

type LastRestore = { restored: SQL; since: SQL }
type Lifted = { consent_id: string; psu_id: string; tpp_id: string }
