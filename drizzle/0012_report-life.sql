-- Reports were counts nobody had signed; the days are counted again by the next round.
DELETE FROM "daily_reports";--> statement-breakpoint
CREATE TABLE "miss_samples" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"day" date NOT NULL,
	"room_id" uuid NOT NULL,
	"recording_id" uuid NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"hour" integer NOT NULL,
	"frame" integer NOT NULL,
	"region" text NOT NULL,
	"drawn_at" timestamp (3) with time zone NOT NULL,
	"missed" boolean,
	"category" text,
	"note" text DEFAULT '' NOT NULL,
	"reviewed_by" text,
	"reviewed_at" timestamp (3) with time zone,
	CONSTRAINT "miss_samples_place_key" UNIQUE("recording_id","from_ms")
);
--> statement-breakpoint
ALTER TABLE "daily_reports" DROP CONSTRAINT "daily_reports_version_key";--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "period" text NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "state" text NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "annex" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "correction" text;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "differences" jsonb;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "reviewed_by" text;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "reviewed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "signed_by" text;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD COLUMN "signed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "miss_samples" ADD CONSTRAINT "miss_samples_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "miss_samples" ADD CONSTRAINT "miss_samples_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "daily_reports" ADD CONSTRAINT "daily_reports_version_key" UNIQUE("period","day","region","version");