-- What a link to a group may do. The same rule as cases/criteria.py, asked again where no code
-- path gets around it: when a link is reviewed, becomes valid or is renewed.

-- Hard enough to count at all.
CREATE OR REPLACE FUNCTION cases_carries(p_kind text, p_source text, p_information text)
RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$
    SELECT p_kind IN ('judgment', 'own_statement',
                      'convicted_together', 'suspected_together', 'weapon', 'acting', 'tasked',
                      'money', 'named')
       AND p_source IN ('A', 'B', 'C', 'D') AND p_information IN ('1', '2', '3')
$$;

-- A source by its letters and figures alone.
CREATE OR REPLACE FUNCTION cases_named(p_source text)
RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT regexp_replace(lower(p_source), '[^0-9a-zåäöéü]', '', 'g') $$;

-- One criterion that carries a link by itself, or two hard ones of different sources, days and
-- kinds.
CREATE OR REPLACE FUNCTION cases_link_is_founded(p_link uuid)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public AS
$$
    WITH carrying AS (
        SELECT kind, source_date, cases_named(source) AS source
        FROM cases_linkcriterion
        WHERE link_id = p_link AND cases_carries(kind, source_grade, information_grade)
    )
    SELECT EXISTS (SELECT FROM carrying WHERE kind IN ('judgment', 'own_statement'))
        OR EXISTS (SELECT FROM carrying one JOIN carrying other
                   ON one.kind <> other.kind AND one.source <> other.source
                  AND one.source_date <> other.source_date)
$$;

-- Something that counts, is of a later day than the last review, and was not held before.
CREATE OR REPLACE FUNCTION cases_link_has_news(p_link uuid, p_since timestamptz)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public AS
$$
    SELECT EXISTS (
        SELECT FROM cases_linkcriterion c
        WHERE c.link_id = p_link AND c.counted_at IS NULL
          AND cases_carries(c.kind, c.source_grade, c.information_grade)
          AND c.source_date > (p_since AT TIME ZONE 'Europe/Stockholm')::date
          AND NOT EXISTS (SELECT FROM cases_linkcriterion held
                          WHERE held.link_id = p_link AND held.counted_at IS NOT NULL
                            AND held.kind = c.kind
                            AND cases_named(held.source) = cases_named(c.source)))
$$;

CREATE OR REPLACE FUNCTION cases_refuse_link(p_rule text) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    RAISE check_violation USING MESSAGE = 'a link does not allow this', CONSTRAINT = p_rule;
END
$$;

-- Somebody else than whoever wrote it has to review it, in their own name and now.
CREATE OR REPLACE FUNCTION cases_link_is_reviewed_by_another(
    p_link uuid, p_registered_by uuid, p_reviewed_by uuid
) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public AS
$$
    SELECT p_reviewed_by IS NOT NULL
       AND p_reviewed_by <> p_registered_by
       AND p_reviewed_by = coalesce(partners_user_id(), p_reviewed_by)
       AND NOT EXISTS (SELECT FROM cases_linkcriterion c
                       WHERE c.link_id = p_link AND c.counted_at IS NULL
                         AND c.added_by_id = p_reviewed_by)
$$;

CREATE OR REPLACE FUNCTION cases_guard_link() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$
DECLARE
    step text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.reviewed_by_id IS NOT NULL
            OR NEW.registered_by_id <> coalesce(partners_user_id(), NEW.registered_by_id) THEN
            PERFORM cases_refuse_link('link_begins_as_a_draft');
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.owner_id, NEW.individual_id, NEW.group_id, NEW.registered_by_id, NEW.created_at)
        IS DISTINCT FROM
       (OLD.owner_id, OLD.individual_id, OLD.group_id, OLD.registered_by_id, OLD.created_at) THEN
        PERFORM cases_refuse_link('link_stays_what_it_is_about');
    END IF;
    IF NEW.grantees <> OLD.grantees AND OLD.state <> 'valid' THEN
        PERFORM cases_refuse_link('link_draft_is_not_handed_over');
    END IF;
    step := OLD.state || ' > ' || NEW.state;
    IF step = 'draft > reviewed' THEN
        IF NOT cases_link_is_reviewed_by_another(
            NEW.id, NEW.registered_by_id, NEW.reviewed_by_id) THEN
            PERFORM cases_refuse_link('link_reviewed_by_another');
        END IF;
        IF NOT cases_link_is_founded(NEW.id) THEN
            PERFORM cases_refuse_link('link_rests_on_enough');
        END IF;
        RETURN NEW;
    ELSIF step = 'reviewed > valid' THEN
        IF (NEW.reviewed_by_id, NEW.reviewed_at) IS DISTINCT FROM
           (OLD.reviewed_by_id, OLD.reviewed_at) THEN
            PERFORM cases_refuse_link('link_reviewed_by_another');
        END IF;
        IF NOT cases_link_is_founded(NEW.id) THEN
            PERFORM cases_refuse_link('link_rests_on_enough');
        END IF;
        IF NEW.new_basis <> '' AND NOT EXISTS (
            SELECT FROM partners_approval a
            WHERE a.subject_pk = NEW.id AND a.owner_id = NEW.owner_id AND a.answer = 'yes'
              AND a.answered_by_id <> NEW.registered_by_id) THEN
            PERFORM cases_refuse_link('link_again_is_approved');
        END IF;
        RETURN NEW;
    ELSIF step IN ('draft > ended', 'reviewed > ended', 'valid > ended') THEN
        RETURN NEW;
    ELSIF OLD.state <> NEW.state THEN
        PERFORM cases_refuse_link('link_takes_a_known_step');
    END IF;
    IF NEW.state = 'valid' AND NEW.reviewed_at > OLD.reviewed_at THEN
        IF NOT cases_link_is_reviewed_by_another(
            NEW.id, NEW.registered_by_id, NEW.reviewed_by_id) THEN
            PERFORM cases_refuse_link('link_reviewed_by_another');
        END IF;
        IF NOT cases_link_has_news(NEW.id, OLD.reviewed_at) THEN
            PERFORM cases_refuse_link('link_renewed_on_news');
        END IF;
    ELSIF NEW.valid_until > OLD.valid_until OR NEW.valid_from > OLD.valid_from
        OR (NEW.reviewed_by_id, NEW.reviewed_at) IS DISTINCT FROM
           (OLD.reviewed_by_id, OLD.reviewed_at) THEN
        PERFORM cases_refuse_link('link_is_not_prolonged');
    END IF;
    RETURN NEW;
END
$$;

-- The criteria follow their link: they count when it has been reviewed, and end when it ends.
CREATE OR REPLACE FUNCTION cases_follow_link() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$
BEGIN
    IF NEW.state = 'ended' AND OLD.state <> 'ended' THEN
        PERFORM partners_expire('cases.grouplink', NEW.id, 'valid_until');
        RETURN NULL;
    END IF;
    IF NEW.state = 'valid' AND (OLD.state <> 'valid' OR NEW.reviewed_at > OLD.reviewed_at) THEN
        UPDATE cases_linkcriterion SET counted_at = NEW.reviewed_at
        WHERE link_id = NEW.id AND counted_at IS NULL;
    END IF;
    IF NEW.valid_until <> OLD.valid_until THEN
        UPDATE cases_linkcriterion SET valid_until = NEW.valid_until WHERE link_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;

-- A criterion is written once, and counts when it has been reviewed.
CREATE OR REPLACE FUNCTION cases_guard_criterion() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$
DECLARE
    link cases_grouplink;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO link FROM cases_grouplink WHERE id = NEW.link_id;
        IF link.state NOT IN ('draft', 'valid') OR NEW.counted_at IS NOT NULL
            OR (NEW.owner_id, NEW.individual_id) IS DISTINCT FROM
               (link.owner_id, link.individual_id)
            OR NEW.added_by_id <> coalesce(partners_user_id(), NEW.added_by_id) THEN
            PERFORM cases_refuse_link('link_criterion_begins_uncounted');
        END IF;
        NEW.valid_until := link.valid_until;
        RETURN NEW;
    END IF;
    SELECT * INTO link FROM cases_grouplink WHERE id = OLD.link_id;
    IF (to_jsonb(NEW) - ARRAY['grantees', 'counted_at', 'valid_until']) IS DISTINCT FROM
       (to_jsonb(OLD) - ARRAY['grantees', 'counted_at', 'valid_until'])
        OR NEW.valid_until > greatest(link.valid_until, OLD.valid_until)
        OR (NEW.counted_at IS DISTINCT FROM OLD.counted_at
            AND (OLD.counted_at IS NOT NULL OR link.state <> 'valid'
                 OR NEW.counted_at IS DISTINCT FROM link.reviewed_at)) THEN
        PERFORM cases_refuse_link('link_criterion_is_written_once');
    END IF;
    IF NEW.grantees <> OLD.grantees AND OLD.counted_at IS NULL THEN
        PERFORM cases_refuse_link('link_draft_is_not_handed_over');
    END IF;
    RETURN NEW;
END
$$;

-- What is taken away from a valid link leaves enough behind, or the link goes with it: asked when
-- everything that belongs together has been done.
CREATE OR REPLACE FUNCTION cases_keep_link_founded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    IF EXISTS (SELECT FROM cases_grouplink l
               WHERE l.id = OLD.link_id AND l.state = 'valid'
                 AND l.valid_until > statement_timestamp())
        AND NOT cases_link_is_founded(OLD.link_id) THEN
        PERFORM cases_refuse_link('link_rests_on_enough');
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER guard_link BEFORE INSERT OR UPDATE ON cases_grouplink
    FOR EACH ROW EXECUTE FUNCTION cases_guard_link();
CREATE TRIGGER follow_link AFTER UPDATE ON cases_grouplink
    FOR EACH ROW EXECUTE FUNCTION cases_follow_link();
CREATE CONSTRAINT TRIGGER keep_founded AFTER DELETE ON cases_linkcriterion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_keep_link_founded();
CREATE TRIGGER guard_criterion BEFORE INSERT OR UPDATE ON cases_linkcriterion
    FOR EACH ROW EXECUTE FUNCTION cases_guard_criterion();
