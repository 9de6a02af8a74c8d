CREATE TABLE "audit_events" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_events_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "broadcasts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" uuid NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"title" text DEFAULT '' NOT NULL,
	CONSTRAINT "broadcasts_start_key" UNIQUE("room_id","started_at")
);
--> statement-breakpoint
CREATE TABLE "clips" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"flag_id" uuid NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"mark_start_ms" bigint NOT NULL,
	"mark_end_ms" bigint NOT NULL,
	"files" jsonb NOT NULL,
	"tools" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "clips_flag_id_unique" UNIQUE("flag_id")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"recording_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"t_ms" bigint NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"sender" text,
	"staff" boolean NOT NULL,
	CONSTRAINT "comments_recording_id_seq_pk" PRIMARY KEY("recording_id","seq")
);
--> statement-breakpoint
CREATE TABLE "coverage" (
	"recording_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"gap" text,
	CONSTRAINT "coverage_recording_id_kind_from_ms_pk" PRIMARY KEY("recording_id","kind","from_ms")
);
--> statement-breakpoint
CREATE TABLE "daily_reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"day" date NOT NULL,
	"region" text NOT NULL,
	"version" integer NOT NULL,
	"figures" jsonb NOT NULL,
	"built_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "daily_reports_version_key" UNIQUE("day","region","version")
);
--> statement-breakpoint
CREATE TABLE "flags" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" uuid NOT NULL,
	"broadcast_id" uuid NOT NULL,
	"category" text NOT NULL,
	"phrase" text NOT NULL,
	"audience" boolean NOT NULL,
	"rule" text NOT NULL,
	"channel" text NOT NULL,
	"severity" smallint NOT NULL,
	"mode" text NOT NULL,
	"articles" jsonb NOT NULL,
	"lexicon_version" text NOT NULL,
	"hit_count" integer NOT NULL,
	"recording_id" uuid NOT NULL,
	"quote" text NOT NULL,
	"quote_start" integer NOT NULL,
	"quote_end" integer NOT NULL,
	"start_ms" bigint NOT NULL,
	"end_ms" bigint NOT NULL,
	"said_at" timestamp (3) with time zone NOT NULL,
	"corrected_after_ms" integer,
	"state" text DEFAULT 'open' NOT NULL,
	"lease_by" text,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"clip_failure" text,
	CONSTRAINT "flags_natural_key" UNIQUE("broadcast_id","category","phrase","audience")
);
--> statement-breakpoint
CREATE TABLE "hits" (
	"recording_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"flag_id" uuid,
	"lexicon_version" text NOT NULL,
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
	"mode" text NOT NULL,
	"stage" text NOT NULL,
	"articles" jsonb NOT NULL,
	"suppressed" jsonb,
	"corrected" jsonb,
	CONSTRAINT "hits_recording_id_seq_pk" PRIMARY KEY("recording_id","seq")
);
--> statement-breakpoint
CREATE TABLE "lexicon_versions" (
	"version" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"source" jsonb NOT NULL,
	"author" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"room_id" uuid PRIMARY KEY NOT NULL,
	"state" text DEFAULT 'surveyed' NOT NULL,
	"came_from" text,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"score" double precision DEFAULT 100 NOT NULL,
	"colour" text DEFAULT 'green' NOT NULL,
	"standing" jsonb,
	"standing_at" timestamp (3) with time zone,
	"next_change_at" timestamp (3) with time zone,
	"stale" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operators" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"region" text NOT NULL,
	"registered_place" text DEFAULT '' NOT NULL,
	"actual_place" text DEFAULT '' NOT NULL,
	"founded_on" date,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operators_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "pool_events" (
	"id" text PRIMARY KEY NOT NULL,
	"room_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"actor" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recordings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" uuid NOT NULL,
	"broadcast_id" uuid,
	"path" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"danmaku_path" text,
	"captions_path" text,
	"title" text DEFAULT '' NOT NULL,
	"goods" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"started_at_source" text NOT NULL,
	"duration_ms" bigint,
	"media" jsonb,
	"ingest_state" text NOT NULL,
	"transcript_state" text DEFAULT 'none' NOT NULL,
	"transcript_id" uuid,
	"detected_key" text,
	"comment_errors" integer DEFAULT 0 NOT NULL,
	"failed_stage" text,
	"failure" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recordings_content_key" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "removal_proposals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" uuid NOT NULL,
	"key" text NOT NULL,
	"state" text NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_why" text,
	CONSTRAINT "removal_proposals_facts_key" UNIQUE("room_id","key")
);
--> statement-breakpoint
CREATE TABLE "rooms" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"platform" text NOT NULL,
	"platform_id" text NOT NULL,
	"name" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"type" text DEFAULT 'shop' NOT NULL,
	"goods" text[] DEFAULT '{}' NOT NULL,
	"operator_id" uuid,
	"region" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rooms_platform_key" UNIQUE("platform","platform_id")
);
--> statement-breakpoint
CREATE TABLE "sentences" (
	"transcript_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"start_ms" bigint NOT NULL,
	"end_ms" bigint NOT NULL,
	"text" text NOT NULL,
	"char_ms" jsonb,
	"timing" text NOT NULL,
	"confidence" real,
	"suspect" jsonb,
	"speaker" text,
	CONSTRAINT "sentences_transcript_id_seq_pk" PRIMARY KEY("transcript_id","seq")
);
--> statement-breakpoint
CREATE TABLE "transcripts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"recording_id" uuid NOT NULL,
	"engine" text NOT NULL,
	"sentence_count" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "transcripts_engine_key" UNIQUE("recording_id","engine")
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"flag_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"effective_at" timestamp (3) with time zone NOT NULL,
	"batch" text,
	"supersedes" uuid,
	CONSTRAINT "verdicts_chain_key" UNIQUE NULLS NOT DISTINCT("flag_id","supersedes")
);
--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clips" ADD CONSTRAINT "clips_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coverage" ADD CONSTRAINT "coverage_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flags" ADD CONSTRAINT "flags_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flags" ADD CONSTRAINT "flags_broadcast_id_broadcasts_id_fk" FOREIGN KEY ("broadcast_id") REFERENCES "public"."broadcasts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flags" ADD CONSTRAINT "flags_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hits" ADD CONSTRAINT "hits_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hits" ADD CONSTRAINT "hits_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_events" ADD CONSTRAINT "pool_events_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_broadcast_id_broadcasts_id_fk" FOREIGN KEY ("broadcast_id") REFERENCES "public"."broadcasts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD CONSTRAINT "removal_proposals_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sentences" ADD CONSTRAINT "sentences_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "broadcasts_day" ON "broadcasts" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "comments_recording_id_t_ms_index" ON "comments" USING btree ("recording_id","t_ms");--> statement-breakpoint
CREATE INDEX "flags_worklist" ON "flags" USING btree ("state","severity");--> statement-breakpoint
CREATE INDEX "flags_room" ON "flags" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "flags_said" ON "flags" USING btree ("said_at");--> statement-breakpoint
CREATE INDEX "hits_flag" ON "hits" USING btree ("flag_id");--> statement-breakpoint
CREATE UNIQUE INDEX "lexicon_versions_one_published" ON "lexicon_versions" USING btree ("state") WHERE "lexicon_versions"."state" = 'published';--> statement-breakpoint
CREATE INDEX "memberships_state_index" ON "memberships" USING btree ("state");--> statement-breakpoint
CREATE INDEX "pool_events_room" ON "pool_events" USING btree ("room_id","at");--> statement-breakpoint
CREATE INDEX "recordings_broadcast_id_index" ON "recordings" USING btree ("broadcast_id");--> statement-breakpoint
CREATE INDEX "recordings_pending" ON "recordings" USING btree ("ingest_state","transcript_state");--> statement-breakpoint
CREATE INDEX "rooms_region_index" ON "rooms" USING btree ("region");--> statement-breakpoint
CREATE INDEX "verdicts_effective" ON "verdicts" USING btree ("effective_at");