DROP INDEX "flags_room";--> statement-breakpoint
CREATE INDEX "flags_open" ON "flags" USING btree ("audience","severity" DESC NULLS FIRST,"said_at","id") WHERE "flags"."state" = 'open' and "flags"."duplicate_of" is null;--> statement-breakpoint
CREATE INDEX "flags_room" ON "flags" USING btree ("room_id","state","duplicate_of");