CREATE TABLE "intake" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"path" text NOT NULL,
	"folder" text NOT NULL,
	"region" text NOT NULL,
	"state" text NOT NULL,
	"bytes" bigint,
	"modified_ms" bigint,
	"object_key" text,
	"etag" text,
	"still_since" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"hearsay" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"given" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reason" text,
	"note" text,
	"recording_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "intake_path_key" UNIQUE("path")
);
--> statement-breakpoint
ALTER TABLE "intake" ADD CONSTRAINT "intake_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "intake_folder" ON "intake" USING btree ("folder");--> statement-breakpoint
CREATE INDEX "intake_recording" ON "intake" USING btree ("recording_id");--> statement-breakpoint
CREATE INDEX "intake_due" ON "intake" USING btree ("due_at") WHERE "intake"."state" in ('growing', 'settling');--> statement-breakpoint
CREATE INDEX "intake_open" ON "intake" USING btree ("state") WHERE "intake"."state" <> 'taken';