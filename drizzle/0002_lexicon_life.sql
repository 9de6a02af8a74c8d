CREATE TABLE "shadow_hits" (
	"version" text NOT NULL,
	"recording_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"differs" text NOT NULL,
	"channel" text NOT NULL,
	"source_seq" integer NOT NULL,
	"quote" text NOT NULL,
	"quote_start" integer NOT NULL,
	"quote_end" integer NOT NULL,
	"start_ms" bigint NOT NULL,
	"end_ms" bigint NOT NULL,
	"category" text NOT NULL,
	"rule" text NOT NULL,
	"phrase" text NOT NULL,
	"audience" boolean NOT NULL,
	"severity" smallint NOT NULL,
	CONSTRAINT "shadow_hits_version_recording_id_seq_pk" PRIMARY KEY("version","recording_id","seq")
);
--> statement-breakpoint
CREATE TABLE "shadow_runs" (
	"version" text NOT NULL,
	"recording_id" uuid NOT NULL,
	"against" text NOT NULL,
	"same" integer NOT NULL,
	"found" integer NOT NULL,
	"lost" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shadow_runs_version_recording_id_pk" PRIMARY KEY("version","recording_id")
);
--> statement-breakpoint
ALTER TABLE "hits" ADD COLUMN "superseded_by" text;--> statement-breakpoint
ALTER TABLE "lexicon_versions" ADD COLUMN "parent" text;--> statement-breakpoint
ALTER TABLE "lexicon_versions" ADD COLUMN "shadow_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "lexicon_versions" ADD COLUMN "published_by" text;--> statement-breakpoint
ALTER TABLE "lexicon_versions" ADD COLUMN "publish_reason" text;--> statement-breakpoint
ALTER TABLE "lexicon_versions" ADD COLUMN "override_reason" text;--> statement-breakpoint
ALTER TABLE "lexicon_versions" ADD COLUMN "retired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "shadow_hits" ADD CONSTRAINT "shadow_hits_version_lexicon_versions_version_fk" FOREIGN KEY ("version") REFERENCES "public"."lexicon_versions"("version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_hits" ADD CONSTRAINT "shadow_hits_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_runs" ADD CONSTRAINT "shadow_runs_version_lexicon_versions_version_fk" FOREIGN KEY ("version") REFERENCES "public"."lexicon_versions"("version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_runs" ADD CONSTRAINT "shadow_runs_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shadow_runs_recording_id_index" ON "shadow_runs" USING btree ("recording_id");--> statement-breakpoint
ALTER TABLE "lexicon_versions" ADD CONSTRAINT "lexicon_versions_parent_lexicon_versions_version_fk" FOREIGN KEY ("parent") REFERENCES "public"."lexicon_versions"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "lexicon_versions_one_shadow" ON "lexicon_versions" USING btree ("state") WHERE "lexicon_versions"."state" = 'shadow';--> statement-breakpoint
UPDATE "lexicon_versions" SET "published_by" = "author", "publish_reason" = "reason" WHERE "published_at" IS NOT NULL;--> statement-breakpoint
CREATE FUNCTION "lexicon_versions_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (NEW."version", NEW."source", NEW."author", NEW."created_at") IS DISTINCT FROM (OLD."version", OLD."source", OLD."author", OLD."created_at") THEN
		RAISE EXCEPTION 'a lexicon version never changes';
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "lexicon_versions_stay" BEFORE UPDATE ON "lexicon_versions" FOR EACH ROW EXECUTE FUNCTION "lexicon_versions_stay"();
