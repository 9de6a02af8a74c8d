CREATE TABLE "asr_meter" (
	"engine" text NOT NULL,
	"engine_version" text NOT NULL,
	"day" text NOT NULL,
	"recordings" integer DEFAULT 0 NOT NULL,
	"pieces" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"audio_ms" bigint DEFAULT 0 NOT NULL,
	"speech_ms" bigint DEFAULT 0 NOT NULL,
	"engine_ms" bigint DEFAULT 0 NOT NULL,
	"cpu_ms" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "asr_meter_engine_engine_version_day_pk" PRIMARY KEY("engine","engine_version","day")
);
--> statement-breakpoint
CREATE TABLE "transcript_pieces" (
	"recording_id" uuid NOT NULL,
	"engine" text NOT NULL,
	"engine_version" text NOT NULL,
	"start_ms" bigint NOT NULL,
	"end_ms" bigint NOT NULL,
	"heard" jsonb NOT NULL,
	CONSTRAINT "transcript_pieces_recording_id_engine_start_ms_end_ms_pk" PRIMARY KEY("recording_id","engine","start_ms","end_ms")
);
--> statement-breakpoint
ALTER TABLE "transcripts" DROP CONSTRAINT "transcripts_engine_key";--> statement-breakpoint
ALTER TABLE "hits" ADD COLUMN "transcript_id" uuid;--> statement-breakpoint
ALTER TABLE "recordings" ADD COLUMN "wanted_engine" text;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "engine_version" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "meter" jsonb;--> statement-breakpoint
ALTER TABLE "transcript_pieces" ADD CONSTRAINT "transcript_pieces_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_version_key" UNIQUE("recording_id","engine","version");