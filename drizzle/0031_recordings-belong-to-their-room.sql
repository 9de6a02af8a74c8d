ALTER TABLE "recordings" DROP CONSTRAINT "recordings_content_key";--> statement-breakpoint
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_content_key" UNIQUE("sha256","room_id");