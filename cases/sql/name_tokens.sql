-- Names spelt out, so that they are found by equality: an operator that tells nothing, and may
-- therefore use its index before the policy has been asked.

-- How a word of a sort key sounds. The same as `heard` in cases/spelling.py.
CREATE OR REPLACE FUNCTION cases_heard(p_word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS
$$
DECLARE
    word text := translate(p_word, '{|}', 'aao');
BEGIN
    word := replace(word, 'ph', 'f');
    word := replace(word, 'ae', 'a');
    word := replace(word, 'oe', 'o');
    word := replace(word, 'ue', 'u');
    word := replace(word, 'ch', 'k');
    word := replace(word, 'th', 't');
    word := replace(word, 'x', 'ks');
    RETURN regexp_replace(translate(word, 'cqwzyj', 'kkvsui'), '(.)\1+', '\1', 'g');
END
$$;

-- Every beginning of every word of a sort key, and every two neighbours as one word.
CREATE OR REPLACE FUNCTION cases_spelt_out(p_key text)
RETURNS TABLE (token text, is_whole boolean)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS
$$
    WITH words AS (
        SELECT left(word, 24) AS word, place
        FROM string_to_table(p_key, ' ') WITH ORDINALITY AS split (word, place)
        WHERE word <> ''
    ), spelt AS (
        SELECT cases_heard(left(word, letters)) AS token, letters = length(word) AS is_whole
        FROM words, generate_series(1, length(word)) AS letters
        UNION ALL
        SELECT cases_heard(one.word || other.word), true
        FROM words one JOIN words other ON other.place = one.place + 1
    )
    SELECT token, bool_or(is_whole) FROM spelt GROUP BY token
$$;

-- The tokens follow the name, whoever writes it and by whichever way, and remember to whom the
-- person was ever granted. Nobody else writes them.
CREATE OR REPLACE FUNCTION cases_spell_name() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM cases_nametoken WHERE individual_id = OLD.id;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        UPDATE cases_nametoken SET grantees = NEW.grantees
        WHERE individual_id = NEW.id AND NEW.grantees <> OLD.grantees;
        IF NEW.sort_key = OLD.sort_key THEN
            RETURN NULL;
        END IF;
        DELETE FROM cases_nametoken WHERE individual_id = NEW.id AND alias_id IS NULL;
    END IF;
    INSERT INTO cases_nametoken
        (id, owner_id, created_at, grantees, individual_id, token, is_whole)
    SELECT gen_random_uuid(), NEW.owner_id, statement_timestamp(), NEW.grantees, NEW.id,
           token, is_whole
    FROM cases_spelt_out(NEW.sort_key);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION cases_spell_alias() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM cases_nametoken WHERE alias_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO cases_nametoken
            (id, owner_id, created_at, grantees, individual_id, alias_id, token, is_whole)
        SELECT gen_random_uuid(), NEW.owner_id, statement_timestamp(), person.grantees, person.id,
               NEW.id, token, is_whole
        FROM cases_individual person, cases_spelt_out(NEW.sort_key)
        WHERE person.id = NEW.individual_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER spell_name AFTER INSERT OR UPDATE OR DELETE ON cases_individual
    FOR EACH ROW EXECUTE FUNCTION cases_spell_name();
CREATE TRIGGER spell_alias AFTER INSERT OR UPDATE OR DELETE ON cases_alias
    FOR EACH ROW EXECUTE FUNCTION cases_spell_alias();
