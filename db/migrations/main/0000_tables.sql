CREATE TABLE "activation_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"settled" boolean DEFAULT false NOT NULL,
	"failures" integer NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"used_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "activation_codes_codeHash_unique" UNIQUE("code_hash"),
	CONSTRAINT "activation_codes_purpose" CHECK ("activation_codes"."purpose" in ('enrol', 'recover'))
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"client_id" text PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"brand" text,
	"client_uri" text,
	"notification_uri" text,
	"redirect_uris" text[] NOT NULL,
	"jwks" jsonb,
	"authentication_method" text NOT NULL,
	"fapi_profile" text NOT NULL,
	"rotates_refresh_tokens" text NOT NULL,
	"purposes" text[] NOT NULL,
	"data_removal_endpoint" text,
	"event_method" text,
	"event_endpoint" text,
	"created_at" timestamp (6) with time zone NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "applications_method" CHECK ("applications"."authentication_method" in ('private_key_jwt', 'tls_client_auth')),
	CONSTRAINT "applications_profile" CHECK ("applications"."fapi_profile" in ('fapi2-security-profile')),
	CONSTRAINT "applications_event_method" CHECK ("applications"."event_method" in ('push', 'poll')),
	CONSTRAINT "applications_event_endpoint" CHECK (("applications"."event_method" is not distinct from 'push') = ("applications"."event_endpoint" is not null)),
	CONSTRAINT "applications_rotation" CHECK ("applications"."rotates_refresh_tokens" in ('yes', 'no'))
);
--> statement-breakpoint
CREATE TABLE "audit_checkpoints" (
	"size" bigint PRIMARY KEY NOT NULL,
	"root" "bytea" NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"note" text NOT NULL,
	"horizon" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_leaves" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"row_id" uuid NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"row_hash" "bytea" NOT NULL,
	CONSTRAINT "audit_leaves_once" UNIQUE("row_id","at","source"),
	CONSTRAINT "audit_leaves_source" CHECK ("audit_leaves"."source" in ('audit_events', 'access_log'))
);
--> statement-breakpoint
CREATE TABLE "audit_nodes" (
	"level" smallint NOT NULL,
	"place" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_nodes_level_place_pk" PRIMARY KEY("level","place")
);
--> statement-breakpoint
CREATE TABLE "access_log" (
	"call_id" uuid NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"tpp_id" text NOT NULL,
	"certificate_thumbprint" text,
	"consent_id" uuid,
	"psu_id" uuid,
	"account_id" uuid,
	"method" text NOT NULL,
	"route" text NOT NULL,
	"status" smallint NOT NULL,
	"code" text,
	"psu_present" boolean NOT NULL,
	"continued" boolean DEFAULT false NOT NULL,
	"request_id" text,
	"sealed_psu_address" "bytea",
	"items" integer,
	"corrects" timestamp (6) with time zone,
	"written_in" bigint DEFAULT txid_current() NOT NULL,
	CONSTRAINT "access_log_at_call_id_pk" PRIMARY KEY("at","call_id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" uuid NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"type" text NOT NULL,
	"schema_version" smallint NOT NULL,
	"actor" text NOT NULL,
	"subject" text NOT NULL,
	"psu_id" uuid,
	"tpp_id" text,
	"consent_id" uuid,
	"request_id" text,
	"detail" jsonb NOT NULL,
	"sealed_detail" "bytea",
	"written_in" bigint DEFAULT txid_current() NOT NULL,
	CONSTRAINT "audit_events_at_id_pk" PRIMARY KEY("at","id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "authenticators" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"aaguid" text NOT NULL,
	"synced" boolean NOT NULL,
	"sealed_name" "bytea" NOT NULL,
	"failures" integer NOT NULL,
	"locked_until" timestamp (6) with time zone,
	"locked_for_good" boolean NOT NULL,
	"cools_until" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	"last_used_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "authorisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"resource_kind" text NOT NULL,
	"resource_id" uuid NOT NULL,
	"approach" text NOT NULL,
	"sca_status" text NOT NULL,
	"psu_id" uuid,
	"credential_id" text,
	"sealed_assertion" "bytea",
	"interaction_uid" text,
	"confirmation_hash" "bytea",
	"confirmation_ends_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "authorisations_kind" CHECK ("authorisations"."resource_kind" in ('consent', 'payment', 'basket')),
	CONSTRAINT "authorisations_approach" CHECK ("authorisations"."approach" in ('redirect', 'decoupled', 'embedded')),
	CONSTRAINT "authorisations_status" CHECK ("authorisations"."sca_status" in ('received', 'psuIdentified', 'psuAuthenticated', 'scaMethodSelected', 'started', 'unconfirmed', 'finalised', 'failed', 'exempted'))
);
--> statement-breakpoint
CREATE TABLE "barrier_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"language" text NOT NULL,
	"sealed_text" "bytea" NOT NULL,
	"sealed_place" "bytea",
	"sealed_address" "bytea",
	"reported_at" timestamp (6) with time zone NOT NULL,
	"closed_at" timestamp (6) with time zone,
	"closed_by" text,
	"sealed_note" "bytea",
	CONSTRAINT "barrier_reports_state" CHECK ("barrier_reports"."state" in ('new', 'answered', 'closed')),
	CONSTRAINT "barrier_reports_closed" CHECK ((state = 'new') = (closed_at is null))
);
--> statement-breakpoint
CREATE TABLE "certificate_warnings" (
	"thumbprint" text NOT NULL,
	"days" smallint NOT NULL,
	"warned_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "certificate_warnings_thumbprint_days_pk" PRIMARY KEY("thumbprint","days")
);
--> statement-breakpoint
CREATE TABLE "checkpoint_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"sealed_private_jwk" "bytea",
	"created_at" timestamp (6) with time zone NOT NULL,
	"signs_from" timestamp (6) with time zone,
	"signs_until" timestamp (6) with time zone,
	CONSTRAINT "checkpoint_keys_retired_is_destroyed" CHECK (("checkpoint_keys"."signs_until" is null) = ("checkpoint_keys"."sealed_private_jwk" is not null))
);
--> statement-breakpoint
CREATE TABLE "consent_uses" (
	"consent_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"account_id" uuid NOT NULL,
	"recent" timestamp with time zone[] NOT NULL,
	"looked_at" timestamp (6) with time zone,
	CONSTRAINT "consent_uses_consent_id_endpoint_account_id_pk" PRIMARY KEY("consent_id","endpoint","account_id")
);
--> statement-breakpoint
CREATE TABLE "consent_accounts" (
	"consent_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"balances" boolean NOT NULL,
	"transactions" boolean NOT NULL,
	"owner_name" boolean NOT NULL,
	CONSTRAINT "consent_accounts_consent_id_version_account_id_pk" PRIMARY KEY("consent_id","version","account_id")
);
--> statement-breakpoint
CREATE TABLE "consent_versions" (
	"consent_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"sealed_record" "bytea" NOT NULL,
	"record_hash" "bytea" NOT NULL,
	"nonce" "bytea",
	"text_version" text NOT NULL,
	"locale" text NOT NULL,
	"evidence" text NOT NULL,
	"authorisation_id" uuid,
	"psu_id" uuid,
	"decided_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "consent_versions_consent_id_version_pk" PRIMARY KEY("consent_id","version"),
	CONSTRAINT "consent_versions_evidence" CHECK ("consent_versions"."evidence" in ('signed', 'session', 'dashboard')),
	CONSTRAINT "consent_versions_whose" CHECK (("consent_versions"."authorisation_id" is null) = ("consent_versions"."evidence" = 'dashboard')
      and ("consent_versions"."psu_id" is not null) = ("consent_versions"."evidence" = 'dashboard'))
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"client_id" text NOT NULL,
	"psu_id" uuid,
	"status" text NOT NULL,
	"kind" text NOT NULL,
	"model" text NOT NULL,
	"recurring" boolean NOT NULL,
	"frequency_per_day" integer NOT NULL,
	"valid_until" date NOT NULL,
	"ends_at" timestamp (6) with time zone NOT NULL,
	"purpose" text,
	"tpp_checked_at" timestamp (6) with time zone,
	"sealed_access" "bytea" NOT NULL,
	"version" integer NOT NULL,
	"grant_id" text,
	"sca_at" timestamp (6) with time zone,
	"reads_left" integer,
	"by_certificate" boolean DEFAULT false NOT NULL,
	"decide_by" timestamp (6) with time zone,
	"ended_by_bank" boolean DEFAULT false NOT NULL,
	"ended_by" uuid,
	"replaced_by" uuid,
	"redirect_uri" text,
	"nok_redirect_uri" text,
	"psu_languages" text,
	"notification_uri" text,
	"notification_content" text[],
	"created_at" timestamp (6) with time zone NOT NULL,
	"last_action_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "consents_status" CHECK ("consents"."status" in ('received', 'partiallyAuthorised', 'valid', 'rejected', 'expired', 'revokedByPsu', 'terminatedByTpp')),
	CONSTRAINT "consents_kind" CHECK ("consents"."kind" in ('accountInformation', 'fundsConfirmation')),
	CONSTRAINT "consents_model" CHECK ("consents"."model" in ('detailed', 'bankOffered', 'global', 'accountList'))
);
--> statement-breakpoint
CREATE TABLE "delivered_reports" (
	"consent_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"mark" text NOT NULL,
	"delivered_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "delivered_reports_consent_id_account_id_pk" PRIMARY KEY("consent_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"outbox_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"format" text NOT NULL,
	"tpp_id" text NOT NULL,
	"consent_id" uuid,
	"removal_id" uuid,
	"endpoint" text,
	"host" text,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"attempts" smallint NOT NULL,
	"next_attempt_at" timestamp (6) with time zone NOT NULL,
	"leased_until" timestamp (6) with time zone,
	"last_status" smallint,
	"last_fault" text,
	"planned_at" timestamp (6) with time zone NOT NULL,
	"fetched_at" timestamp (6) with time zone,
	"settled_at" timestamp (6) with time zone,
	CONSTRAINT "deliveries_format" CHECK ("deliveries"."format" in ('resource-status', 'security-event', 'certificate-end', 'data-removal')),
	CONSTRAINT "deliveries_state" CHECK ("deliveries"."state" in ('pending', 'delivered', 'dead')),
	CONSTRAINT "deliveries_fetched" CHECK (("deliveries"."endpoint" is null) = ("deliveries"."host" is null))
);
--> statement-breakpoint
CREATE TABLE "delivery_hosts" (
	"tpp_id" text NOT NULL,
	"host" text NOT NULL,
	"failures" smallint NOT NULL,
	"rests_until" timestamp (6) with time zone,
	CONSTRAINT "delivery_hosts_tpp_id_host_pk" PRIMARY KEY("tpp_id","host")
);
--> statement-breakpoint
CREATE TABLE "developer_certificates" (
	"thumbprint" text PRIMARY KEY NOT NULL,
	"developer_id" uuid NOT NULL,
	"tpp_id" text NOT NULL,
	"serial" text NOT NULL,
	"ordered_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "developer_challenges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"binding" text NOT NULL,
	"challenge" "bytea" NOT NULL,
	"holder_id" uuid,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"consumed_at" timestamp (6) with time zone,
	CONSTRAINT "developer_challenges_purpose" CHECK ("developer_challenges"."purpose" in ('activate', 'enrol', 'sign-in', 'prove'))
);
--> statement-breakpoint
CREATE TABLE "developer_passkeys" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"holder_id" uuid NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"synced" boolean NOT NULL,
	"sealed_name" "bytea" NOT NULL,
	"failures" integer NOT NULL,
	"locked_until" timestamp (6) with time zone,
	"locked_for_good" boolean NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"last_used_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "developer_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"holder_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"sealed_user_agent" "bytea",
	"authenticated_at" timestamp (6) with time zone NOT NULL,
	"last_seen_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone,
	"end_reason" text,
	CONSTRAINT "developer_sessions_tokenHash_unique" UNIQUE("token_hash"),
	CONSTRAINT "developer_sessions_end_reason" CHECK ("developer_sessions"."end_reason" in ('signed-out', 'signed-out-elsewhere', 'replaced'))
);
--> statement-breakpoint
CREATE TABLE "developers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"legal_name" text NOT NULL,
	"proof" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "developers_proof" CHECK ("developers"."proof" in ('ordered', 'key'))
);
--> statement-breakpoint
CREATE TABLE "disclosure_preferences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"about" text,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "disclosure_preferences_kind" CHECK ("disclosure_preferences"."kind" in ('in-files', 'never-in-files', 'never-this-third-party', 'never-this-account')),
	CONSTRAINT "disclosure_preferences_about" CHECK (("disclosure_preferences"."about" is null) = ("disclosure_preferences"."kind" in ('in-files', 'never-in-files')))
);
--> statement-breakpoint
CREATE TABLE "erasure_cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"requested_at" timestamp (6) with time zone NOT NULL,
	"key_ids" uuid[] NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	"done_at" timestamp (6) with time zone,
	"certificate" jsonb
);
--> statement-breakpoint
CREATE TABLE "kept_records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"table_name" text NOT NULL,
	"row_id" text NOT NULL,
	"law" text NOT NULL,
	"kept_until" date NOT NULL,
	"key_id" uuid NOT NULL,
	"sealed_content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasure_bookings" (
	"erasure_id" uuid NOT NULL,
	"table_name" text NOT NULL,
	"erased" integer NOT NULL,
	"kept" integer NOT NULL,
	"rule" text NOT NULL,
	"until" date,
	CONSTRAINT "erasure_bookings_erasure_id_table_name_pk" PRIMARY KEY("erasure_id","table_name")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"requested_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"sealed_private_jwk" "bytea",
	"created_at" timestamp (6) with time zone NOT NULL,
	"signs_from" timestamp (6) with time zone,
	"signs_until" timestamp (6) with time zone,
	CONSTRAINT "evidence_keys_retired_is_destroyed" CHECK (("evidence_keys"."signs_until" is null) = ("evidence_keys"."sealed_private_jwk" is not null))
);
--> statement-breakpoint
CREATE TABLE "export_parts" (
	"export_id" uuid NOT NULL,
	"attempt" uuid NOT NULL,
	"number" integer NOT NULL,
	"sealed_part" "bytea" NOT NULL,
	CONSTRAINT "export_parts_export_id_attempt_number_pk" PRIMARY KEY("export_id","attempt","number")
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"state" text NOT NULL,
	"attempt" uuid,
	"leased_until" timestamp (6) with time zone,
	"locale" text NOT NULL,
	"failures" integer NOT NULL,
	"tables_done" integer NOT NULL,
	"tables_total" integer NOT NULL,
	"bytes" integer,
	"requested_at" timestamp (6) with time zone NOT NULL,
	"ready_at" timestamp (6) with time zone,
	"ends_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "exports_state" CHECK ("exports"."state" in ('waiting', 'running', 'ready', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "funds_questions" (
	"call_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"consent_id" uuid NOT NULL,
	"psu_id" uuid NOT NULL,
	"sealed_question" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"consent_id" uuid NOT NULL,
	"placed_by" text NOT NULL,
	"psu_id" uuid,
	"reason" text NOT NULL,
	"until" timestamp (6) with time zone,
	"placed_at" timestamp (6) with time zone NOT NULL,
	"lifted_at" timestamp (6) with time zone,
	CONSTRAINT "holds_placed_by" CHECK ("holds"."placed_by" in ('customer', 'bank', 'holder'))
);
--> statement-breakpoint
CREATE TABLE "idempotent_answers" (
	"tpp_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"content" "bytea" NOT NULL,
	"consent_id" uuid,
	"payment_id" uuid,
	"authorisation_id" uuid,
	"state" text NOT NULL,
	"sealed_answer" "bytea" NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "idempotent_answers_tpp_id_request_id_pk" PRIMARY KEY("tpp_id","request_id")
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"about" text NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	"last_seen_at" timestamp (6) with time zone NOT NULL,
	"closed_at" timestamp (6) with time zone,
	CONSTRAINT "incidents_rule" CHECK ("incidents"."rule" in ('books-silent', 'own-faults', 'certificate-blocks', 'paused-by-register'))
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"uid" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"tpp_id" text NOT NULL,
	"consent_id" uuid,
	"authorisation_id" uuid,
	"kind" text DEFAULT 'oauth' NOT NULL,
	"redirect_uri" text NOT NULL,
	"nok_redirect_uri" text,
	"state" text,
	"languages" text,
	"psu_id" uuid,
	"decision" text,
	"decided_at" timestamp (6) with time zone,
	"grant_id" text,
	"arrived_at" timestamp (6) with time zone NOT NULL,
	"request_ends_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "interactions_decision" CHECK ("interactions"."decision" in ('allowed', 'refused')),
	CONSTRAINT "interactions_kind" CHECK ("interactions"."kind" in ('oauth', 'redirect'))
);
--> statement-breakpoint
CREATE TABLE "ledger_contacts" (
	"psu_id" uuid PRIMARY KEY NOT NULL,
	"sealed_mail" "bytea" NOT NULL,
	"sealed_life" "bytea"
);
--> statement-breakpoint
CREATE TABLE "ledger_transfers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "ledger_transfers_outcome" CHECK ("ledger_transfers"."outcome" in ('settled', 'funds', 'account', 'payee'))
);
--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key_id" uuid NOT NULL,
	"iban_index" "bytea",
	"sealed_iban" "bytea",
	"pan_index" "bytea",
	"sealed_masked_pan" "bytea",
	"sealed_owner_name" "bytea" NOT NULL,
	"name" text NOT NULL,
	"product" text NOT NULL,
	"cash_account_type" text NOT NULL,
	"usage" text NOT NULL,
	"status" text NOT NULL,
	"business_id" uuid,
	"currency" text NOT NULL,
	"details" text,
	"credit_limit" numeric(18, 3),
	"debit_accounting" boolean,
	"script" text,
	"script_since" timestamp (6) with time zone,
	"opened_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "ledger_accounts_panIndex_unique" UNIQUE("pan_index"),
	CONSTRAINT "ledger_accounts_by_number" UNIQUE("iban_index","currency"),
	CONSTRAINT "ledger_accounts_number" CHECK (case when "ledger_accounts"."cash_account_type" = 'CARD'
            then num_nonnulls("ledger_accounts"."sealed_masked_pan", "ledger_accounts"."pan_index", "ledger_accounts"."debit_accounting") = 3
              and num_nonnulls("ledger_accounts"."sealed_iban", "ledger_accounts"."iban_index") = 0
            else num_nonnulls("ledger_accounts"."sealed_iban", "ledger_accounts"."iban_index") = 2
              and num_nonnulls("ledger_accounts"."sealed_masked_pan", "ledger_accounts"."pan_index", "ledger_accounts"."debit_accounting",
                               "ledger_accounts"."credit_limit") = 0 end),
	CONSTRAINT "ledger_accounts_script" CHECK ("ledger_accounts"."script" in ('slow', 'down', 'closing')),
	CONSTRAINT "ledger_accounts_type" CHECK ("ledger_accounts"."cash_account_type" in ('CACC', 'SVGS', 'LOAN', 'CARD')),
	CONSTRAINT "ledger_accounts_usage" CHECK ("ledger_accounts"."usage" in ('PRIV', 'ORGA')),
	CONSTRAINT "ledger_accounts_status" CHECK ("ledger_accounts"."status" in ('enabled', 'blocked', 'deleted'))
);
--> statement-breakpoint
CREATE TABLE "ledger_balances" (
	"account_id" uuid NOT NULL,
	"balance_type" text NOT NULL,
	"amount" numeric(18, 3) NOT NULL,
	"currency" text NOT NULL,
	"credit_limit_included" boolean,
	"changed_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "ledger_balances_account_id_balance_type_pk" PRIMARY KEY("account_id","balance_type"),
	CONSTRAINT "ledger_balances_type" CHECK ("ledger_balances"."balance_type" in ('closingBooked', 'expected', 'openingBooked', 'interimAvailable', 'interimBooked', 'forwardAvailable', 'nonInvoiced'))
);
--> statement-breakpoint
CREATE TABLE "ledger_holders" (
	"account_id" uuid NOT NULL,
	"psu_id" uuid NOT NULL,
	"alone" boolean NOT NULL,
	"ends_at" timestamp (6) with time zone,
	CONSTRAINT "ledger_holders_account_id_psu_id_pk" PRIMARY KEY("account_id","psu_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_mandates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"account_id" uuid,
	"customer_id" uuid,
	"may" text NOT NULL,
	"starts_at" timestamp (6) with time zone NOT NULL,
	"ends_at" timestamp (6) with time zone,
	CONSTRAINT "ledger_mandates_may" CHECK ("ledger_mandates"."may" in ('see', 'stop')),
	CONSTRAINT "ledger_mandates_for" CHECK (num_nonnulls("ledger_mandates"."account_id", "ledger_mandates"."customer_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "ledger_standing_orders" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"amount" numeric(18, 3) NOT NULL,
	"currency" text NOT NULL,
	"frequency" text NOT NULL,
	"day_of_execution" text,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"sealed_detail" "bytea" NOT NULL,
	CONSTRAINT "ledger_standing_orders_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "ledger_standing_orders_frequency" CHECK ("ledger_standing_orders"."frequency" in ('Weekly', 'Monthly', 'Quarterly', 'Annual'))
);
--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"entered" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ledger_transactions_entered_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"booked_on" date,
	"value_on" date NOT NULL,
	"amount" numeric(18, 3) NOT NULL,
	"currency" text NOT NULL,
	"bank_transaction_code" text NOT NULL,
	"sealed_detail" "bytea" NOT NULL,
	CONSTRAINT "ledger_transactions_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "interface_hours" (
	"hour" timestamp (6) with time zone PRIMARY KEY NOT NULL,
	"calls" integer NOT NULL,
	"faults" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journeys" (
	"id" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"tpp_id" text,
	"grant_id" text,
	"arrived_at" timestamp (6) with time zone NOT NULL,
	"authenticated_at" timestamp (6) with time zone,
	"decided_at" timestamp (6) with time zone,
	"code_at" timestamp (6) with time zone,
	"token_at" timestamp (6) with time zone,
	"outcome" text,
	CONSTRAINT "journeys_channel" CHECK ("journeys"."channel" in ('tpp', 'customer'))
);
--> statement-breakpoint
CREATE TABLE "request_measurements" (
	"id" uuid NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"channel" text NOT NULL,
	"route" text NOT NULL,
	"tpp_id" text,
	"status" smallint NOT NULL,
	"duration_micros" integer NOT NULL,
	"error_cause" text,
	CONSTRAINT "request_measurements_at_id_pk" PRIMARY KEY("at","id"),
	CONSTRAINT "measurements_channel" CHECK ("request_measurements"."channel" in ('tpp', 'customer'))
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "notice_mails" (
	"notice_id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"state" text NOT NULL,
	"attempts" smallint NOT NULL,
	"next_attempt_at" timestamp (6) with time zone NOT NULL,
	"leased_until" timestamp (6) with time zone,
	"last_fault" text,
	"planned_at" timestamp (6) with time zone NOT NULL,
	"settled_at" timestamp (6) with time zone,
	CONSTRAINT "notice_mails_state" CHECK ("notice_mails"."state" in ('pending', 'sent', 'dead', 'dropped'))
);
--> statement-breakpoint
CREATE TABLE "notice_marks" (
	"name" text NOT NULL,
	"walked_to" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "notice_marks_name_pk" PRIMARY KEY("name")
);
--> statement-breakpoint
CREATE TABLE "notice_settings" (
	"psu_id" uuid PRIMARY KEY NOT NULL,
	"mail" jsonb NOT NULL,
	"quiet_from" smallint,
	"quiet_to" smallint,
	"changed_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "notice_settings_quiet" CHECK (("notice_settings"."quiet_from" is null and "notice_settings"."quiet_to" is null)
        or ("notice_settings"."quiet_from" between 0 and 23 and "notice_settings"."quiet_to" between 0 and 23 and "notice_settings"."quiet_from" <> "notice_settings"."quiet_to"))
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"psu_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"consent_id" uuid,
	"sealed_params" "bytea" NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"read_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "oauth_records" (
	"model" text NOT NULL,
	"id" "bytea" NOT NULL,
	"grant_id" text,
	"uid" text,
	"client_id" text,
	"psu_id" uuid,
	"certificate_thumbprint" text,
	"key_thumbprint" text,
	"sealed_payload" "bytea" NOT NULL,
	"record_hash" "bytea",
	"expires_at" timestamp (6) with time zone,
	"consumed_at" timestamp (6) with time zone,
	"decided_at" timestamp (6) with time zone,
	CONSTRAINT "oauth_records_model_id_pk" PRIMARY KEY("model","id")
);
--> statement-breakpoint
CREATE TABLE "oauth_replays" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outbox_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"schema_version" smallint NOT NULL,
	"audience" text NOT NULL,
	"consent_id" uuid,
	"psu_id" uuid,
	"tpp_id" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"sealed_payload" "bytea" NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"sent_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "payment_approvals" (
	"payment_id" uuid PRIMARY KEY NOT NULL,
	"sealed_record" "bytea" NOT NULL,
	"record_hash" "bytea" NOT NULL,
	"nonce" "bytea" NOT NULL,
	"text_version" text NOT NULL,
	"locale" text NOT NULL,
	"authorisation_id" uuid NOT NULL,
	"decided_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"client_id" text NOT NULL,
	"product" text NOT NULL,
	"status" text NOT NULL,
	"rejection" text,
	"sealed_order" "bytea" NOT NULL,
	"execute_on" date,
	"psu_id" uuid,
	"account_id" uuid,
	"link_id" text NOT NULL,
	"redirect_uri" text NOT NULL,
	"nok_redirect_uri" text,
	"psu_languages" text,
	"tpp_checked_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	"answer_by" timestamp (6) with time zone NOT NULL,
	"decided_at" timestamp (6) with time zone,
	"started_at" timestamp (6) with time zone,
	"settled_at" timestamp (6) with time zone,
	"last_action_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "payments_linkId_unique" UNIQUE("link_id"),
	CONSTRAINT "payments_product" CHECK ("payments"."product" in ('sepa-credit-transfers', 'instant-sepa-credit-transfers')),
	CONSTRAINT "payments_status" CHECK ("payments"."status" in ('RCVD', 'ACTC', 'ACSC', 'RJCT', 'CANC')),
	CONSTRAINT "payments_rejection" CHECK ("payments"."rejection" in ('refused', 'unanswered', 'funds', 'account', 'payee')),
	CONSTRAINT "payments_rejected" CHECK (("payments"."status" = 'RJCT') = ("payments"."rejection" is not null)),
	CONSTRAINT "payments_settled" CHECK (("payments"."status" = 'ACSC') = ("payments"."settled_at" is not null)),
	CONSTRAINT "payments_payer" CHECK ("payments"."status" not in ('ACTC', 'ACSC') or num_nonnulls("payments"."psu_id", "payments"."account_id") = 2)
);
--> statement-breakpoint
CREATE TABLE "attestations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"kind" text NOT NULL,
	"issuer" text NOT NULL,
	"reference" text NOT NULL,
	"ends_on" date NOT NULL,
	"stated_by" text NOT NULL,
	"stated_at" timestamp (6) with time zone NOT NULL,
	"withdrawn_at" timestamp (6) with time zone,
	CONSTRAINT "attestations_kind" CHECK ("attestations"."kind" in ('iso-27001', 'soc-2', 'pci-dss', 'penetration-test', 'other'))
);
--> statement-breakpoint
CREATE TABLE "posture_checks" (
	"tpp_id" text PRIMARY KEY NOT NULL,
	"checked_at" timestamp (6) with time zone,
	"asked_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "posture_findings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"place" text NOT NULL,
	"code" text NOT NULL,
	"detail" jsonb NOT NULL,
	"found_at" timestamp (6) with time zone NOT NULL,
	"gone_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "posture_places" (
	"tpp_id" text NOT NULL,
	"place" text NOT NULL,
	"kind" text NOT NULL,
	"uses" text[] NOT NULL,
	"facts" jsonb NOT NULL,
	"first_seen_at" timestamp (6) with time zone NOT NULL,
	"checked_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "posture_places_tpp_id_place_pk" PRIMARY KEY("tpp_id","place"),
	CONSTRAINT "posture_places_kind" CHECK ("posture_places"."kind" in ('origin', 'key'))
);
--> statement-breakpoint
CREATE TABLE "security_contacts" (
	"tpp_id" text PRIMARY KEY NOT NULL,
	"sealed_contact" "bytea" NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "privacy_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"sealed_text" "bytea" NOT NULL,
	"asked_at" timestamp (6) with time zone NOT NULL,
	"due_on" date NOT NULL,
	"answered_at" timestamp (6) with time zone,
	"answered_by" text,
	"sealed_answer" "bytea",
	CONSTRAINT "privacy_requests_kind" CHECK ("privacy_requests"."kind" in ('correction', 'objection')),
	CONSTRAINT "privacy_requests_state" CHECK ("privacy_requests"."state" in ('open', 'followed', 'declined'))
);
--> statement-breakpoint
CREATE TABLE "protections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"started_by" text NOT NULL,
	"sealed_reason" "bytea",
	"started_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone,
	CONSTRAINT "protections_started_by" CHECK ("protections"."started_by" in ('customer', 'staff')),
	CONSTRAINT "protections_reason" CHECK ("protections"."started_by" <> 'staff' or "protections"."sealed_reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "psus" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"sealed_name" "bytea" NOT NULL,
	"locale" text,
	"pages_locale" text,
	"left_on" date,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "psus_kind" CHECK ("psus"."kind" in ('person', 'business')),
	CONSTRAINT "psus_status" CHECK ("psus"."status" in ('active', 'blocked', 'deceased'))
);
--> statement-breakpoint
CREATE TABLE "published_statements" (
	"place" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"sequence" bigint NOT NULL,
	"issued_at" timestamp (6) with time zone NOT NULL,
	"next_update" timestamp (6) with time zone NOT NULL,
	"digest" text NOT NULL,
	"body" "bytea" NOT NULL,
	"fetched_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "published_statements_kind" CHECK ("published_statements"."kind" in ('trusted-list', 'register'))
);
--> statement-breakpoint
CREATE TABLE "register_evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_identifier" text NOT NULL,
	"reason" text NOT NULL,
	"digest" text NOT NULL,
	"said" jsonb NOT NULL,
	"place" text NOT NULL,
	"sequence" bigint NOT NULL,
	"issued_at" timestamp (6) with time zone NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "register_evidence_digest_unique" UNIQUE("digest"),
	CONSTRAINT "register_evidence_reason" CHECK ("register_evidence"."reason" in ('AUTHORISATION_WITHDRAWN', 'AUTHORISATION_NOT_FOUND', 'ROLE_NOT_IN_REGISTER'))
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"set_id" uuid NOT NULL,
	"salt" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"used_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_letters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"asked_at" timestamp (6) with time zone NOT NULL,
	"asked_by" text NOT NULL,
	"sent_at" timestamp (6) with time zone,
	"sent_by" text
);
--> statement-breakpoint
CREATE TABLE "refused_calls" (
	"thumbprint" text NOT NULL,
	"reason" text NOT NULL,
	"minute" timestamp (6) with time zone NOT NULL,
	"tpp_id" text NOT NULL,
	"count" integer NOT NULL,
	"last_at" timestamp (6) with time zone NOT NULL,
	"method" text NOT NULL,
	"route" text NOT NULL,
	"status" smallint NOT NULL,
	"code" text NOT NULL,
	"request_id" uuid,
	CONSTRAINT "refused_calls_thumbprint_reason_minute_pk" PRIMARY KEY("thumbprint","reason","minute")
);
--> statement-breakpoint
CREATE TABLE "register_holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"source" text NOT NULL,
	"sequence" bigint NOT NULL,
	"issued_at" timestamp (6) with time zone NOT NULL,
	"digest" text NOT NULL,
	"body" "bytea" NOT NULL,
	"withdrawals" jsonb NOT NULL,
	"active" integer NOT NULL,
	"held_at" timestamp (6) with time zone NOT NULL,
	"binds_at" timestamp (6) with time zone NOT NULL,
	"state" text DEFAULT 'held' NOT NULL,
	"proposal" text,
	"proposed_by" uuid,
	"decided_by" uuid,
	"decided_at" timestamp (6) with time zone,
	CONSTRAINT "register_holds_digest_unique" UNIQUE("digest"),
	CONSTRAINT "register_holds_state" CHECK ("register_holds"."state" in ('held', 'believed', 'disbelieved')),
	CONSTRAINT "register_holds_proposal" CHECK ("register_holds"."proposal" in ('believe', 'disbelieve')),
	CONSTRAINT "register_holds_four_eyes" CHECK (case "register_holds"."state" when 'held' then "register_holds"."decided_by" is null
        else coalesce("register_holds"."decided_by" <> "register_holds"."proposed_by", false) end),
	CONSTRAINT "register_holds_proposer" CHECK (("register_holds"."proposal" is null) = ("register_holds"."proposed_by" is null))
);
--> statement-breakpoint
CREATE TABLE "removals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"consent_id" uuid NOT NULL,
	"psu_id" uuid NOT NULL,
	"tpp_id" text NOT NULL,
	"state" text NOT NULL,
	"channel" text NOT NULL,
	"sealed_mandate" "bytea" NOT NULL,
	"mandate_hash" "bytea" NOT NULL,
	"endpoint" text,
	"asked_at" timestamp (6) with time zone NOT NULL,
	"passed_on_at" timestamp (6) with time zone,
	"received_at" timestamp (6) with time zone,
	"undelivered_at" timestamp (6) with time zone,
	"due_on" date,
	"extended_at" timestamp (6) with time zone,
	"sealed_extension" "bytea",
	"answered_at" timestamp (6) with time zone,
	"sealed_reason" "bytea",
	"reminded_at" timestamp (6) with time zone,
	"overdue_at" timestamp (6) with time zone,
	CONSTRAINT "removals_state" CHECK ("removals"."state" in ('asked', 'passed-on', 'received', 'deleted', 'partly', 'refused')),
	CONSTRAINT "removals_channel" CHECK ("removals"."channel" in ('message', 'letter'))
);
--> statement-breakpoint
CREATE TABLE "revocation_answers" (
	"issuer" text NOT NULL,
	"serial" text NOT NULL,
	"status" text NOT NULL,
	"via" text NOT NULL,
	"source" text NOT NULL,
	"this_update" timestamp (6) with time zone NOT NULL,
	"next_update" timestamp (6) with time zone NOT NULL,
	"fetched_at" timestamp (6) with time zone NOT NULL,
	"revoked_at" timestamp (6) with time zone,
	"reason" text,
	"evidence" "bytea",
	"certificate_ends_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "revocation_answers_issuer_serial_pk" PRIMARY KEY("issuer","serial"),
	CONSTRAINT "revocation_answers_status" CHECK ("revocation_answers"."status" in ('good', 'revoked', 'unknown')),
	CONSTRAINT "revocation_answers_via" CHECK ("revocation_answers"."via" in ('ocsp', 'crl'))
);
--> statement-breakpoint
CREATE TABLE "revocation_lists" (
	"issuer" text NOT NULL,
	"source" text NOT NULL,
	"body" "bytea" NOT NULL,
	"next_update" timestamp (6) with time zone NOT NULL,
	"fetched_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "revocation_lists_issuer_source_pk" PRIMARY KEY("issuer","source")
);
--> statement-breakpoint
CREATE TABLE "sandbox_clock" (
	"only" boolean PRIMARY KEY NOT NULL,
	"ahead" interval NOT NULL,
	CONSTRAINT "sandbox_clock_one_row" CHECK ("sandbox_clock"."only")
);
--> statement-breakpoint
CREATE TABLE "sca_challenges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"binding" text NOT NULL,
	"challenge" "bytea" NOT NULL,
	"record_hash" "bytea",
	"psu_id" uuid,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"consumed_at" timestamp (6) with time zone,
	CONSTRAINT "sca_challenges_purpose" CHECK ("sca_challenges"."purpose" in ('activate', 'enrol', 'sign-in', 'approve'))
);
--> statement-breakpoint
CREATE TABLE "sca_demands" (
	"id" uuid PRIMARY KEY NOT NULL,
	"psu_id" uuid NOT NULL,
	"tpp_id" text NOT NULL,
	"sealed_reason" "bytea" NOT NULL,
	"demanded_by" text NOT NULL,
	"demanded_at" timestamp (6) with time zone NOT NULL,
	"met_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "security_events" (
	"minute" timestamp (6) with time zone NOT NULL,
	"rule" text NOT NULL,
	"source" "bytea" NOT NULL,
	"count" integer NOT NULL,
	"sealed_source" "bytea" NOT NULL,
	"tpp_id" text,
	"request_id" uuid,
	CONSTRAINT "security_events_minute_rule_source_pk" PRIMARY KEY("minute","rule","source")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"psu_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"interaction_uid" text,
	"sealed_user_agent" "bytea",
	"failures" integer NOT NULL,
	"authenticated_at" timestamp (6) with time zone NOT NULL,
	"last_seen_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone,
	"end_reason" text,
	CONSTRAINT "sessions_tokenHash_unique" UNIQUE("token_hash"),
	CONSTRAINT "sessions_end_reason" CHECK ("sessions"."end_reason" in ('signed-out', 'signed-out-elsewhere', 'idle', 'replaced', 'locked'))
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"algorithm" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"sealed_private_jwk" "bytea" NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"retired_at" timestamp (6) with time zone,
	CONSTRAINT "signing_keys_state" CHECK ("signing_keys"."state" in ('published', 'signing', 'retired'))
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sealed_name" "bytea" NOT NULL,
	"roles" text[] NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "staff_status" CHECK ("staff"."status" in ('active', 'blocked'))
);
--> statement-breakpoint
CREATE TABLE "staff_activations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"staff_id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"failures" integer NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"used_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "staff_activations_codeHash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "staff_challenges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"binding" text NOT NULL,
	"challenge" "bytea" NOT NULL,
	"holder_id" uuid,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"consumed_at" timestamp (6) with time zone,
	CONSTRAINT "staff_challenges_purpose" CHECK ("staff_challenges"."purpose" in ('activate', 'enrol', 'sign-in', 'prove'))
);
--> statement-breakpoint
CREATE TABLE "staff_passkeys" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"holder_id" uuid NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"synced" boolean NOT NULL,
	"sealed_name" "bytea" NOT NULL,
	"failures" integer NOT NULL,
	"locked_until" timestamp (6) with time zone,
	"locked_for_good" boolean NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"last_used_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "staff_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"holder_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"sealed_user_agent" "bytea",
	"authenticated_at" timestamp (6) with time zone NOT NULL,
	"last_seen_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone,
	"end_reason" text,
	CONSTRAINT "staff_sessions_tokenHash_unique" UNIQUE("token_hash"),
	CONSTRAINT "staff_sessions_end_reason" CHECK ("staff_sessions"."end_reason" in ('signed-out', 'signed-out-elsewhere', 'replaced'))
);
--> statement-breakpoint
CREATE TABLE "authority_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"decision_id" uuid NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "authority_reports_decisionId_unique" UNIQUE("decision_id")
);
--> statement-breakpoint
CREATE TABLE "tpp_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"action" text NOT NULL,
	"state" text NOT NULL,
	"ground" text,
	"note" text NOT NULL,
	"tpp_text" text,
	"customers_text" text,
	"ends_at" timestamp (6) with time zone,
	"requested_by" uuid,
	"requested_at" timestamp (6) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (6) with time zone,
	"consents_affected" integer,
	"customers_affected" integer,
	CONSTRAINT "tpp_decisions_action" CHECK ("tpp_decisions"."action" in ('pause', 'resume', 'end')),
	CONSTRAINT "tpp_decisions_state" CHECK ("tpp_decisions"."state" in ('proposed', 'approved', 'declined', 'withdrawn')),
	CONSTRAINT "tpp_decisions_ground" CHECK ("tpp_decisions"."ground" in ('unauthorised-access', 'fraudulent-access', 'fraudulent-payment', 'licence-withdrawn', 'certificate-compromised')),
	CONSTRAINT "tpp_decisions_four_eyes" CHECK (case "tpp_decisions"."state" when 'proposed' then "tpp_decisions"."decided_by" is null
        when 'withdrawn' then coalesce("tpp_decisions"."decided_by" = "tpp_decisions"."requested_by", false)
        else coalesce("tpp_decisions"."decided_by" <> "tpp_decisions"."requested_by", "tpp_decisions"."decided_by" is null and "tpp_decisions"."requested_by" is null) end),
	CONSTRAINT "tpp_decisions_ground_told" CHECK ("tpp_decisions"."action" = 'resume' or "tpp_decisions"."ground" is not null),
	CONSTRAINT "tpp_decisions_end_dated" CHECK (("tpp_decisions"."action" = 'end') = ("tpp_decisions"."ends_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "tpp_certificates" (
	"thumbprint" text PRIMARY KEY NOT NULL,
	"tpp_id" text NOT NULL,
	"serial" text NOT NULL,
	"issuer" text NOT NULL,
	"issuer_key" text,
	"roles" text[] NOT NULL,
	"not_before" timestamp (6) with time zone NOT NULL,
	"not_after" timestamp (6) with time zone NOT NULL,
	"der" "bytea" NOT NULL,
	"first_seen_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tpps" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"paused_at" timestamp (6) with time zone,
	"ends_at" timestamp (6) with time zone,
	"legal_name" text NOT NULL,
	"country" text NOT NULL,
	"authority_id" text NOT NULL,
	"authority_name" text NOT NULL,
	"roles" text[] NOT NULL,
	"first_seen_at" timestamp (6) with time zone NOT NULL,
	"last_seen_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "tpps_status" CHECK ("tpps"."status" in ('active', 'paused', 'ended'))
);
--> statement-breakpoint
CREATE INDEX "activation_codes_by_psu" ON "activation_codes" USING btree ("psu_id");--> statement-breakpoint
CREATE INDEX "applications_by_tpp" ON "applications" USING btree ("tpp_id");--> statement-breakpoint
CREATE INDEX "access_log_by_writing" ON "access_log" USING brin ("written_in") WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "access_log_by_consent" ON "access_log" USING btree ("consent_id","at");--> statement-breakpoint
CREATE INDEX "access_log_by_tpp" ON "access_log" USING btree ("tpp_id","at");--> statement-breakpoint
CREATE INDEX "access_log_corrections" ON "access_log" USING btree ("consent_id","call_id") WHERE "access_log"."corrects" is not null;--> statement-breakpoint
CREATE INDEX "audit_events_by_writing" ON "audit_events" USING brin ("written_in") WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "audit_events_by_consent" ON "audit_events" USING btree ("consent_id","at");--> statement-breakpoint
CREATE INDEX "audit_events_by_psu" ON "audit_events" USING btree ("psu_id","at");--> statement-breakpoint
CREATE INDEX "audit_events_by_tpp" ON "audit_events" USING btree ("tpp_id","at");--> statement-breakpoint
CREATE INDEX "audit_events_by_type" ON "audit_events" USING btree ("type","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_actor" ON "audit_events" USING btree ("actor","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_actor_kind" ON "audit_events" USING btree (split_part("actor", ':', 1),"at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_subject" ON "audit_events" USING btree ("subject","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_id" ON "audit_events" USING btree ("id");--> statement-breakpoint
CREATE INDEX "audit_events_of_tpp_alone" ON "audit_events" USING btree ("tpp_id","at") WHERE "audit_events"."consent_id" is null;--> statement-breakpoint
CREATE INDEX "authenticators_by_psu" ON "authenticators" USING btree ("psu_id","created_at");--> statement-breakpoint
CREATE INDEX "authenticators_cooling" ON "authenticators" USING btree ("cools_until") WHERE "authenticators"."cools_until" is not null;--> statement-breakpoint
CREATE INDEX "authorisations_by_resource" ON "authorisations" USING btree ("resource_id","created_at");--> statement-breakpoint
CREATE INDEX "authorisations_by_psu" ON "authorisations" USING btree ("psu_id") WHERE "authorisations"."psu_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "authorisations_once_per_person" ON "authorisations" USING btree ("resource_id","psu_id") WHERE "authorisations"."sca_status" = 'finalised';--> statement-breakpoint
CREATE INDEX "barrier_reports_by_time" ON "barrier_reports" USING btree ("state","reported_at");--> statement-breakpoint
CREATE UNIQUE INDEX "checkpoint_keys_one_signs" ON "checkpoint_keys" USING btree ((true)) WHERE "checkpoint_keys"."signs_from" is not null and "checkpoint_keys"."signs_until" is null;--> statement-breakpoint
CREATE INDEX "consent_accounts_by_account" ON "consent_accounts" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "consents_by_psu" ON "consents" USING btree ("psu_id","created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "consents_by_tpp" ON "consents" USING btree ("tpp_id","status","id");--> statement-breakpoint
CREATE INDEX "consents_by_grant" ON "consents" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "consents_ending" ON "consents" USING btree ("ends_at") WHERE status = 'valid';--> statement-breakpoint
CREATE INDEX "consents_by_reference" ON "consents" USING btree (right("id"::text, 10));--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("outbox_id","format");--> statement-breakpoint
CREATE INDEX "deliveries_pending" ON "deliveries" USING btree ("tpp_id","host","next_attempt_at","sequence") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "deliveries_leased" ON "deliveries" USING btree ("tpp_id") WHERE leased_until is not null;--> statement-breakpoint
CREATE INDEX "deliveries_settled" ON "deliveries" USING btree ("state","settled_at") WHERE state <> 'pending';--> statement-breakpoint
CREATE INDEX "deliveries_events" ON "deliveries" USING btree ("tpp_id","sequence") WHERE format = 'security-event' and state <> 'delivered';--> statement-breakpoint
CREATE INDEX "deliveries_by_consent" ON "deliveries" USING btree ("consent_id","format","sequence");--> statement-breakpoint
CREATE INDEX "developer_certificates_by_tpp" ON "developer_certificates" USING btree ("tpp_id");--> statement-breakpoint
CREATE INDEX "developer_challenges_by_end" ON "developer_challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "developer_passkeys_by_holder" ON "developer_passkeys" USING btree ("holder_id");--> statement-breakpoint
CREATE INDEX "developer_sessions_by_holder" ON "developer_sessions" USING btree ("holder_id","last_seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "developers_one_orders" ON "developers" USING btree ("tpp_id") WHERE "developers"."proof" = 'ordered';--> statement-breakpoint
CREATE INDEX "developers_by_tpp" ON "developers" USING btree ("tpp_id");--> statement-breakpoint
CREATE UNIQUE INDEX "disclosure_preferences_once" ON "disclosure_preferences" USING btree ("psu_id","kind",coalesce("about", ''));--> statement-breakpoint
CREATE UNIQUE INDEX "erasure_cases_once" ON "erasure_cases" USING btree ("psu_id");--> statement-breakpoint
CREATE INDEX "erasure_cases_open" ON "erasure_cases" USING btree ("done_at");--> statement-breakpoint
CREATE INDEX "kept_records_by_case" ON "kept_records" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "kept_records_ending" ON "kept_records" USING btree ("kept_until");--> statement-breakpoint
CREATE INDEX "erasures_by_psu" ON "erasures" USING btree ("psu_id","requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_keys_one_signs" ON "evidence_keys" USING btree ((true)) WHERE "evidence_keys"."signs_from" is not null and "evidence_keys"."signs_until" is null;--> statement-breakpoint
CREATE INDEX "exports_by_psu" ON "exports" USING btree ("psu_id","requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "exports_one_open" ON "exports" USING btree ("psu_id") WHERE state in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "funds_questions_by_consent" ON "funds_questions" USING btree ("consent_id","at");--> statement-breakpoint
CREATE INDEX "holds_by_consent" ON "holds" USING btree ("consent_id","lifted_at");--> statement-breakpoint
CREATE UNIQUE INDEX "holds_once_per_customer" ON "holds" USING btree ("consent_id","psu_id") WHERE "holds"."lifted_at" is null and "holds"."psu_id" is not null;--> statement-breakpoint
CREATE INDEX "idempotent_answers_by_age" ON "idempotent_answers" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_one_open" ON "incidents" USING btree ("rule","about") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "incidents_by_opening" ON "incidents" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "interactions_by_end" ON "interactions" USING btree ("request_ends_at");--> statement-breakpoint
CREATE INDEX "interactions_by_consent" ON "interactions" USING btree ("consent_id");--> statement-breakpoint
CREATE INDEX "ledger_transfers_by_account" ON "ledger_transfers" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "ledger_holders_by_psu" ON "ledger_holders" USING btree ("psu_id");--> statement-breakpoint
CREATE INDEX "ledger_mandates_by_psu" ON "ledger_mandates" USING btree ("psu_id");--> statement-breakpoint
CREATE INDEX "ledger_mandates_by_account" ON "ledger_mandates" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "ledger_mandates_by_customer" ON "ledger_mandates" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "ledger_transactions_by_day" ON "ledger_transactions" USING btree ("account_id","booked_on" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "ledger_transactions_by_entry" ON "ledger_transactions" USING btree ("account_id","entered");--> statement-breakpoint
CREATE INDEX "journeys_by_arrival" ON "journeys" USING btree ("arrived_at");--> statement-breakpoint
CREATE INDEX "journeys_by_grant" ON "journeys" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "notice_mails_pending" ON "notice_mails" USING btree ("next_attempt_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "notice_mails_leased" ON "notice_mails" USING btree ("psu_id") WHERE leased_until is not null;--> statement-breakpoint
CREATE INDEX "notice_mails_settled" ON "notice_mails" USING btree ("state","settled_at") WHERE state <> 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("event_id","psu_id","kind");--> statement-breakpoint
CREATE INDEX "notices_by_psu" ON "notices" USING btree ("psu_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("psu_id") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "notices_by_consent" ON "notices" USING btree ("consent_id","kind");--> statement-breakpoint
CREATE INDEX "oauth_records_by_grant" ON "oauth_records" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "oauth_records_by_uid" ON "oauth_records" USING btree ("uid");--> statement-breakpoint
CREATE INDEX "oauth_records_by_psu" ON "oauth_records" USING btree ("psu_id");--> statement-breakpoint
CREATE INDEX "oauth_records_by_end" ON "oauth_records" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_records_pending" ON "oauth_records" USING btree ("client_id","expires_at") WHERE model = 'PushedAuthorizationRequest' and consumed_at is null;--> statement-breakpoint
CREATE INDEX "oauth_replays_by_end" ON "oauth_replays" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "outbox_by_event" ON "outbox" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "outbox_pending" ON "outbox" USING btree ("audience","sequence") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "payments_by_psu" ON "payments" USING btree ("psu_id","created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "payments_by_tpp" ON "payments" USING btree ("tpp_id","id");--> statement-breakpoint
CREATE INDEX "payments_open" ON "payments" USING btree ("tpp_id","answer_by") WHERE "payments"."status" = 'RCVD';--> statement-breakpoint
CREATE INDEX "payments_of_nobody" ON "payments" USING btree ("answer_by") WHERE "payments"."psu_id" is null;--> statement-breakpoint
CREATE INDEX "payments_over" ON "payments" USING btree ("last_action_at") WHERE "payments"."psu_id" is not null and "payments"."status" in ('ACSC', 'RJCT', 'CANC');--> statement-breakpoint
CREATE INDEX "payments_due" ON "payments" USING btree ("started_at","id") WHERE status = 'ACTC';--> statement-breakpoint
CREATE INDEX "payments_to_carry_out" ON "payments" USING btree ("execute_on") WHERE "payments"."status" = 'ACTC';--> statement-breakpoint
CREATE INDEX "attestations_by_tpp" ON "attestations" USING btree ("tpp_id","ends_on");--> statement-breakpoint
CREATE UNIQUE INDEX "posture_findings_open" ON "posture_findings" USING btree ("tpp_id","place","code") WHERE "posture_findings"."gone_at" is null;--> statement-breakpoint
CREATE INDEX "posture_findings_by_tpp" ON "posture_findings" USING btree ("tpp_id","found_at");--> statement-breakpoint
CREATE INDEX "privacy_requests_by_psu" ON "privacy_requests" USING btree ("psu_id","asked_at");--> statement-breakpoint
CREATE INDEX "privacy_requests_open" ON "privacy_requests" USING btree ("asked_at") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "protections_one_at_a_time" ON "protections" USING btree ("psu_id") WHERE "protections"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "protections_by_psu" ON "protections" USING btree ("psu_id");--> statement-breakpoint
CREATE INDEX "register_evidence_by_tpp" ON "register_evidence" USING btree ("organization_identifier","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "recovery_codes_by_psu" ON "recovery_codes" USING btree ("psu_id");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_letters_one_waiting" ON "recovery_letters" USING btree ("psu_id") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "recovery_letters_waiting" ON "recovery_letters" USING btree ("asked_at") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "refused_calls_by_tpp" ON "refused_calls" USING btree ("tpp_id","last_at");--> statement-breakpoint
CREATE INDEX "refused_calls_by_minute" ON "refused_calls" USING btree ("minute");--> statement-breakpoint
CREATE UNIQUE INDEX "removals_one_open" ON "removals" USING btree ("consent_id") WHERE state in ('asked', 'passed-on', 'received');--> statement-breakpoint
CREATE INDEX "removals_by_consent" ON "removals" USING btree ("consent_id","asked_at");--> statement-breakpoint
CREATE INDEX "removals_by_psu" ON "removals" USING btree ("psu_id","asked_at");--> statement-breakpoint
CREATE INDEX "removals_open" ON "removals" USING btree ("due_on") WHERE state in ('asked', 'passed-on', 'received');--> statement-breakpoint
CREATE INDEX "revocation_answers_by_end" ON "revocation_answers" USING btree ("certificate_ends_at");--> statement-breakpoint
CREATE INDEX "sca_challenges_by_end" ON "sca_challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sca_demands_by_psu" ON "sca_demands" USING btree ("psu_id","tpp_id");--> statement-breakpoint
CREATE INDEX "security_events_by_rule" ON "security_events" USING btree ("rule","minute","source");--> statement-breakpoint
CREATE INDEX "sessions_by_psu" ON "sessions" USING btree ("psu_id","last_seen_at");--> statement-breakpoint
CREATE INDEX "staff_activations_by_staff" ON "staff_activations" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_challenges_by_end" ON "staff_challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "staff_passkeys_by_holder" ON "staff_passkeys" USING btree ("holder_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_by_holder" ON "staff_sessions" USING btree ("holder_id","last_seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tpp_decisions_one_open" ON "tpp_decisions" USING btree ("tpp_id") WHERE state = 'proposed';--> statement-breakpoint
CREATE INDEX "tpp_decisions_by_tpp" ON "tpp_decisions" USING btree ("tpp_id","requested_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "tpp_certificates_by_tpp" ON "tpp_certificates" USING btree ("tpp_id","not_after");