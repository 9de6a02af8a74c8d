CREATE TABLE "flag_openings" (
	"flag_id" uuid NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "flag_openings_flag_id_by_pk" PRIMARY KEY("flag_id","by")
);
--> statement-breakpoint
ALTER TABLE "flag_openings" ADD CONSTRAINT "flag_openings_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "flags_judged_phrase" ON "flags" USING btree ("phrase","category") WHERE "flags"."state" <> 'open';