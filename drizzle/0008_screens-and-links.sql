CREATE TABLE "links" (
	"recording_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"source" text NOT NULL,
	"source_seq" integer NOT NULL,
	"text" text NOT NULL,
	"host" text,
	"kind" text NOT NULL,
	"name" text,
	"tricks" jsonb NOT NULL,
	"audience" boolean NOT NULL,
	"judgement" text NOT NULL,
	"reason" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"box" jsonb,
	CONSTRAINT "links_recording_id_seq_pk" PRIMARY KEY("recording_id","seq")
);
--> statement-breakpoint
CREATE TABLE "screen_codes" (
	"recording_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"text" text NOT NULL,
	"format" text NOT NULL,
	"box" jsonb NOT NULL,
	CONSTRAINT "screen_codes_recording_id_seq_pk" PRIMARY KEY("recording_id","seq")
);
--> statement-breakpoint
CREATE TABLE "screen_texts" (
	"recording_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"source" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"text" text NOT NULL,
	"box" jsonb NOT NULL,
	"confidence" real NOT NULL,
	CONSTRAINT "screen_texts_recording_id_seq_pk" PRIMARY KEY("recording_id","seq")
);
--> statement-breakpoint
ALTER TABLE "recordings" ADD COLUMN "screen_state" text DEFAULT 'wanted' NOT NULL;--> statement-breakpoint
ALTER TABLE "recordings" ADD COLUMN "screen_key" text;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screen_codes" ADD CONSTRAINT "screen_codes_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screen_texts" ADD CONSTRAINT "screen_texts_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "links_host" ON "links" USING btree ("host");--> statement-breakpoint
-- Recordings read before pictures were: nobody asks for them again.
UPDATE "recordings" SET "screen_state" = 'none' WHERE "ingest_state" <> 'registered';
