CREATE TABLE "backtest_parts" (
	"backtest_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"broadcast_ids" uuid[] NOT NULL,
	"tally" jsonb,
	CONSTRAINT "backtest_parts_backtest_id_no_pk" PRIMARY KEY("backtest_id","no")
);
--> statement-breakpoint
CREATE TABLE "backtests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"draft" text NOT NULL,
	"against" text NOT NULL,
	"draft_source" jsonb,
	"region" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "chars" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "backtest_parts" ADD CONSTRAINT "backtest_parts_backtest_id_backtests_id_fk" FOREIGN KEY ("backtest_id") REFERENCES "public"."backtests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
UPDATE "transcripts" SET "chars" = (SELECT coalesce(sum(char_length("text")), 0) FROM "sentences" WHERE "transcript_id" = "transcripts"."id");
