/** What must hold in the database whatever was interrupted: each statement finds the rows that break it. */
export const STATE_CHECKS: readonly { invariant: string; what: string; sql: string }[] = [
  {
    invariant: 'INV-01',
    what: 'a read was served of what nobody had given',
    sql: `select a.call_id from access_log a where a.status = 200 and a.account_id is not null and not exists (
            select from consents c join consent_accounts k on k.consent_id = c.id
            join faults_statuses s on s.consent_id = c.id and s.became = 'valid'
            where c.id = a.consent_id and c.tpp_id = a.tpp_id and c.psu_id = a.psu_id and k.account_id = a.account_id)`,
  },
  {
    invariant: 'INV-02',
    what: 'two rows of one call',
    sql: `select call_id, count(*) from access_log where corrects is null group by call_id having count(*) > 1`,
  },
  {
    invariant: 'INV-06',
    what: 'a status moved where it must not',
    sql: `select consent_id, was, became from faults_statuses where (coalesce(was, ''), became) not in (
            ('', 'received'), ('received', 'partiallyAuthorised'), ('received', 'valid'), ('received', 'rejected'),
            ('received', 'terminatedByTpp'), ('partiallyAuthorised', 'valid'), ('partiallyAuthorised', 'rejected'),
            ('partiallyAuthorised', 'terminatedByTpp'), ('valid', 'expired'), ('valid', 'revokedByPsu'),
            ('valid', 'terminatedByTpp'))`,
  },
  {
    invariant: 'INV-07',
    what: 'a change of status has not exactly one event in the trail, and that one in the outbox',
    sql: `select s.consent_id, s.became, count(distinct e.id) as events, count(o.id) as queued
          from faults_statuses s
          left join audit_events e on e.consent_id = s.consent_id and e.type = any(case s.became
            when 'valid' then array['consent.approved']
            when 'rejected' then array['consent.refused', 'consent.lapsed']
            when 'revokedByPsu' then array['consent.revoked', 'consent.revoked-by-staff']
            when 'terminatedByTpp' then array['consent.terminated']
            when 'expired' then array['consent.expired', 'consent.ended-by-bank', 'consent.replaced'] end)
          left join outbox o on o.event_id = e.id and o.audience = 'tpp'
          where s.was is not null and s.became <> 'partiallyAuthorised'
          group by s.nth, s.consent_id, s.became having count(distinct e.id) <> 1 or count(o.id) <> 1`,
  },
  {
    invariant: 'INV-08',
    what: 'a fifth read without the customer within a day',
    sql: `select consent_id, account_id, route, count(*) from access_log a
          where status = 200 and not psu_present and not continued and account_id is not null
            and not exists (select from access_log f where f.call_id = a.call_id and f.corrects = a.at)
          group by consent_id, account_id, route having count(*) > 4`,
  },
  {
    invariant: 'INV-08',
    what: 'a refusal before the fifth read',
    sql: `select r.call_id, r.consent_id from access_log r where r.status = 429 and (
            select count(*) from access_log a where a.consent_id = r.consent_id and a.account_id is not distinct from
              r.account_id and a.status = 200 and not a.psu_present and a.at <= r.at) < 4`,
  },
  {
    invariant: 'INV-09',
    what: 'the hash in the trail, of the version and in the grant are not one',
    sql: `select v.consent_id, v.version from consent_versions v join consents c on c.id = v.consent_id
          left join audit_events e on e.consent_id = v.consent_id and e.type = 'consent.approved'
          left join oauth_records g on g.model = 'Grant' and g.grant_id = c.grant_id
          where v.version = 1 and (e.id is null or e.detail->>'recordHash' not in
              (encode(v.record_hash, 'hex'), encode(v.record_hash, 'base64'),
               rtrim(translate(encode(v.record_hash, 'base64'), '+/', '-_'), '='))
            or (g.id is not null and g.record_hash is distinct from v.record_hash))`,
  },
  {
    invariant: 'INV-10',
    what: 'half an approval',
    sql: `select c.id, c.status from consents c
          left join consent_versions v on v.consent_id = c.id and v.version = 1
          where (c.version = 0) <> (v.consent_id is null)
             or (c.version > 0) <> exists (select from consent_accounts a where a.consent_id = c.id and a.version = 1)
             or (c.version > 0) <> exists (select from authorisations a where a.resource_id = c.id
               and a.sca_status = 'finalised')
             or (c.version > 0) <> exists (select from audit_events e where e.consent_id = c.id
               and e.type = 'consent.approved')
             or (c.version > 0) <> exists (select from interactions i where i.consent_id = c.id and i.decision = 'allowed')`,
  },
  {
    invariant: 'INV-10',
    what: 'a token without a grant, of a consent that is over, or without its event',
    sql: `select t.model, encode(t.id, 'hex') as id from oauth_records t where t.model in ('AccessToken', 'RefreshToken')
          and (not exists (select from oauth_records g where g.model = 'Grant' and g.grant_id = t.grant_id)
            or exists (select from consents c where c.grant_id = t.grant_id and c.status <> 'valid'))`,
  },
  {
    invariant: 'INV-10',
    what: 'access tokens and their events do not agree',
    sql: `select c.id from consents c where c.status = 'valid' and
          (select count(*) from oauth_records t where t.model = 'AccessToken' and t.grant_id = c.grant_id) >
          (select count(*) from audit_events e where e.type = 'token.issued' and e.consent_id = c.id)`,
  },
  {
    invariant: 'INV-10',
    what: 'a consent without the event of its making',
    sql: `select id from consents c where not exists
          (select from audit_events e where e.consent_id = c.id and e.type = 'consent.received')`,
  },
  {
    invariant: 'INV-10',
    what: 'half an erasure',
    sql: `select e.id as erasure, a.id as event from erasures e full join (
            select id, detail->>'erasureId' as erasure from audit_events where type = 'erasure.requested') a
            on a.erasure = e.id::text where e.id is null or a.id is null`,
  },
  {
    invariant: 'INV-10',
    what: 'a passkey was locked, and nobody lied',
    sql: 'select credential_id from authenticators where locked_for_good or locked_until is not null',
  },
]
