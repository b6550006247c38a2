-- Guards on the tables that carry the gate itself.

CREATE TRIGGER join_agency AFTER INSERT OR UPDATE OF agency_id ON partners_user
    FOR EACH ROW EXECUTE FUNCTION partners_join_agency();

-- An owner sees what it has granted to others; what was granted to oneself is for whom it names.
ALTER TABLE partners_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads ON partners_grant FOR SELECT USING (
    valid_from <= statement_timestamp() AND valid_until > statement_timestamp()
    AND ((owner_id = (SELECT partners_agency_id()) AND agency_id <> owner_id)
         OR (agency_id = (SELECT partners_agency_id())
             AND (user_id IS NULL OR user_id = (SELECT partners_user_id())))));
CREATE POLICY inserts ON partners_grant FOR INSERT
    WITH CHECK (owner_id = (SELECT partners_agency_id()));
CREATE TRIGGER guard_grant BEFORE INSERT OR UPDATE ON partners_grant
    FOR EACH ROW EXECUTE FUNCTION partners_guard_grant();
CREATE TRIGGER mark_grantee AFTER INSERT ON partners_grant
    FOR EACH ROW EXECUTE FUNCTION partners_mark_grantee();

CREATE TRIGGER end_disclosure AFTER UPDATE OF state ON partners_disclosure
    FOR EACH ROW WHEN (NEW.state IN ('refused', 'lapsed', 'withdrawn'))
    EXECUTE FUNCTION partners_end_disclosure();

CREATE TRIGGER end_consent AFTER UPDATE OF withdrawn_at ON partners_consent
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION partners_end_consent();

-- What a person has signed names other agencies and is never changed; it is withdrawn, once.
CREATE OR REPLACE FUNCTION partners_guard_consent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'withdrawn_at' - 'grantees' <> to_jsonb(OLD) - 'withdrawn_at' - 'grantees'
            OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
        THEN
            RAISE insufficient_privilege USING MESSAGE = 'a consent is only withdrawn';
        END IF;
    ELSIF NEW.owner_id = ANY (NEW.recipients) OR cardinality(NEW.recipients) = 0
        OR cardinality(NEW.categories) = 0
        OR NOT NEW.recipients <@ ARRAY(SELECT id FROM partners_agency)
    THEN
        RAISE check_violation USING MESSAGE = 'a consent names other agencies and what they tell';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard_consent BEFORE INSERT OR UPDATE ON partners_consent
    FOR EACH ROW EXECUTE FUNCTION partners_guard_consent();

ALTER TABLE partners_accesslogentry ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads ON partners_accesslogentry FOR SELECT
    USING (owner_id = (SELECT partners_writer('access_log', 'read')));
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON partners_accesslogentry
    FOR EACH ROW EXECUTE FUNCTION partners_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON partners_accesslogentry
    FOR EACH STATEMENT EXECUTE FUNCTION partners_refuse();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON partners_seal
    FOR EACH ROW EXECUTE FUNCTION partners_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON partners_seal
    FOR EACH STATEMENT EXECUTE FUNCTION partners_refuse();

INSERT INTO partners_gate (label, table_name, category, duty)
    VALUES ('partners.accesslogentry', 'partners_accesslogentry', 'access_log', NULL);

-- A grant ends early only at its owner's hand; it then disappears from everybody at once.
CREATE OR REPLACE FUNCTION partners_end_grants(p_ids uuid[], p_because text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    ended integer;
BEGIN
    UPDATE partners_grant SET valid_until = greatest(valid_from, statement_timestamp()),
        ended_because = p_because
    WHERE id = ANY (p_ids) AND owner_id = partners_agency_id()
      AND valid_until > statement_timestamp();
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END
$$;

-- A row with an end of its own ends early only at its owner's hand, and is gone at once.
CREATE OR REPLACE FUNCTION partners_expire(p_label text, p_pk uuid, p_column text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    gate record;
    ended integer;
BEGIN
    SELECT * INTO STRICT gate FROM partners_gate WHERE label = p_label;
    EXECUTE format('UPDATE %I SET %I = statement_timestamp() WHERE id = $1 AND owner_id = $2
                    AND %I > statement_timestamp()', gate.table_name, p_column, p_column)
        USING p_pk, partners_writer(gate.category, 'change', 'decide');
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended = 1;
END
$$;

-- Whoever had a duty hands in, for two hours after it ended, what happened while it lasted: the
-- device was without network, and nothing that was registered in time is lost. Nothing is read.
-- The row says when it happened in its column `at`; it belongs to whoever gave the duty.
CREATE OR REPLACE FUNCTION partners_hand_in(p_label text, p_row jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    gate record;
    giver smallint;
BEGIN
    SELECT * INTO STRICT gate FROM partners_gate WHERE label = p_label AND duty IS NOT NULL;
    SELECT g.owner_id INTO giver
    FROM partners_grant g
    JOIN partners_agency a ON a.id = g.agency_id
    WHERE g.label || ':' || g.codename = gate.duty
      AND g.object_pk = p_row ->> gate.duty_key
      AND g.user_id = partners_user_id() AND g.agency_id = partners_agency_id()
      AND g.valid_from <= (p_row ->> 'at')::timestamptz
      AND g.valid_until > (p_row ->> 'at')::timestamptz
      AND g.valid_until > statement_timestamp() - interval '2 hours'
      AND EXISTS (SELECT FROM partners_mandate m
                  WHERE m.kind = a.kind AND m.category = gate.category AND m.action = 'create'
                    AND m.reach = g.reason AND m.role = ANY (partners_roles()))
    LIMIT 1;
    IF giver IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('INSERT INTO %I SELECT * FROM jsonb_populate_record(NULL::%I, $1)
                    ON CONFLICT DO NOTHING', gate.table_name, gate.table_name)
        USING p_row || jsonb_build_object('owner_id', giver, 'grantees', 0,
                                          'created_at', statement_timestamp());
    RETURN true;
END
$$;

-- What an administrator may do, and only in the own agency: admit a user, give and end roles,
-- close and open an account. No case content comes with it.
CREATE OR REPLACE FUNCTION partners_administers(p_agency smallint) RETURNS boolean
LANGUAGE sql STABLE AS
$$ SELECT p_agency = partners_agency_id() AND 'administrator' = ANY (partners_roles()) $$;

CREATE OR REPLACE FUNCTION partners_admit(
    p_email text, p_name text, p_title text, p_service_code text
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    admitted uuid := gen_random_uuid();
BEGIN
    IF NOT coalesce(partners_administers(partners_agency_id()), false) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an administrator admits users';
    END IF;
    INSERT INTO partners_user (id, password, email, name, title, service_code, agency_id,
                               language, is_active, created_at)
    VALUES (admitted, '!' || gen_random_uuid(), lower(p_email), p_name, p_title, p_service_code,
            partners_agency_id(), 'sv', true, statement_timestamp());
    RETURN admitted;
END
$$;

CREATE OR REPLACE FUNCTION partners_assign_role(
    p_user uuid, p_role text, p_reason text, p_until timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    IF NOT EXISTS (SELECT FROM partners_user u
                   WHERE u.id = p_user AND partners_administers(u.agency_id))
        OR p_user = partners_user_id() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only another administrator gives roles';
    END IF;
    INSERT INTO partners_roleassignment (user_id, role, reason, valid_from, valid_until,
                                         assigned_by_id)
    VALUES (p_user, p_role, p_reason, statement_timestamp(), p_until, partners_user_id());
END
$$;

CREATE OR REPLACE FUNCTION partners_end_role(p_user uuid, p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    UPDATE partners_roleassignment r SET valid_until = greatest(valid_from, statement_timestamp())
    FROM partners_user u
    WHERE r.user_id = p_user AND r.role = p_role AND r.valid_until > statement_timestamp()
      AND u.id = p_user AND partners_administers(u.agency_id);
END
$$;

CREATE OR REPLACE FUNCTION partners_set_active(p_user uuid, p_active boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    UPDATE partners_user u SET is_active = p_active
    WHERE u.id = p_user AND partners_administers(u.agency_id);
END
$$;
