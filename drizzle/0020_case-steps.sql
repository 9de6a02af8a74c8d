CREATE TABLE "case_steps" (
	"case_table" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "case_steps_case_table_from_state_to_state_pk" PRIMARY KEY("case_table","from_state","to_state")
);
--> statement-breakpoint
INSERT INTO "case_steps" ("case_table", "from_state", "to_state") VALUES
('applications', 'draft', 'open'),
('applications', 'open', 'listed'),
('applications', 'open', 'rejected'),
('applications', 'draft', 'withdrawn'),
('applications', 'open', 'withdrawn'),
('notices', 'draft', 'served'),
('notices', 'served', 'read'),
('notices', 'served', 'answered'),
('notices', 'read', 'answered'),
('notices', 'not_accepted', 'answered'),
('notices', 'answered', 'accepted'),
('notices', 'answered', 'not_accepted'),
('notices', 'draft', 'withdrawn'),
('notices', 'served', 'withdrawn'),
('notices', 'read', 'withdrawn'),
('notices', 'answered', 'withdrawn'),
('notices', 'not_accepted', 'withdrawn'),
('leads', 'entered', 'sent'),
('leads', 'sent', 'received'),
('leads', 'received', 'checking'),
('leads', 'received', 'reported'),
('leads', 'checking', 'reported'),
('leads', 'reported', 'closed'),
('removal_proposals', 'drafted', 'withdrawn'),
('removal_proposals', 'drafted', 'kept'),
('removal_proposals', 'drafted', 'published');
--> statement-breakpoint
CREATE FUNCTION case_step_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IS DISTINCT FROM OLD.state AND NOT EXISTS (
    SELECT 1 FROM case_steps s
    WHERE s.case_table = TG_TABLE_NAME AND s.from_state = OLD.state AND s.to_state = NEW.state
  ) THEN
    RAISE EXCEPTION '% % -> % is no step', TG_TABLE_NAME, OLD.state, NEW.state USING ERRCODE = '23514', CONSTRAINT = 'case_step';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER applications_step BEFORE UPDATE ON "applications" FOR EACH ROW EXECUTE FUNCTION case_step_allowed();
--> statement-breakpoint
CREATE TRIGGER notices_step BEFORE UPDATE ON "notices" FOR EACH ROW EXECUTE FUNCTION case_step_allowed();
--> statement-breakpoint
CREATE TRIGGER leads_step BEFORE UPDATE ON "leads" FOR EACH ROW EXECUTE FUNCTION case_step_allowed();
--> statement-breakpoint
CREATE TRIGGER removal_proposals_step BEFORE UPDATE ON "removal_proposals" FOR EACH ROW EXECUTE FUNCTION case_step_allowed();
