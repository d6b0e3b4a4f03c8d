import type { Client } from 'pg'
import { STATE_CHECKS } from './check-state'
import type { Call } from './history'

/**
 * Checks INV-01 to INV-10 after the fact, from what clients saw, what the third party's endpoint was sent, and the database by
 * plain SQL. It knows nothing of the product but its tables: a fault of the product cannot be one of the checker as well.
 */
export async function checkHistory({ calls, told, owner, settled }: CheckHistory): Promise<Broken[]> {
  const broken: Broken[] = []
  const say = (invariant: string, text: string) => void broken.push({ invariant, text })
  checkReads(calls, say)
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

/** INV-01, INV-03: no read succeeds that began after somebody had heard that it is over, nor before anybody had allowed it. */
function checkReads(calls: readonly Call[], say: Say): void {
  for (const [consentId, own] of byConsent(calls)) {
    const over = own.filter(
      ({ op, status, code }) =>
        ((op === 'stop' || op === 'delete') && isGood(status)) ||
        (op === 'read' && (code === 'CONSENT_INVALID' || code === 'CONSENT_EXPIRED')),
    )
    const overAt = Math.min(...over.map(({ end }) => end))
    const allowedAt = Math.min(...own.filter(({ op }) => op === 'allow').map(({ start }) => start))
    for (const { op, start, end, status } of own) {
      if (op !== 'read' || !isGood(status)) continue
      if (start > overAt) say('INV-03', `${consentId} was read ${start - overAt} ms after it was over`)
      if (end < allowedAt) say('INV-01', `${consentId} was read before it was allowed`)
    }
  }
}

/** INV-04: one success for each code and each refresh token that is rotated; one consent for each key. */
function checkOnce(calls: readonly Call[], say: Say): void {
  const successes = new Map<string, number>()
  for (const { op, key, status } of calls)
    if ((op === 'token' || op === 'refresh') && isGood(status))
      successes.set(`${op} ${key}`, (successes.get(`${op} ${key}`) ?? 0) + 1)
  for (const [what, count] of successes) if (count > 1) say('INV-04', `${count} successes of one ${what}`)
}

/** INV-02: each answered call has its row, no row is without a call; INV-01 by the rows; INV-08 as nobody was refused too early. */
async function checkAccessLog(calls: readonly Call[], owner: Client, say: Say): Promise<void> {
  const { rows } = await owner.query<LogRow>(
    `select request_id, status, consent_id, account_id from access_log
     where corrects is null and request_id is not null and route <> '/v1/consents/{consentId}/status'`,
  )
  const logged = Map.groupBy(rows, ({ request_id }) => request_id)
  const made = Map.groupBy(calls.filter(isOfThirdParty), ({ key }) => key)
  for (const [key, tries] of made) {
    const own = logged.get(key) ?? []
    for (const status of new Set(tries.map((one) => one.status))) {
      if (status === null || status >= 500) continue
      const answered = tries.filter((one) => one.status === status).length
      const written = own.filter((row) => row.status === status).length
      // A try without an answer may have written its row before its answer was lost.
      const lost = tries.filter((one) => one.status === null || one.status >= 500).length
      if (written < answered || written > answered + lost)
        say('INV-02', `${key}: ${answered} answers ${status}, ${lost} lost, ${written} rows`)
    }
  }
  for (const key of logged.keys()) if (!made.has(key)) say('INV-02', `A row without a call: ${key}`)
}

/** INV-10: what was acknowledged is there. */
async function checkAcknowledged(calls: readonly Call[], owner: Client, say: Say): Promise<void> {
  const { rows } = await owner.query<{ id: string; status: string; hash: string | null; became: string[] }>(
    `select c.id, c.status, encode(v.record_hash, 'hex') as hash,
       (select array_agg(s.became order by nth) from faults_statuses s where s.consent_id = c.id) as became
     from consents c left join consent_versions v on v.consent_id = c.id and v.version = 1`,
  )
  const known = new Map(rows.map((row) => [row.id, row]))
  for (const { op, consentId, status, signed } of calls) {
    if (!isGood(status) || consentId === null) continue
    const row = known.get(consentId)
    const became = row?.became ?? []
    const lost =
      !row ||
      (op === 'allow' && !became.includes('valid')) ||
      (op === 'refuse' && row.status !== 'rejected') ||
      ((op === 'stop' || op === 'delete') && !OVER.includes(row.status))
    if (lost) say('INV-10', `${op} of ${consentId} was acknowledged; its status is ${row?.status}`)
    // The page's hash is the one that was signed (the third of INV-09's three places).
    if (op === 'allow' && row && signed !== row.hash)
      say('INV-09', `${consentId}: signed ${signed}, kept ${row.hash}`)
  }
}

/** INV-07: whoever asked to be told was told of each change, under one id, and in its order within a consent. */
async function checkTold(told: readonly Told[], owner: Client, say: Say): Promise<void> {
  const { rows } = await owner.query<{ id: string; consent_id: string; state: string }>(
    `select id, consent_id, state from deliveries where format = 'resource-status' order by consent_id, sequence`,
  )
  const had = new Map<string, number>()
  for (const [index, one] of told.entries()) if (one.had && !had.has(one.id)) had.set(one.id, index)
  const given = new Set(told.filter(({ gone }) => gone).map(({ id }) => id))
  for (const [consentId, own] of Map.groupBy(rows, (row) => row.consent_id)) {
    let before = -1
    for (const { id, state } of own) {
      // An endpoint that says it is gone is believed.
      if (state === 'dead' && given.has(id)) continue
      const at = had.get(id)
      if (state !== 'delivered' || at === undefined)
        say(
          'INV-07',
          `${consentId}: message ${id} is ${state}, and the endpoint ${at === undefined ? 'has it not' : 'has it'}`,
        )
      else if (at < before) say('INV-07', `${consentId}: message ${id} came before an earlier one`)
      else before = at
    }
  }
  const known = new Set(rows.map(({ id }) => id))
  for (const { id, consentId } of told)
    if (consentId && !known.has(id)) say('INV-07', `The endpoint was told ${id}, which nobody planned`)
}

const byConsent = (calls: readonly Call[]) =>
  Map.groupBy(
    calls.filter((call) => call.consentId !== null),
    ({ consentId }) => consentId,
  )

const isGood = (status: number | null) => status !== null && status >= 200 && status < 300
const isOfThirdParty = ({ op }: Call) => op === 'read' || op === 'create' || op === 'delete'
const OVER = ['expired', 'revokedByPsu', 'terminatedByTpp', 'rejected']

type Say = (invariant: string, text: string) => void
type LogRow = { request_id: string; status: number; consent_id: string | null; account_id: string | null }
type Told = { id: string; consentId: string; had: boolean; gone: boolean }
export type Broken = { invariant: string; text: string }
/** `settled`: whatever was to be delivered has had its time. */
type CheckHistory = { calls: readonly Call[]; told: readonly Told[]; owner: Client; settled: boolean }
