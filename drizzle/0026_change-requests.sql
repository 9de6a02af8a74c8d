CREATE TABLE "change_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"operator_id" uuid NOT NULL,
	"room_id" uuid,
	"before" jsonb NOT NULL,
	"change" jsonb NOT NULL,
	"reason" text NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"opinion" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "change_requests_open_room" ON "change_requests" USING btree ("room_id") WHERE "change_requests"."state" = 'asked';--> statement-breakpoint
CREATE UNIQUE INDEX "change_requests_open_own" ON "change_requests" USING btree ("operator_id") WHERE "change_requests"."state" = 'asked' and "change_requests"."room_id" is null;--> statement-breakpoint
CREATE INDEX "change_requests_state" ON "change_requests" USING btree ("state","asked_at");