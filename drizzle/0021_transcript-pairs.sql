CREATE TABLE "transcript_pairs" (
	"transcript_id" uuid PRIMARY KEY NOT NULL,
	"pairs" text[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "transcript_pairs" ADD CONSTRAINT "transcript_pairs_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transcript_pairs_held" ON "transcript_pairs" USING gin ("pairs");