ALTER TABLE "sentences" ALTER COLUMN "suspect" SET DATA TYPE jsonb;--> statement-breakpoint
ALTER TABLE "sentences" ADD COLUMN "speaker" text;