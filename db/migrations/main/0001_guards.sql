-- "Now": the time of the transaction, moved only in a sandbox.
CREATE FUNCTION placet_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT now() + coalesce((SELECT ahead FROM sandbox_clock), interval '0') $$;
--> statement-breakpoint
-- The trail only grows. The application's role has no right to change it; this says no to the owner as well.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_only_grow BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_events_keep BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER access_log_only_grows BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER access_log_keep BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_leaves_only_grow BEFORE UPDATE OR DELETE ON audit_leaves FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_leaves_keep BEFORE TRUNCATE ON audit_leaves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_nodes_only_grow BEFORE UPDATE OR DELETE ON audit_nodes FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_nodes_keep BEFORE TRUNCATE ON audit_nodes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_only_grow BEFORE UPDATE OR DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_keep BEFORE TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- How times stand in what is hashed, whatever the settings of a connection.
CREATE FUNCTION instant_text(at timestamptz) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;
--> statement-breakpoint
-- The text of a row that is hashed (docs/audit-trail.md). Form 1 never changes: a further column would make a form 2, for the
-- rows that were taken since. What is sealed enters as it is stored, so that erasure, which destroys a key, changes nothing.
CREATE FUNCTION audit_text(e audit_events) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT row_to_json(r)::text FROM (SELECT 'audit_events/1' AS form, e.id, instant_text(e.at) AS at, e.type, e.schema_version,
        e.actor, e.subject, e.psu_id, e.tpp_id, e.consent_id, e.request_id, e.detail,
        encode(e.sealed_detail, 'hex') AS sealed_detail) r $$;
--> statement-breakpoint
CREATE FUNCTION audit_text(a access_log) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT row_to_json(r)::text FROM (SELECT 'access_log/1' AS form, a.call_id AS id, instant_text(a.at) AS at, a.tpp_id,
        a.certificate_thumbprint, a.consent_id, a.psu_id, a.account_id, a.method, a.route, a.status, a.code, a.psu_present,
        a.continued, a.request_id, encode(a.sealed_psu_address, 'hex') AS sealed_psu_address, a.items,
        instant_text(a.corrects) AS corrects) r $$;
--> statement-breakpoint
-- What a leaf of the tree is the hash of: which row, of when, and the hash of its text. It stands when the row's month is dropped.
CREATE FUNCTION audit_entry(l audit_leaves) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT concat_ws(' ', l.source || '/1', l.row_id, instant_text(l.at), encode(l.row_hash, 'hex')) $$;
--> statement-breakpoint
-- Payments whose time to be kept is over go with what hangs on them, at most so many at once; it returns how many. The
-- application's role may remove no row of these tables itself, and the periods stand here: it cannot shorten them.
CREATE FUNCTION forget_payments(at_once integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  over uuid[] := ARRAY(
    -- Without a customer nothing was approved: after its last minute it is rejected or cancelled, whatever stands there.
    (SELECT id FROM payments WHERE psu_id IS NULL AND answer_by < placet_now() - interval '90 days' LIMIT at_once)
    UNION ALL
    (SELECT id FROM payments WHERE psu_id IS NOT NULL AND status IN ('ACSC', 'RJCT', 'CANC')
       AND last_action_at < placet_now() - interval '5 years' LIMIT at_once)
    LIMIT at_once);
BEGIN
  DELETE FROM payment_approvals WHERE payment_id = ANY (over);
  DELETE FROM authorisations WHERE resource_kind = 'payment' AND resource_id = ANY (over);
  DELETE FROM payments WHERE id = ANY (over);
  RETURN cardinality(over);
END $$;
--> statement-breakpoint
-- A customer goes with the erasure that is under way for them, and by nothing else: the application may not remove one itself.
CREATE FUNCTION forget_customer(psu uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM erasure_cases WHERE psu_id = psu AND done_at IS NULL) THEN
    RAISE EXCEPTION 'no erasure of this customer is under way' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM psus WHERE id = psu;
END $$;
--> statement-breakpoint
-- What was shown and allowed is never changed either. Erasure destroys its key, not the row.
CREATE TRIGGER consent_versions_immutable BEFORE UPDATE OR DELETE ON consent_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER funds_questions_immutable BEFORE UPDATE OR DELETE ON funds_questions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consent_accounts_immutable BEFORE UPDATE OR DELETE ON consent_accounts FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A decision about a third party is taken once: only an open proposal can change, and nobody proposes for somebody else afterwards.
CREATE FUNCTION refuse_second_decision() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
  IF OLD.state <> 'proposed' OR NEW.requested_by IS DISTINCT FROM OLD.requested_by OR NEW.action <> OLD.action OR NEW.tpp_id <> OLD.tpp_id THEN
    RAISE EXCEPTION 'a decision about a third party is taken once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER tpp_decisions_once BEFORE UPDATE ON tpp_decisions FOR EACH ROW EXECUTE FUNCTION refuse_second_decision();
--> statement-breakpoint
CREATE TRIGGER tpp_decisions_keep BEFORE DELETE ON tpp_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER authority_reports_immutable BEFORE UPDATE OR DELETE ON authority_reports FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Counts down what a one-off consent still gives, if this read counts, and lets it run out soon after its first use.
CREATE FUNCTION use_up(consent uuid, counts boolean, runs_out_at timestamptz) RETURNS timestamptz LANGUAGE sql
AS $$ UPDATE consents SET ends_at = least(ends_at, runs_out_at),
        reads_left = CASE WHEN counts AND reads_left > 0 THEN reads_left - 1 ELSE reads_left END
      WHERE id = consent RETURNING ends_at $$;
--> statement-breakpoint
-- The newest look at an account (null: the list of all) before a time, of those that the bank did not fail.
CREATE FUNCTION look_before(of_consent uuid, of_account uuid, used_at timestamptz) RETURNS timestamptz LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN (SELECT at FROM access_log WHERE consent_id = of_consent AND account_id IS NOT DISTINCT FROM of_account
            AND status < 300 AND at < used_at AND at > used_at - interval '2 years'
            AND NOT was_corrected(consent_id, call_id, at)
          ORDER BY at DESC LIMIT 1);
END $$;
--> statement-breakpoint
-- Takes back one use that gave nothing: exactly that time of exactly that read, whatever others did meanwhile. What a
-- one-off consent gives is counted up again, and where nothing else of it was used, its short end is lifted.
CREATE FUNCTION give_back(of_consent uuid, of_endpoint text, of_account uuid, used_at timestamptz, present boolean, zone text)
RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
  looked uuid := nullif(of_account, '00000000-0000-0000-0000-000000000000');
BEGIN
  IF (SELECT recurring FROM consents WHERE id = of_consent) THEN
    IF present THEN
      UPDATE consent_uses SET looked_at = look_before(of_consent, looked, used_at)
      WHERE consent_id = of_consent AND endpoint = of_endpoint AND account_id = of_account AND looked_at = used_at;
    ELSE
      -- What was before it may have left the list of recent ones already.
      UPDATE consent_uses SET recent = recent[:array_position(recent, used_at) - 1]
                                       || recent[array_position(recent, used_at) + 1:],
        looked_at = CASE WHEN cardinality(recent) = 1 THEN greatest(looked_at, look_before(of_consent, looked, used_at))
                         ELSE looked_at END
      WHERE consent_id = of_consent AND endpoint = of_endpoint AND account_id = of_account AND used_at = ANY (recent);
    END IF;
    RETURN;
  END IF;
  DELETE FROM consent_uses
  WHERE consent_id = of_consent AND endpoint = of_endpoint AND account_id = of_account AND used_at = ANY (recent);
  IF NOT FOUND THEN RETURN; END IF;
  -- In this order, as a read does it. Once the consent is locked, every use that came before can be seen.
  UPDATE consents SET reads_left = reads_left + (of_endpoint NOT LIKE 'transaction/%')::int
  WHERE id = of_consent AND status = 'valid';
  UPDATE consents SET ends_at = (valid_until + 1)::timestamp AT TIME ZONE zone
  WHERE id = of_consent AND status = 'valid'
    AND NOT EXISTS (SELECT FROM consent_uses WHERE consent_id = of_consent);
END $$;
--> statement-breakpoint
-- Whether a later row of the same call says that the bank failed after this one. A function, because to plan a second look
-- at every partition would cost a page more than all its reads; so it is planned once.
CREATE FUNCTION was_corrected(of_consent uuid, of_call uuid, served_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM access_log f WHERE f.consent_id = of_consent AND f.call_id = of_call AND f.corrects = served_at
                   AND f.at > served_at AND f.at < served_at + interval '1 day');
END $$;
--> statement-breakpoint
-- A partition per month. Whoever runs it, the owner makes them; a month that has none falls into the default one.
CREATE FUNCTION ensure_partitions(first_month date, last_month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
  parent text;
  month date;
  part text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['audit_events', 'access_log', 'request_measurements'] LOOP
    month := date_trunc('month', first_month)::date;
    WHILE month <= last_month LOOP
      part := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
      IF to_regclass(part) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent,
          month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
        IF parent <> 'request_measurements' THEN
          EXECUTE format('CREATE TRIGGER keep BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
        END IF;
      END IF;
      month := (month + interval '1 month')::date;
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TABLE audit_events_default PARTITION OF audit_events DEFAULT;
--> statement-breakpoint
CREATE TABLE access_log_default PARTITION OF access_log DEFAULT;
--> statement-breakpoint
CREATE TABLE request_measurements_default PARTITION OF request_measurements DEFAULT;
--> statement-breakpoint
SELECT ensure_partitions((now() - interval '25 months')::date, (now() + interval '3 months')::date);
