CREATE TABLE "destroyed_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"destroyed_at" timestamp (6) with time zone NOT NULL,
	"because" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vault_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key_id" uuid NOT NULL,
	"part" text NOT NULL,
	"version" smallint NOT NULL,
	"subject" text NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"kek_id" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"seen_at" timestamp (6) with time zone,
	"empty_since" timestamp (6) with time zone,
	CONSTRAINT "vault_keys_version" UNIQUE("key_id","part","version"),
	CONSTRAINT "vault_keys_part" CHECK ("vault_keys"."part" in ('changing', 'standing'))
);
--> statement-breakpoint
CREATE INDEX "vault_keys_by_subject" ON "vault_keys" USING btree ("subject");