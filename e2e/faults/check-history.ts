import type { Client } from 'pg'
import { checkOnce, checkReads, isGood, type Say } from './check-calls'
import { STATE_CHECKS } from './check-state'
import { checkTold, type Told } from './check-told'
import type { Call } from './history'

/**
 * Checks INV-01 to INV-04 and INV-06 to INV-10 after the fact, from what clients saw, what the third party's endpoint was sent, and
 * the database by plain SQL (INV-05 is `check-trail`'s). It knows nothing of the product but its tables: a fault of the product
 * cannot be one of the checker as well. short.test.ts, with doctored.ts, shows of each that it can fail.
 */
export async function checkHistory({ calls, told, owner, settled }: CheckHistory): Promise<Broken[]> {
  const broken: Broken[] = []
  const say: Say = (invariant, text) => void broken.push({ invariant, text })
  checkReads(calls, await replacedBy(owner), say)
  checkOnce(calls, say)
  await checkAccessLog(calls, owner, say)
  await checkAcknowledged(calls, owner, say)
  for (const { invariant, what, sql } of STATE_CHECKS) {
    const { rows } = await owner.query(sql)
    for (const row of rows) say(invariant, `${what}: ${JSON.stringify(row)}`)
  }
  if (settled) await checkTold(told, owner, say)
  return broken
}

/** Of each consent that ended in the transaction of another's approval, that other. */
async function replacedBy(owner: Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await owner.query<{ ended: string; by: string }>(
    `select e.consent_id as ended, v.consent_id as by from faults_statuses e
     join faults_statuses v on v.transaction = e.transaction and v.became = 'valid' where e.became = 'expired'`,
  )
  return new Map(rows.map(({ ended, by }) => [ended, by]))
}

/** INV-02: each answered call has its row, and no row is without a call. */
async function checkAccessLog(calls: readonly Call[], owner: Client, say: Say): Promise<void> {
  const { rows } = await owner.query<{ request_id: string; status: number }>(
    `select request_id, status from access_log
     where corrects is null and request_id is not null and route <> '/v1/consents/{consentId}/status'`,
  )
  const logged = Map.groupBy(rows, ({ request_id }) => request_id)
  const made = Map.groupBy(calls.filter(isOfThirdParty), ({ key }) => key)
  for (const [key, tries] of made) {
    const own = logged.get(key) ?? []
    // A try without an answer may have written its row before its answer was lost.
    const lost = tries.filter(({ status }) => status === null || status >= 500).length
    let spare = lost
    for (const status of new Set([...tries, ...own].map((one) => one.status))) {
      if (status === null || status >= 500) continue
      const answered = tries.filter((one) => one.status === status).length
      const written = own.filter((row) => row.status === status).length
      spare -= Math.max(0, written - answered)
      if (written < answered || spare < 0)
        say('INV-02', `${key}: ${answered} answers ${status}, ${lost} lost, ${written} rows`)
    }
  }
  for (const key of logged.keys()) if (!made.has(key)) say('INV-02', `A row without a call: ${key}`)
}

/** INV-10: what was acknowledged is there. */
async function checkAcknowledged(calls: readonly Call[], owner: Client, say: Say): Promise<void> {
  const { rows } = await owner.query<{
    id: string
    status: string
    hash: string | null
    became: string[] | null
  }>(
    `select c.id, c.status, encode(v.record_hash, 'hex') as hash,
       (select array_agg(s.became order by nth) from faults_statuses s where s.consent_id = c.id) as became
     from consents c left join consent_versions v on v.consent_id = c.id and v.version = 1`,
  )
  const known = new Map(rows.map((row) => [row.id, row]))
  const erased = await owner.query<{ request_id: string }>(
    `select request_id from audit_events where type = 'erasure.requested'`,
  )
  const erasures = new Set(erased.rows.map(({ request_id }) => request_id))
  for (const { op, key, consentId, status, signed } of calls) {
    if (!isGood(status)) continue
    if (op === 'erase' && !erasures.has(key))
      say('INV-10', `The erasure ${key} was acknowledged and is not there`)
    if (consentId === null) continue
    const row = known.get(consentId)
    const became = row?.became ?? []
    const isLost =
      !row ||
      (op === 'allow' && !became.includes('valid')) ||
      (op === 'refuse' && row.status !== 'rejected') ||
      ((op === 'stop' || op === 'delete') && !OVER.includes(row.status))
    if (isLost) say('INV-10', `${op} of ${consentId} was acknowledged; its status is ${row?.status}`)
    // The page's hash is the one that was signed (the third of INV-09's three places).
    if (op === 'allow' && row && signed !== row.hash)
      say('INV-09', `${consentId}: signed ${signed}, kept ${row.hash}`)
  }
}

const isOfThirdParty = ({ op }: Call) => op === 'read' || op === 'create' || op === 'delete'
const OVER = ['expired', 'revokedByPsu', 'terminatedByTpp', 'rejected']

export type Broken = { invariant: string; text: string }
/** `settled`: whatever was to be delivered has had its time. */
type CheckHistory = { calls: readonly Call[]; told: readonly Told[]; owner: Client; settled: boolean }
