CREATE TABLE "signals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"recording_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"topic" text NOT NULL,
	"category" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"count" integer NOT NULL,
	"senders" integer NOT NULL,
	"score" real NOT NULL,
	"because" jsonb NOT NULL,
	"samples" jsonb NOT NULL,
	"thresholds" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "signals_natural_key" UNIQUE("recording_id","kind","key","from_ms")
);
--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "signals_kind" ON "signals" USING btree ("kind");