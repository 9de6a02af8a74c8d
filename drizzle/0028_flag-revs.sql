ALTER TABLE "flags" ADD COLUMN "rev" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "flags_open_revs" ON "flags" USING btree ("room_id","said_at","id","rev") WHERE "flags"."state" = 'open' and "flags"."duplicate_of" is null;--> statement-breakpoint
CREATE FUNCTION flag_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.rev := OLD.rev + 1;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER flags_changed BEFORE UPDATE ON "flags" FOR EACH ROW EXECUTE FUNCTION flag_changed();
