CREATE TABLE "capture_gaps" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"capture_id" uuid NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone,
	"reason" text NOT NULL,
	CONSTRAINT "capture_gaps_key" UNIQUE("capture_id","from_at")
);
--> statement-breakpoint
CREATE TABLE "captures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" uuid NOT NULL,
	"address" text NOT NULL,
	"danmaku_path" text,
	"state" text DEFAULT 'wanted' NOT NULL,
	"lease_by" text,
	"lease_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone NOT NULL,
	"next_segment" integer DEFAULT 0 NOT NULL,
	"recorded_until" timestamp (3) with time zone,
	"failure" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "captures_room_key" UNIQUE("room_id")
);
--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "at_ms" bigint;--> statement-breakpoint
ALTER TABLE "flags" ADD COLUMN "duplicate_of" uuid;--> statement-breakpoint
ALTER TABLE "recordings" ADD COLUMN "clock" jsonb;--> statement-breakpoint
ALTER TABLE "recordings" ADD COLUMN "session_key" text;--> statement-breakpoint
ALTER TABLE "recordings" ADD COLUMN "capture_id" uuid;--> statement-breakpoint
ALTER TABLE "capture_gaps" ADD CONSTRAINT "capture_gaps_capture_id_captures_id_fk" FOREIGN KEY ("capture_id") REFERENCES "public"."captures"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "captures" ADD CONSTRAINT "captures_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "captures_due" ON "captures" USING btree ("state","next_try_at");--> statement-breakpoint
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_capture_id_captures_id_fk" FOREIGN KEY ("capture_id") REFERENCES "public"."captures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recordings_room" ON "recordings" USING btree ("room_id","started_at");