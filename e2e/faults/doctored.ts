import type { Client } from 'pg'
import type { Told } from './check-told'
import type { Call } from './history'

/**
 * Faults that a bank might have, put into what was seen of one that has none: of `evidence` that is sound, with a permission
 * that was read, refreshed and stopped, each makes one that its checker must report. Changes of tables are for a transaction
 * that is rolled back, and are seen by no trigger.
 */
export const DOCTORED: readonly Doctored[] = [
  {
    fault: 'a read served that began after the stop had returned',
    found: ['INV-03', /was read .* after it was over/],
    doctor: ({ calls, of }) => {
      const start = one(calls, of('stop')).end + 1
      calls.push({ ...one(calls, of('read', 200)), start, end: start + 5 })
    },
  },
  {
    fault: 'a read served before anybody had allowed it',
    found: ['INV-01', /was read before it was allowed/],
    doctor: ({ calls, of }) => {
      const end = one(calls, of('allow')).start - 1
      calls.push({ ...one(calls, of('read', 200)), start: end - 5, end })
    },
  },
  {
    fault: 'a read served of an account that was not given',
    found: ['INV-01', /of what nobody had given/],
    doctor: ({ owner, consentId }) =>
      owner.query('update access_log set account_id = gen_random_uuid() where consent_id = $1', [consentId]),
  },
  {
    fault: 'tokens given twice for one code',
    found: ['INV-04', /2 successes of one token/],
    doctor: ({ calls, of }) => calls.push(one(calls, of('token'))),
  },
  {
    fault: 'one refresh token good twice',
    found: ['INV-04', /2 successes of one refresh/],
    doctor: ({ calls, of }) => calls.push(one(calls, of('refresh'))),
  },
  {
    fault: 'two approvals of one permission',
    found: ['INV-04', /2 successes of one approval/],
    doctor: ({ calls, of }) => calls.push(one(calls, of('allow'))),
  },
  {
    fault: 'a doubled row of the access log',
    found: ['INV-02', /1 answers 200, 0 lost, 2 rows/],
    doctor: ({ owner, calls, of }) =>
      owner.query(copyOfRead('call_id', 'gen_random_uuid()'), [one(calls, of('read', 200)).key]),
  },
  {
    fault: 'two rows of one call',
    found: ['INV-02', /two rows of one call/],
    doctor: ({ owner, calls, of }) =>
      owner.query(copyOfRead('at', "a.at + interval '1 second'"), [one(calls, of('read', 200)).key]),
  },
  {
    fault: 'a refused call without a row',
    found: ['INV-02', /1 answers 401, 0 lost, 0 rows/],
    doctor: ({ owner, calls, of }) =>
      owner.query('delete from access_log where request_id = $1', [one(calls, of('read', 401)).key]),
  },
  {
    fault: 'a row without a call',
    found: ['INV-02', /A row without a call/],
    doctor: ({ calls, of }) => void calls.splice(calls.findIndex(of('read', 200)), 1),
  },
  {
    fault: 'a stop that is undone',
    found: ['INV-06', /a status moved where it must not/],
    doctor: ({ owner, consentId }) =>
      owner.query(
        `insert into faults_statuses (consent_id, was, became) values ($1, 'revokedByPsu', 'valid')`,
        [consentId],
      ),
  },
  {
    fault: 'a stop that was acknowledged and is not there',
    found: ['INV-10', /stop of .* was acknowledged; its status is valid/],
    doctor: ({ owner, consentId }) =>
      owner.query(`update consents set status = 'valid' where id = $1`, [consentId]),
  },
  {
    fault: 'a permission that was acknowledged and is not there',
    found: ['INV-10', /allow of .* was acknowledged; its status is undefined/],
    doctor: ({ owner, consentId }) => owner.query('delete from consents where id = $1', [consentId]),
  },
  {
    fault: 'an act without its row of the trail',
    found: ['INV-07', /not exactly one event in the trail/],
    doctor: ({ owner, consentId }) =>
      owner.query(`delete from audit_events where consent_id = $1 and type = 'consent.revoked'`, [consentId]),
  },
  {
    fault: 'an act that nobody queued to tell',
    found: ['INV-07', /not exactly one event in the trail/],
    doctor: ({ owner, consentId }) => owner.query('delete from outbox where consent_id = $1', [consentId]),
  },
  {
    fault: 'a lost message',
    found: ['INV-07', /became valid, revokedByPsu; the endpoint had valid$/],
    doctor: ({ told, consentId }) => void told.splice(told.findIndex(isStopOf(consentId)), 1),
  },
  {
    fault: 'a doubled message, under another id',
    found: ['INV-07', /the endpoint had valid, revokedByPsu, revokedByPsu/],
    doctor: ({ told, consentId }) => told.push({ ...one(told, isStopOf(consentId)), id: 'another' }),
  },
  {
    fault: 'messages out of order',
    found: ['INV-07', /the endpoint had revokedByPsu, valid/],
    doctor: ({ told, consentId }) => {
      const [stopped] = told.splice(told.findIndex(isStopOf(consentId)), 1)
      if (stopped) told.unshift(stopped)
    },
  },
  {
    fault: 'a message of nothing that was planned',
    found: ['INV-07', /which nobody planned/],
    doctor: ({ told, consentId }) =>
      told.push({ id: 'unplanned', consentId, status: 'expired', had: false, gone: false }),
  },
  {
    fault: 'a fifth read without the customer',
    found: ['INV-08', /a fifth read without the customer/],
    doctor: ({ owner, consentId }) =>
      owner.query(`update access_log set status = 200 where consent_id = $1 and status = 429`, [consentId]),
  },
  {
    fault: 'a read refused before the fifth',
    found: ['INV-08', /a refusal before the fifth read/],
    doctor: ({ owner, consentId }) =>
      owner.query(
        `update access_log set psu_present = true where call_id = (select call_id from access_log
           where consent_id = $1 and status = 200 and not psu_present limit 1)`,
        [consentId],
      ),
  },
  {
    fault: 'another text signed than the one that was kept',
    found: ['INV-09', /signed 00, kept/],
    doctor: ({ calls, of }) => void Object.assign(one(calls, of('allow')), { signed: '00' }),
  },
  {
    fault: 'another text in the trail than the one that was kept',
    found: ['INV-09', /the hash in the trail/],
    doctor: ({ owner, consentId }) =>
      owner.query(
        `update audit_events set detail = detail || '{"recordHash": "00"}' where consent_id = $1 and type = 'consent.approved'`,
        [consentId],
      ),
  },
  {
    fault: 'half an approval',
    found: ['INV-10', /half an approval/],
    doctor: ({ owner, consentId }) =>
      owner.query('delete from consent_accounts where consent_id = $1', [consentId]),
  },
  {
    fault: 'a token of a permission that is over',
    found: ['INV-10', /a token without a grant, of a consent that is over/],
    doctor: ({ owner, consentId }) =>
      owner.query(
        `update oauth_records set grant_id = (select grant_id from consents where id = $1) where model = 'AccessToken'`,
        [consentId],
      ),
  },
  {
    fault: 'a token without its row of the trail',
    found: ['INV-10', /access tokens and their events do not agree/],
    doctor: ({ owner }) => owner.query(`delete from audit_events where type = 'token.issued'`),
  },
  {
    fault: 'a permission out of nowhere',
    found: ['INV-10', /a consent without the event of its making/],
    doctor: ({ owner, consentId }) =>
      owner.query(`delete from audit_events where consent_id = $1 and type = 'consent.received'`, [
        consentId,
      ]),
  },
  {
    fault: 'half an erasure',
    found: ['INV-10', /half an erasure/],
    doctor: ({ owner }) => owner.query('delete from erasures'),
  },
  {
    fault: 'a customer locked out by nobody’s fault',
    found: ['INV-10', /a passkey was locked, and nobody lied/],
    doctor: ({ owner }) => owner.query('update authenticators set locked_for_good = true'),
  },
  {
    fault: 'an erasure that was acknowledged and is not there',
    found: ['INV-10', /erasure .* is not there/],
    doctor: ({ owner }) => owner.query(`delete from audit_events where type = 'erasure.requested'`),
  },
]

/** A further row like the one of that call, but for one column. */
const copyOfRead = (column: string, value: string) =>
  `insert into access_log select (jsonb_populate_record(a, jsonb_build_object('${column}', ${value}))).*
   from access_log a where request_id = $1`

const isStopOf = (consentId: string) => (told: Told) =>
  told.consentId === consentId && told.status === 'revokedByPsu'

function one<T>(all: readonly T[], isIt: (one: T) => boolean): T {
  const found = all.find(isIt)
  if (!found) throw new Error('There is nothing to doctor')
  return found
}

/** `of`: a call of the permission in question, of that kind and answered like that. */
type Evidence = {
  calls: Call[]
  told: Told[]
  owner: Client
  consentId: string
  of: (op: Call['op'], status?: number) => (call: Call) => boolean
}
/** `found`: which invariant is to be reported, and how. */
type Doctored = { fault: string; found: readonly [string, RegExp]; doctor: (evidence: Evidence) => unknown }
