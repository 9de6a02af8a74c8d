CREATE TABLE "second_looks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"flag_id" uuid NOT NULL,
	"why" text NOT NULL,
	"sealed" boolean NOT NULL,
	"line_id" uuid NOT NULL,
	"batch" text,
	"first" jsonb NOT NULL,
	"reader" text,
	"drawn_at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"second" jsonb,
	"decider" text,
	"final" jsonb,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "second_looks_line_key" UNIQUE NULLS NOT DISTINCT("line_id","reader")
);
--> statement-breakpoint
ALTER TABLE "second_looks" ADD CONSTRAINT "second_looks_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "second_looks_flag" ON "second_looks" USING btree ("flag_id");--> statement-breakpoint
CREATE INDEX "second_looks_waiting" ON "second_looks" USING btree ("until") WHERE settled_at is null;