CREATE TABLE "application_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"region" text NOT NULL,
	"name" text NOT NULL,
	"sheet_version" text NOT NULL,
	"opens_on" date NOT NULL,
	"closes_on" date NOT NULL,
	"places" integer,
	"tolerance" double precision DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "application_batches_name_key" UNIQUE("region","name")
);
--> statement-breakpoint
CREATE TABLE "application_materials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"mime" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"key" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "application_materials_hash_key" UNIQUE("application_id","kind","sha256")
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"batch_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"operator_id" uuid NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"eligibility" jsonb,
	"mend" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"opinion" text DEFAULT '' NOT NULL,
	"clock" text,
	"due_at" timestamp (3) with time zone,
	"due_unknown" text,
	"extended" boolean DEFAULT false NOT NULL,
	"certificate" text,
	"listed_on" date,
	"valid_until" date,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "applications_room_key" UNIQUE("batch_id","room_id")
);
--> statement-breakpoint
CREATE TABLE "case_documents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"number" text DEFAULT '' NOT NULL,
	"why" text DEFAULT '' NOT NULL,
	"key" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "case_documents_version_key" UNIQUE("subject_id","kind","version")
);
--> statement-breakpoint
CREATE TABLE "leads" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"direction" text NOT NULL,
	"source" text NOT NULL,
	"external_no" text,
	"region" text NOT NULL,
	"room_id" uuid,
	"state" text NOT NULL,
	"facts" jsonb NOT NULL,
	"flag_ids" uuid[] DEFAULT '{}' NOT NULL,
	"unit" text DEFAULT '' NOT NULL,
	"outside" boolean DEFAULT false NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"receipt_due_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone,
	"check_due_at" timestamp (3) with time zone,
	"due_unknown" text,
	"extended" boolean DEFAULT false NOT NULL,
	"result" text DEFAULT '' NOT NULL,
	"disposal" text DEFAULT '' NOT NULL,
	"reported_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "leads_number_unique" UNIQUE("number"),
	CONSTRAINT "leads_external_key" UNIQUE("source","external_no")
);
--> statement-breakpoint
CREATE TABLE "membership_transitions" (
	"from_state" text NOT NULL,
	"verb" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "membership_transitions_from_state_verb_to_state_pk" PRIMARY KEY("from_state","verb","to_state")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text,
	"room_id" uuid NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"items" jsonb NOT NULL,
	"demand" text NOT NULL,
	"clock" text NOT NULL,
	"drafted_by" text NOT NULL,
	"drafted_at" timestamp (3) with time zone NOT NULL,
	"served_by" text,
	"served_at" timestamp (3) with time zone,
	"served_how" text DEFAULT '' NOT NULL,
	"read_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"due_unknown" text,
	"extended" boolean DEFAULT false NOT NULL,
	"extension_reason" text DEFAULT '' NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"recheck_due_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"opinion" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "notices_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "number_series" (
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "number_series_series_year_pk" PRIMARY KEY("series","year")
);
--> statement-breakpoint
CREATE TABLE "objections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"raised_by" text NOT NULL,
	"contact" text DEFAULT '' NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"entered_by" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"due_unknown" text,
	"outcome" text,
	"reason" text DEFAULT '' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "removal_apart" (
	"stage" text NOT NULL,
	"other" text NOT NULL,
	CONSTRAINT "removal_apart_stage_other_pk" PRIMARY KEY("stage","other")
);
--> statement-breakpoint
CREATE TABLE "removal_signatures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"stage" text NOT NULL,
	"outcome" text NOT NULL,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "removal_signatures_seq_key" UNIQUE("proposal_id","seq")
);
--> statement-breakpoint
CREATE TABLE "removal_steps" (
	"stage" text NOT NULL,
	"outcome" text NOT NULL,
	"next" text NOT NULL,
	CONSTRAINT "removal_steps_stage_outcome_pk" PRIMARY KEY("stage","outcome")
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"notice_id" uuid,
	"proposal_id" uuid,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"attachments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "scorecards" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"scorer" text NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'assigned' NOT NULL,
	"card" jsonb,
	"total" double precision,
	"outcome" text,
	"assigned_by" text NOT NULL,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "scorecards_scorer_key" UNIQUE("application_id","scorer","kind")
);
--> statement-breakpoint
CREATE TABLE "talks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" uuid NOT NULL,
	"notice_id" uuid,
	"held_at" timestamp (3) with time zone NOT NULL,
	"place" text NOT NULL,
	"present" text[] NOT NULL,
	"content" text NOT NULL,
	"commitments" text DEFAULT '' NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "number" text;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "flag_ids" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "served_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "hearing_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "hearing_due_unknown" text;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "hearing_extended" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "answered_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "leniency" jsonb;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "stage_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "published_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "reapply_from" date;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "unfounded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD COLUMN "unfounded_why" text;--> statement-breakpoint
ALTER TABLE "application_materials" ADD CONSTRAINT "application_materials_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_batch_id_application_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."application_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_documents" ADD CONSTRAINT "case_documents_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leads" ADD CONSTRAINT "leads_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removal_signatures" ADD CONSTRAINT "removal_signatures_proposal_id_removal_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."removal_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_notice_id_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_proposal_id_removal_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."removal_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecards" ADD CONSTRAINT "scorecards_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talks" ADD CONSTRAINT "talks_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talks" ADD CONSTRAINT "talks_notice_id_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "application_materials_of" ON "application_materials" USING btree ("application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "applications_one_open" ON "applications" USING btree ("room_id") WHERE "applications"."state" in ('draft', 'open');--> statement-breakpoint
CREATE UNIQUE INDEX "applications_certificate_key" ON "applications" USING btree ("certificate");--> statement-breakpoint
CREATE INDEX "applications_due" ON "applications" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "case_documents_room" ON "case_documents" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "leads_region" ON "leads" USING btree ("region","created_at");--> statement-breakpoint
CREATE INDEX "leads_room" ON "leads" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "notices_room" ON "notices" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "notices_due" ON "notices" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "objections_of" ON "objections" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "replies_notice" ON "replies" USING btree ("notice_id");--> statement-breakpoint
CREATE INDEX "replies_proposal" ON "replies" USING btree ("proposal_id");--> statement-breakpoint
CREATE UNIQUE INDEX "scorecards_one_final" ON "scorecards" USING btree ("application_id") WHERE "scorecards"."kind" = 'final';--> statement-breakpoint
CREATE INDEX "talks_room" ON "talks" USING btree ("room_id");--> statement-breakpoint
ALTER TABLE "removal_proposals" ADD CONSTRAINT "removal_proposals_number_unique" UNIQUE("number");--> statement-breakpoint
INSERT INTO "membership_transitions" ("from_state", "verb", "to_state") VALUES
('surveyed', 'submit', 'submitted'),
('returned', 'submit', 'submitted'),
('rejected', 'submit', 'submitted'),
('removed', 'submit', 'submitted'),
('withdrawn', 'submit', 'submitted'),
('expired', 'submit', 'submitted'),
('submitted', 'start_county_review', 'county_review'),
('county_review', 'return', 'returned'),
('city_review', 'return', 'returned'),
('county_review', 'reject', 'rejected'),
('city_review', 'reject', 'rejected'),
('scored', 'reject', 'rejected'),
('county_review', 'report', 'reported'),
('reported', 'start_city_review', 'city_review'),
('city_review', 'score', 'scored'),
('scored', 'publicize', 'publicity'),
('publicity', 'object', 'objection'),
('objection', 'dismiss_objection', 'publicity'),
('objection', 'reject', 'rejected'),
('publicity', 'list', 'listed'),
('listed', 'recommend', 'province_recommended'),
('province_recommended', 'revoke_recommendation', 'listed'),
('listed', 'order_rectification', 'rectifying'),
('province_recommended', 'order_rectification', 'rectifying'),
('removal_proposed', 'order_rectification', 'rectifying'),
('statement', 'order_rectification', 'rectifying'),
('rectifying', 'accept_rectification', 'listed'),
('listed', 'suspend', 'suspended'),
('province_recommended', 'suspend', 'suspended'),
('rectifying', 'suspend', 'suspended'),
('suspended', 'lift_suspension', 'listed'),
('listed', 'propose_removal', 'removal_proposed'),
('province_recommended', 'propose_removal', 'removal_proposed'),
('rectifying', 'propose_removal', 'removal_proposed'),
('suspended', 'propose_removal', 'removal_proposed'),
('removal_proposed', 'notify_removal', 'statement'),
('removal_proposed', 'withdraw_removal', 'listed'),
('removal_proposed', 'withdraw_removal', 'province_recommended'),
('removal_proposed', 'withdraw_removal', 'rectifying'),
('removal_proposed', 'withdraw_removal', 'suspended'),
('statement', 'withdraw_removal', 'listed'),
('statement', 'withdraw_removal', 'province_recommended'),
('statement', 'withdraw_removal', 'rectifying'),
('statement', 'withdraw_removal', 'suspended'),
('statement', 'keep', 'listed'),
('statement', 'keep', 'province_recommended'),
('statement', 'keep', 'rectifying'),
('statement', 'keep', 'suspended'),
('statement', 'remove', 'removed'),
('removed', 'reinstate', 'listed'),
('submitted', 'withdraw', 'withdrawn'),
('returned', 'withdraw', 'withdrawn'),
('reported', 'withdraw', 'withdrawn'),
('publicity', 'withdraw', 'withdrawn'),
('listed', 'withdraw', 'withdrawn'),
('province_recommended', 'withdraw', 'withdrawn'),
('rectifying', 'withdraw', 'withdrawn'),
('suspended', 'withdraw', 'withdrawn'),
('listed', 'expire', 'expired'),
('province_recommended', 'expire', 'expired'),
('rectifying', 'expire', 'expired'),
('suspended', 'expire', 'expired');
--> statement-breakpoint
INSERT INTO "removal_apart" ("stage", "other") VALUES
('verify', 'propose'),
('review', 'propose'),
('review', 'verify'),
('review', 'hear'),
('review', 'verdict'),
('approve', 'propose'),
('approve', 'verify'),
('approve', 'hear'),
('approve', 'review'),
('approve', 'verdict');
--> statement-breakpoint
INSERT INTO "removal_steps" ("stage", "outcome", "next") VALUES
('', 'agree', 'propose'),
('propose', 'agree', 'verify'),
('verify', 'agree', 'hear'),
('verify', 'refuse', 'kept'),
('hear', 'agree', 'review'),
('hear', 'return', 'verify'),
('hear', 'refuse', 'kept'),
('review', 'agree', 'approve'),
('review', 'return', 'verify'),
('review', 'refuse', 'kept'),
('approve', 'agree', 'publish'),
('approve', 'return', 'verify'),
('approve', 'refuse', 'kept'),
('publish', 'agree', 'done'),
('publish', 'return', 'review');
--> statement-breakpoint
CREATE FUNCTION membership_step_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IS DISTINCT FROM OLD.state AND NOT EXISTS (
    SELECT 1 FROM membership_transitions t
    WHERE t.from_state = OLD.state AND t.to_state = NEW.state
      AND (t.verb NOT IN ('withdraw_removal', 'keep') OR t.to_state = coalesce(OLD.came_from, 'listed'))
  ) THEN
    RAISE EXCEPTION 'membership % -> % is no step', OLD.state, NEW.state USING ERRCODE = '23514', CONSTRAINT = 'memberships_step';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER memberships_step BEFORE UPDATE ON "memberships" FOR EACH ROW EXECUTE FUNCTION membership_step_allowed();
--> statement-breakpoint
CREATE FUNCTION removal_signature_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  waiting text;
  taken integer;
BEGIN
  SELECT count(*) INTO taken FROM removal_signatures s WHERE s.proposal_id = NEW.proposal_id;
  SELECT t.next INTO waiting FROM removal_steps t
    LEFT JOIN LATERAL (
      SELECT s.stage, s.outcome FROM removal_signatures s WHERE s.proposal_id = NEW.proposal_id ORDER BY s.seq DESC LIMIT 1
    ) last ON true
    WHERE t.stage = coalesce(last.stage, '') AND t.outcome = coalesce(last.outcome, 'agree');
  IF NEW.seq <> taken + 1 OR waiting IS DISTINCT FROM NEW.stage
    OR NOT EXISTS (SELECT 1 FROM removal_steps t WHERE t.stage = NEW.stage AND t.outcome = NEW.outcome) THEN
    RAISE EXCEPTION 'removal case % waits for %, not for %', NEW.proposal_id, waiting, NEW.stage USING ERRCODE = '23514', CONSTRAINT = 'removal_signatures_stage';
  END IF;
  IF EXISTS (
    SELECT 1 FROM removal_apart a JOIN removal_signatures s ON s.stage = a.other
    WHERE a.stage = NEW.stage AND s.proposal_id = NEW.proposal_id AND s.by = NEW.by
  ) OR EXISTS (
    SELECT 1 FROM removal_apart a, removal_proposals p JOIN verdicts v ON v.flag_id = ANY (p.flag_ids)
    WHERE a.stage = NEW.stage AND a.other = 'verdict' AND p.id = NEW.proposal_id AND v.by = NEW.by
  ) THEN
    RAISE EXCEPTION '% may not sign % in this case', NEW.by, NEW.stage USING ERRCODE = '23514', CONSTRAINT = 'removal_signatures_apart';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER removal_signatures_allowed BEFORE INSERT ON "removal_signatures" FOR EACH ROW EXECUTE FUNCTION removal_signature_allowed();
--> statement-breakpoint
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514';
END $$;
--> statement-breakpoint
CREATE TRIGGER removal_signatures_kept BEFORE UPDATE OR DELETE ON "removal_signatures" FOR EACH ROW EXECUTE FUNCTION append_only();
--> statement-breakpoint
CREATE TRIGGER replies_kept BEFORE UPDATE OR DELETE ON "replies" FOR EACH ROW EXECUTE FUNCTION append_only();
--> statement-breakpoint
CREATE TRIGGER case_documents_kept BEFORE UPDATE OR DELETE ON "case_documents" FOR EACH ROW EXECUTE FUNCTION append_only();

--> statement-breakpoint
UPDATE "removal_proposals" p SET "flag_ids" = (SELECT coalesce(array_agg(f.id::uuid), ARRAY[]::uuid[]) FROM (SELECT r->'deduction'->>'flagId' AS id FROM jsonb_array_elements(p.body->'rows') r WHERE (r->>'counted')::boolean) f);
