-- The gate: what a policy asks when it decides whether a row is visible.
--
-- The audience is set for one transaction:
--   audience.mask       bit n-1 is set for every agency n that will see the result
--   audience.user       the person at the keyboard; empty for paper and system jobs
--   audience.roles      comma-separated
--   audience.operation  what is being done, for history and log
-- Nothing set means no rows.

CREATE OR REPLACE FUNCTION partners_mask() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('audience.mask', true), ''), '0')::bigint $$;

CREATE OR REPLACE FUNCTION partners_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('audience.user', true), '')::uuid $$;

CREATE OR REPLACE FUNCTION partners_roles() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(coalesce(current_setting('audience.roles', true), ''), ',') $$;

-- The one agency of the audience; NULL when there are none or several.
CREATE OR REPLACE FUNCTION partners_agency_id() RETURNS smallint
LANGUAGE sql STABLE PARALLEL SAFE AS
$$
    SELECT CASE WHEN m > 0 AND (m & (m - 1)) = 0 THEN (length(ltrim(m::bit(63)::text, '0')))::smallint END
    FROM (SELECT partners_mask() AS m) AS mask
$$;

-- For every owner n, element n holds the agencies of the audience that neither own the owner's
-- rows of this category nor read them by a standing decision: the ones that still need a grant.
-- 0 is: everybody may read. NULL is: nobody is looking. Computed once per query.
CREATE OR REPLACE FUNCTION partners_needs(p_category text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    mask bigint := partners_mask();
    roles text[] := partners_roles();
    needs bigint[] := array_fill(mask, ARRAY[62]);
    reader record;
    owner smallint;
BEGIN
    IF mask = 0 THEN
        RETURN NULL;
    END IF;
    FOR reader IN
        SELECT a.id, m.reach, ~(1::bigint << (a.id - 1)) AS others
        FROM partners_agency a JOIN partners_mandate m ON m.kind = a.kind
        WHERE (mask & (1::bigint << (a.id - 1))) <> 0
          AND m.category = p_category AND m.action = 'read'
          AND m.reach IN ('own', 'standing') AND m.role = ANY (roles)
    LOOP
        IF reader.reach = 'own' THEN
            needs[reader.id] := needs[reader.id] & reader.others;
            CONTINUE;
        END IF;
        FOR owner IN
            SELECT d.owner_id FROM partners_standingdecision d
            WHERE d.recipient_id = reader.id AND d.category = p_category
              AND d.valid_from <= statement_timestamp()
              AND d.valid_until > statement_timestamp()
        LOOP
            needs[owner] := needs[owner] & reader.others;
        END LOOP;
    END LOOP;
    RETURN needs;
END
$$;

-- For which reasons each agency of the audience may be granted rows of this category, as
-- "agency reason". Computed once per query.
CREATE OR REPLACE FUNCTION partners_reasons(p_category text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    mask bigint := partners_mask();
    roles text[] := partners_roles();
BEGIN
    RETURN (
        SELECT array_agg(a.id || ' ' || m.reach)
        FROM partners_agency a JOIN partners_mandate m ON m.kind = a.kind
        WHERE (mask & (1::bigint << (a.id - 1))) <> 0
          AND m.category = p_category AND m.action = 'read' AND m.role = ANY (roles)
    );
END
$$;

-- The agencies that hold a live grant on this very row for one of these reasons.
CREATE OR REPLACE FUNCTION partners_granted(
    p_reasons text[], p_label text, p_pk uuid
) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    RETURN (
        SELECT coalesce(bit_or(1::bigint << (g.agency_id - 1)), 0)
        FROM partners_grant g
        WHERE g.object_pk = p_pk::text
          AND g.label = p_label
          AND g.codename = 'view_' || split_part(p_label, '.', 2)
          AND g.valid_from <= statement_timestamp()
          AND g.valid_until > statement_timestamp()
          AND (g.user_id IS NULL OR g.user_id = partners_user_id())
          AND g.agency_id || ' ' || g.reason = ANY (p_reasons)
    );
END
$$;

-- The rows (a call-in, a notification) on which the audience holds a duty that opens rows
-- of this category belonging to them. `p_action` is read, or create where a mandate lends it.
CREATE OR REPLACE FUNCTION partners_on_duty(
    p_category text, p_action text, p_label text, p_codename text
) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    needs bigint[] := partners_needs(p_category);
BEGIN
    RETURN (
        SELECT coalesce(array_agg(duty.pk), '{}')
        FROM (
            SELECT g.object_pk::uuid AS pk
            FROM partners_grant g
            JOIN partners_agency a ON a.id = g.agency_id
            WHERE g.label = p_label AND g.codename = p_codename
              AND (partners_mask() & (1::bigint << (g.agency_id - 1))) <> 0
              AND g.valid_from <= statement_timestamp()
              AND g.valid_until > statement_timestamp()
              AND (g.user_id IS NULL OR g.user_id = partners_user_id())
              AND EXISTS (SELECT FROM partners_mandate m
                          WHERE m.kind = a.kind AND m.category = p_category
                            AND m.action = p_action AND m.reach = g.reason
                            AND m.role = ANY (partners_roles()))
            GROUP BY g.object_pk, g.owner_id
            HAVING (needs[g.owner_id] & ~bit_or(1::bigint << (g.agency_id - 1))) = 0
        ) AS duty
    );
END
$$;

-- Whose row the duty is for; what is written on duty belongs to them.
CREATE OR REPLACE FUNCTION partners_duty_owner(p_label text, p_codename text, p_pk uuid)
RETURNS smallint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    RETURN (SELECT g.owner_id FROM partners_grant g
            WHERE g.object_pk = p_pk::text AND g.label = p_label AND g.codename = p_codename
              AND g.valid_until > statement_timestamp() LIMIT 1);
END
$$;

-- The owner agency whose rows of this category the audience may write in this way: its own,
-- when it is an audience of one in a role that writes. NULL otherwise.
CREATE OR REPLACE FUNCTION partners_writer(p_category text, VARIADIC p_actions text[])
RETURNS smallint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    writer smallint := partners_agency_id();
BEGIN
    RETURN (
        SELECT a.id FROM partners_agency a
        WHERE a.id = writer
          AND EXISTS (SELECT FROM partners_mandate m
                      WHERE m.kind = a.kind AND m.category = p_category
                        AND m.action = ANY (p_actions) AND m.reach = 'own'
                        AND m.role = ANY (partners_roles()))
    );
END
$$;

-- Persons with protected identity whom the person at the keyboard is not personally assigned to.
CREATE OR REPLACE FUNCTION partners_withheld() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    RETURN QUERY
    SELECT w.subject FROM partners_withholding w
    WHERE NOT EXISTS (
        SELECT FROM partners_grant g
        WHERE g.object_pk = w.subject::text
          AND g.label = w.label
          AND g.user_id = partners_user_id()
          AND g.codename = 'view_' || split_part(w.label, '.', 2)
          AND (partners_mask() & (1::bigint << (g.agency_id - 1))) <> 0
          AND g.valid_from <= statement_timestamp()
          AND g.valid_until > statement_timestamp()
    );
END
$$;

-- Keeps the register of protected persons in step with their own row.
CREATE OR REPLACE FUNCTION partners_withhold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    is_protected boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM partners_withholding WHERE subject = OLD.id;
        RETURN OLD;
    END IF;
    EXECUTE format('SELECT ($1).%I', TG_ARGV[1]) INTO is_protected USING NEW;
    IF is_protected THEN
        INSERT INTO partners_withholding (label, subject) VALUES (TG_ARGV[0], NEW.id)
        ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM partners_withholding WHERE subject = NEW.id;
    END IF;
    RETURN NEW;
END
$$;

-- Whether some role may erase its agency's rows of this table.
CREATE OR REPLACE FUNCTION partners_is_erased(p_table text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS
$$
    SELECT EXISTS (SELECT FROM partners_gate g JOIN partners_mandate m ON m.category = g.category
                   WHERE g.table_name = p_table AND m.action = 'erase')
$$;

-- A foreign key to a protected row is accepted only if the row is visible to whoever points. What
-- its owner may erase is pointed at by the owner's own rows alone: another agency's would stand in
-- the way of erasing, and so tell that it is there. Missing, hidden and not one's own give the same
-- answer. Arguments: column, table, column, table, …
CREATE OR REPLACE FUNCTION partners_check_targets() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$
DECLARE
    target uuid;
    before uuid;
    found_one boolean;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format('SELECT ($1).%I', TG_ARGV[i]) INTO target USING NEW;
        CONTINUE WHEN target IS NULL;
        IF TG_OP = 'UPDATE' THEN
            EXECUTE format('SELECT ($1).%I', TG_ARGV[i]) INTO before USING OLD;
            CONTINUE WHEN target = before;
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1 AND (owner_id = $2 OR NOT $3))',
                       TG_ARGV[i + 1])
            INTO found_one USING target, NEW.owner_id, partners_is_erased(TG_ARGV[i + 1]);
        IF NOT found_one THEN
            RAISE foreign_key_violation USING MESSAGE = 'no such row to point at';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;

-- A decision was made about the row as it stood; when the row changes, the decision is over.
CREATE OR REPLACE FUNCTION partners_end_decisions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    IF (to_jsonb(OLD) - 'grantees') IS DISTINCT FROM (to_jsonb(NEW) - 'grantees') THEN
        UPDATE partners_disclosure SET state = 'lapsed', ended_at = statement_timestamp()
        WHERE state = 'disclosed' AND id IN (
            SELECT g.disclosure_id FROM partners_grant g
            WHERE g.object_pk = OLD.id::text AND g.label = TG_ARGV[0]
              AND g.reason = 'decision' AND g.valid_until > statement_timestamp());
        UPDATE partners_grant SET valid_until = greatest(valid_from, statement_timestamp()),
            ended_because = 'changed'
        WHERE object_pk = OLD.id::text AND label = TG_ARGV[0]
          AND reason = 'decision' AND valid_until > statement_timestamp();
    END IF;
    RETURN NULL;
END
$$;

-- A person's consent opens a row to an agency when both the row's owner and the agency are
-- parties to it, it covers the category, and it stands for as long as the grant. Of its own rows
-- the agency that wrote it down opens only those about the very person. It stands so until the
-- transaction ends: nobody withdraws it meanwhile.
CREATE OR REPLACE FUNCTION partners_consent_opens(
    p_consent uuid, p_owner smallint, p_agency smallint, p_label text, p_pk uuid,
    p_until timestamptz
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    consent record;
    gate record;
    subject uuid;
BEGIN
    SELECT * INTO consent FROM partners_consent WHERE id = p_consent FOR SHARE;
    SELECT * INTO gate FROM partners_gate WHERE label = p_label;
    IF p_owner = consent.owner_id AND gate.subject IS NOT NULL THEN
        EXECUTE format('SELECT %I FROM %I WHERE id = $1', gate.subject, gate.table_name)
            INTO subject USING p_pk;
    END IF;
    RETURN coalesce(
        consent.withdrawn_at IS NULL
        AND consent.valid_until >= p_until
        AND gate.category = ANY (consent.categories)
        AND p_owner <> p_agency
        AND p_owner = ANY (consent.owner_id || consent.recipients)
        AND p_agency = ANY (consent.owner_id || consent.recipients)
        AND (p_owner <> consent.owner_id OR subject = consent.subject_pk),
        false);
END
$$;

-- A grant is given by the owner of the row, for a reason the mandate knows, and, where the
-- reason is a decision or a consent, on the strength of one that stands.
CREATE OR REPLACE FUNCTION partners_guard_grant() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$
DECLARE
    gate record;
    is_own boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.valid_until > OLD.valid_until THEN
            RAISE insufficient_privilege USING MESSAGE = 'a grant is never prolonged';
        END IF;
        RETURN NEW;
    END IF;
    SELECT t.app_label || '.' || t.model, p.codename INTO NEW.label, NEW.codename
    FROM django_content_type t JOIN auth_permission p ON p.content_type_id = t.id
    WHERE t.id = NEW.content_type_id AND p.id = NEW.permission_id;
    SELECT a.id INTO NEW.agency_id FROM partners_agency a WHERE a.group_id = NEW.group_id;
    SELECT * INTO gate FROM partners_gate WHERE label = NEW.label;
    IF NEW.label IS NULL OR NEW.agency_id IS NULL OR gate IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'nothing here can be granted';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1::uuid AND owner_id = $2)',
                   gate.table_name) INTO is_own USING NEW.object_pk, NEW.owner_id;
    IF NOT is_own THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the owner grants';
    END IF;
    IF NEW.user_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM partners_user u WHERE u.id = NEW.user_id AND u.agency_id = NEW.agency_id)
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'the user is not of that agency';
    END IF;
    IF NEW.agency_id <> NEW.owner_id AND NOT EXISTS (
        SELECT FROM partners_mandate m JOIN partners_agency a ON a.kind = m.kind
        WHERE a.id = NEW.agency_id AND m.reach = NEW.reason
          AND m.category IN (SELECT g.category FROM partners_gate g
                             WHERE (NEW.codename LIKE 'view\_%' AND g.label = NEW.label)
                                OR g.duty = NEW.label || ':' || NEW.codename))
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'no mandate for such a grant';
    END IF;
    IF NEW.reason = 'decision' AND NOT EXISTS (
        SELECT FROM partners_disclosure d
        WHERE d.id = NEW.disclosure_id AND d.owner_id = NEW.owner_id
          AND d.recipient_id = NEW.agency_id AND d.state = 'disclosed'
          AND d.valid_until >= NEW.valid_until)
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'no decision stands behind the grant';
    END IF;
    IF NEW.reason = 'consent' AND NOT (
        NEW.codename LIKE 'view\_%'
        AND EXISTS (SELECT FROM partners_consent c WHERE c.id = NEW.consent_id)
        AND partners_consent_opens(NEW.consent_id, NEW.owner_id, NEW.agency_id, NEW.label,
                                   NEW.object_pk::uuid, NEW.valid_until))
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'no consent stands behind the grant';
    END IF;
    RETURN NEW;
END
$$;

-- The row remembers every agency that was ever granted it: a superset of its readers, tested
-- before the exact question. A stale bit may cost time, never reveal.
CREATE OR REPLACE FUNCTION partners_mark_grantee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    gate record;
BEGIN
    SELECT * INTO gate FROM partners_gate WHERE label = NEW.label;
    EXECUTE format('UPDATE %I SET grantees = grantees | (1::bigint << ($2 - 1))
                    WHERE id = $1::uuid AND (grantees & (1::bigint << ($2 - 1))) = 0',
                   gate.table_name) USING NEW.object_pk, NEW.agency_id::int;
    RETURN NULL;
END
$$;

-- Sets who is looking, until the transaction ends.
CREATE OR REPLACE FUNCTION partners_tell(
    p_mask bigint, p_user uuid, p_roles text, p_operation text
) RETURNS void
LANGUAGE sql AS
$$
    SELECT set_config('audience.mask', p_mask::text, true),
           set_config('audience.user', coalesce(p_user::text, ''), true),
           set_config('audience.roles', p_roles, true),
           set_config('audience.operation', p_operation, true)
$$;

-- A person at a keyboard becomes the audience: agency and roles come from the register of users,
-- not from whoever asks. An inactive user is nobody.
CREATE OR REPLACE FUNCTION partners_enter(p_user uuid, p_operation text)
RETURNS TABLE (agency smallint, roles text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    SELECT u.agency_id,
           coalesce((SELECT string_agg(DISTINCT r.role::text, ',') FROM partners_roleassignment r
                     WHERE r.user_id = u.id AND r.valid_from <= statement_timestamp()
                       AND r.valid_until > statement_timestamp()), '')
    INTO agency, roles
    FROM partners_user u JOIN partners_agency a ON a.id = u.agency_id
    WHERE u.id = p_user AND u.is_active AND a.is_active;
    IF FOUND THEN
        PERFORM partners_tell(1::bigint << (agency - 1), p_user, roles, p_operation);
        RETURN NEXT;
    ELSE
        PERFORM partners_tell(0, NULL, '', p_operation);
    END IF;
END
$$;

-- One line in the access log. The web process can add a line and do nothing else to the log.
CREATE OR REPLACE FUNCTION partners_log(
    p_owner smallint, p_user uuid, p_roles text, p_audience bigint, p_operation text,
    p_purpose text, p_result text, p_rows jsonb, p_subjects uuid[], p_detail jsonb
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
    INSERT INTO partners_accesslogentry
        (at, owner_id, user_id, roles, audience, operation, purpose, result, rows, subjects, detail)
    VALUES (clock_timestamp(), p_owner, p_user, p_roles, p_audience, p_operation, p_purpose,
            p_result, p_rows, p_subjects, p_detail)
$$;

CREATE OR REPLACE FUNCTION partners_refuse() RETURNS trigger
LANGUAGE plpgsql AS
$$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'this table only grows';
END
$$;

-- Membership in the agency's group follows from the agency; nobody sets it by hand.
CREATE OR REPLACE FUNCTION partners_join_agency() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    DELETE FROM partners_user_groups WHERE user_id = NEW.id;
    INSERT INTO partners_user_groups (user_id, group_id)
    SELECT NEW.id, a.group_id FROM partners_agency a WHERE a.id = NEW.agency_id;
    RETURN NULL;
END
$$;

-- A disclosure that is over takes its grants with it, in the same moment; one that was refused
-- keeps nothing of what was asked for.
CREATE OR REPLACE FUNCTION partners_end_disclosure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    DELETE FROM partners_disclosureitem WHERE disclosure_id = NEW.id AND NEW.state = 'refused';
    UPDATE partners_grant SET valid_until = greatest(valid_from, statement_timestamp()),
        ended_because = CASE NEW.state WHEN 'lapsed' THEN 'changed' ELSE 'withdrawn' END
    WHERE disclosure_id = NEW.id AND valid_until > statement_timestamp();
    RETURN NULL;
END
$$;

-- How a row of one's own stands; it stands so until the transaction ends. NULL is: no such row.
CREATE OR REPLACE FUNCTION partners_fingerprint(p_label text, p_pk uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    gate record;
    fingerprint text;
BEGIN
    SELECT * INTO gate FROM partners_gate WHERE label = p_label;
    IF gate IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT md5((to_jsonb(t) - ''grantees'')::text) FROM %I t
                    WHERE t.id = $1 AND t.owner_id = $2 FOR SHARE', gate.table_name)
        INTO fingerprint USING p_pk, partners_agency_id();
    RETURN fingerprint;
END
$$;

-- A withdrawn consent takes its grants with it, in the same moment.
CREATE OR REPLACE FUNCTION partners_end_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    UPDATE partners_grant SET valid_until = greatest(valid_from, statement_timestamp()),
        ended_because = 'withdrawn'
    WHERE consent_id = NEW.id AND valid_until > statement_timestamp();
    RETURN NULL;
END
$$;

-- A row and its whole history are gone, with the event that says so, and the grants on it are over.
-- Missing, foreign, withheld and without mandate give the same answer.
CREATE OR REPLACE FUNCTION partners_purge(p_label text, p_pk uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    gate record;
    writer smallint;
    past text;
    is_shown text := 'true';
    purged integer := 0;
BEGIN
    SELECT * INTO gate FROM partners_gate WHERE label = p_label;
    writer := partners_writer(gate.category, 'erase');
    IF writer IS NOT NULL THEN
        IF gate.subject IS NOT NULL THEN
            is_shown := format('(%1$I IS NULL OR %1$I NOT IN (SELECT partners_withheld()))',
                               gate.subject);
        END IF;
        EXECUTE format('DELETE FROM %I WHERE id = $1 AND owner_id = $2 AND %s',
                       gate.table_name, is_shown) USING p_pk, writer;
        GET DIAGNOSTICS purged = ROW_COUNT;
    END IF;
    IF purged = 0 THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such row to purge';
    END IF;
    FOR past IN SELECT table_name FROM partners_past WHERE label = p_label LOOP
        EXECUTE format('DELETE FROM %I WHERE pgh_obj_id = $1 AND owner_id = $2', past)
            USING p_pk, writer;
    END LOOP;
    -- Whoever was handed the row is told, as when a row changes, that the decision is over.
    WITH ended AS (
        UPDATE partners_grant SET valid_until = greatest(valid_from, statement_timestamp()),
            ended_because = 'erased'
        WHERE label = p_label AND object_pk = p_pk::text AND owner_id = writer
          AND valid_until > statement_timestamp()
        RETURNING disclosure_id
    )
    UPDATE partners_disclosure SET state = 'lapsed', ended_at = statement_timestamp()
    WHERE state = 'disclosed' AND id IN (SELECT disclosure_id FROM ended);
END
$$;

-- A person, and every row about the person that the owner has, also those whose time is out.
-- A row in a category that is not for whoever looks to erase stands in the way of all of it.
CREATE OR REPLACE FUNCTION partners_purge_subject(p_label text, p_pk uuid)
RETURNS TABLE (label text, pk uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
DECLARE
    itself record;
    about record;
    writer smallint;
BEGIN
    SELECT * INTO itself FROM partners_gate g WHERE g.label = p_label;
    writer := partners_writer(itself.category, 'erase');
    FOR about IN
        SELECT * FROM partners_gate g WHERE g.subject IS NOT NULL AND g.label <> p_label
        ORDER BY g.label
    LOOP
        FOR pk IN EXECUTE format('SELECT id FROM %I WHERE %I = $1 AND owner_id = $2',
                                 about.table_name, about.subject) USING p_pk, writer
        LOOP
            IF partners_writer(about.category, 'erase') IS NULL THEN
                RAISE restrict_violation USING MESSAGE = 'a row stands in the way',
                    DETAIL = about.label;
            END IF;
            PERFORM partners_purge(about.label, pk);
            label := about.label;
            RETURN NEXT;
        END LOOP;
    END LOOP;
    PERFORM partners_purge(p_label, p_pk);
END
$$;
