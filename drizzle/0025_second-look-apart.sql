-- Whoever looked again at a fact of the case, or decided between two looks, decided it as well.
CREATE OR REPLACE FUNCTION removal_signature_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
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
    WHERE a.stage = NEW.stage AND s.proposal_id = NEW.proposal_id AND s."by" = NEW."by"
  ) OR EXISTS (
    SELECT 1 FROM removal_apart a, removal_proposals p JOIN verdicts v ON v.flag_id = ANY (p.flag_ids)
    WHERE a.stage = NEW.stage AND a.other = 'verdict' AND p.id = NEW.proposal_id AND v."by" = NEW."by"
  ) OR EXISTS (
    SELECT 1 FROM removal_apart a, removal_proposals p JOIN second_looks l ON l.flag_id = ANY (p.flag_ids)
    WHERE a.stage = NEW.stage AND a.other = 'verdict' AND p.id = NEW.proposal_id AND l.why <> 'known'
      AND NEW."by" IN (l.first ->> 'by', l.second ->> 'by', l.final ->> 'by')
  ) THEN
    RAISE EXCEPTION '% may not sign % in this case', NEW."by", NEW.stage USING ERRCODE = '23514', CONSTRAINT = 'removal_signatures_apart';
  END IF;
  RETURN NEW;
END $$;
