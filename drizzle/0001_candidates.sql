CREATE TABLE "adjudication_days" (
	"day" text PRIMARY KEY NOT NULL,
	"calls" integer NOT NULL,
	"tokens" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "adjudications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"recording_id" uuid NOT NULL,
	"flag_id" uuid,
	"transcript_id" uuid,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"model" text NOT NULL,
	"prompt_hash" text NOT NULL,
	"prompt" text NOT NULL,
	"raw_answer" text,
	"parsed" jsonb,
	"failure" text,
	"attempts" integer NOT NULL,
	"settled" boolean NOT NULL,
	"prompt_tokens" integer NOT NULL,
	"completion_tokens" integer NOT NULL,
	"ms" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "adjudications_flag_key" UNIQUE("flag_id","model","prompt_hash"),
	CONSTRAINT "adjudications_window_key" UNIQUE("transcript_id","from_ms","model","prompt_hash")
);
--> statement-breakpoint
CREATE TABLE "candidates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"recording_id" uuid NOT NULL,
	"source" text NOT NULL,
	"category" text NOT NULL,
	"channel" text NOT NULL,
	"audience" boolean NOT NULL,
	"source_seq" integer NOT NULL,
	"quote" text NOT NULL,
	"quote_start" integer NOT NULL,
	"quote_end" integer NOT NULL,
	"phrase" text NOT NULL,
	"start_ms" bigint NOT NULL,
	"end_ms" bigint NOT NULL,
	"said_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"score" real,
	"model" text NOT NULL,
	"prompt_hash" text,
	"state" text DEFAULT 'open' NOT NULL,
	"flag_id" uuid,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "candidates_natural_key" UNIQUE("recording_id","source","category","start_ms","phrase")
);
--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidates" ADD CONSTRAINT "candidates_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidates" ADD CONSTRAINT "candidates_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "adjudications_recording" ON "adjudications" USING btree ("recording_id");--> statement-breakpoint
CREATE INDEX "candidates_worklist" ON "candidates" USING btree ("state","said_at");--> statement-breakpoint
CREATE INDEX "candidates_flag" ON "candidates" USING btree ("flag_id");