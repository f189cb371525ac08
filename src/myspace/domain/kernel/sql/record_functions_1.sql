-- The record that nobody can rewrite in silence. The closed list, part of record.
-- name            callers  what it does                                                           test
-- queue_row       nobody   trigger: a new row of the log or of look-ups waits for its leaf        tests/integration/test_record_closed_list.py
-- queue_rows      nobody   the same for all rows of one statement                                 same
-- seal_batch      maker    texts and salts of what waits; answers with places and hashes only     same
-- erase_payload   worker   take out the texts of one topic of the person it sees                  same
-- watch_leaves    maker    which of these leaves do not hold: places and words only               same
-- watch_rows      maker    which rows have neither a leaf nor wait for one                        same
--
-- The texts are made here, by SQL, so that no process reads what everybody did. A text is a JSON object as jsonb prints it.

CREATE FUNCTION utc_text(p timestamptz) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT to_char(p AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

CREATE FUNCTION audit_text(e audit_event) RETURNS text LANGUAGE sql STABLE AS $$
SELECT jsonb_build_object('v', 1, 'id', e.id, 'kind', 'audit', 'of', e.person_id, 'at', utc_text(e.at), 'what', jsonb_build_object(
    'event', e.event, 'viewer', e.viewer_id, 'session', e.session_id, 'about', e.about, 'facts', e.facts, 'once', e.once))::text
$$;

-- The line that a question is shown in is said with it: body, purpose and data are there.
CREATE FUNCTION exchange_text(e transparency_exchange, s transparency_series) RETURNS text LANGUAGE sql STABLE AS $$
SELECT jsonb_build_object('v', 1, 'id', e.id, 'kind', 'exchange', 'of', e.person_id, 'at', utc_text(e.told_at), 'what',
    jsonb_build_object('source', e.source, 'reference', e.reference, 'asked_at', utc_text(e.at), 'modality', e.modality,
    'holder', e.holder, 'law', e.law, 'outcome', e.outcome, 'asked_by', e.asked_by, 'missing', e.missing, 'series', e.series_id,
    'own', s.own, 'sensitive', s.sensitive, 'ine10', s.ine10, 'unit', s.unit, 'product', s.product, 'purpose', s.purpose,
    'procedure', s.procedure, 'case', s.case_key, 'ground', s.ground))::text
$$;

CREATE FUNCTION erasure_text(e record_erasure) RETURNS text LANGUAGE sql STABLE AS $$
SELECT jsonb_build_object('v', 1, 'id', e.id, 'kind', 'erasure', 'of', NULL, 'at', utc_text(e.at), 'what',
    jsonb_build_object('leaves', e.leaves::text))::text
$$;

CREATE FUNCTION salted_leaf(p_salt bytea, p_text text) RETURNS bytea LANGUAGE sql STABLE AS
$$ SELECT sha256('\x00'::bytea || sha256(p_salt || convert_to(p_text, 'UTF8'))) $$;

CREATE FUNCTION queue_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- The rows of a backup come back with what waited then, and with their leaves.
    IF session_user = 'myspace_keeper' AND EXISTS (SELECT FROM kernel_restored WHERE settled_at IS NULL AND adopted_at IS NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO record_pending (id, person_id, topic, xid) VALUES (NEW.id, NEW.person_id, TG_ARGV[0], pg_current_xact_id()::text::bigint);
    RETURN NULL;
END $$;

CREATE FUNCTION queue_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF session_user = 'myspace_keeper' AND EXISTS (SELECT FROM kernel_restored WHERE settled_at IS NULL AND adopted_at IS NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO record_pending (id, person_id, topic, xid) SELECT id, person_id, TG_ARGV[0], pg_current_xact_id()::text::bigint FROM fresh;
    RETURN NULL;
END $$;

CREATE FUNCTION seal_batch(p_first bigint, p_most integer)
RETURNS TABLE (leaf bigint, hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_horizon bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
BEGIN
    RETURN QUERY WITH waiting AS MATERIALIZED (
        SELECT p.id AS ref_id, p.person_id, p.topic, p.xid FROM record_pending p WHERE p.xid < v_horizon LIMIT p_most FOR UPDATE SKIP LOCKED
    ), texts AS MATERIALIZED (
        SELECT w.*, audit_text(e) AS said FROM waiting w JOIN audit_event e ON e.person_id = w.person_id AND e.id = w.ref_id
         WHERE w.topic = 'audit'
        UNION ALL
        SELECT w.*, exchange_text(e, s) FROM waiting w JOIN transparency_exchange e ON e.person_id = w.person_id AND e.id = w.ref_id
          LEFT JOIN transparency_series s ON s.person_id = e.person_id AND s.id = e.series_id WHERE w.topic = 'exchange'
        UNION ALL
        SELECT w.*, erasure_text(e) FROM waiting w JOIN record_erasure e ON e.id = w.ref_id WHERE w.topic = 'erasure'
    ), salted AS MATERIALIZED (
        SELECT t.*, p_first + row_number() OVER (ORDER BY t.xid, t.ref_id) - 1 AS place,
               sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) AS grain FROM texts t
    ), gone AS (
        DELETE FROM record_pending p USING salted t WHERE p.id = t.ref_id
    ), kept AS (
        INSERT INTO record_entry (id, leaf_index, person_id, topic, ref_id, payload, salt)
        SELECT gen_random_uuid(), t.place, t.person_id, t.topic, t.ref_id, t.said, t.grain FROM salted t
    )
    SELECT t.place, salted_leaf(t.grain, t.said) FROM salted t ORDER BY t.place;
END $$;

CREATE FUNCTION erase_payload(p_topic text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_who uuid := myspace_subject(); v_leaves int8multirange; v_id uuid; v_number bigint;
BEGIN
    IF v_who IS NULL OR p_topic = 'erasure' THEN RETURN 0; END IF;
    -- First what waits: a batch that is being sealed is waited for, and its leaves are then seen below.
    DELETE FROM record_pending p WHERE p.person_id = v_who AND p.topic = p_topic;
    WITH erased AS (
        UPDATE record_entry e SET payload = NULL, salt = NULL, ref_id = NULL, person_id = '00000000-0000-0000-0000-000000000000'
         WHERE e.person_id = v_who AND e.topic = p_topic RETURNING e.leaf_index
    ) SELECT range_agg(int8range(leaf_index, leaf_index, '[]')), count(*) INTO v_leaves, v_number FROM erased;
    IF v_number > 0 THEN
        v_id := gen_random_uuid();
        INSERT INTO record_erasure (id, at, leaves) VALUES (v_id, now(), v_leaves);
        INSERT INTO record_pending (id, person_id, topic, xid)
        VALUES (v_id, '00000000-0000-0000-0000-000000000000', 'erasure', pg_current_xact_id()::text::bigint);
    END IF;
    RETURN v_number;
END $$;

-- STABLE: the whole of it sees one moment, whatever is erased meanwhile.
CREATE FUNCTION watch_leaves(p_first bigint, p_end bigint)
RETURNS TABLE (leaf bigint, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY WITH given AS MATERIALIZED (
        SELECT n AS place, e.leaf_index, e.person_id, e.topic, e.ref_id, e.payload, e.salt,
               substr(t.hashes, (n % 256)::integer * 32 + 1, 32) AS hash
          FROM generate_series(p_first, p_end - 1) AS n
          LEFT JOIN record_entry e ON e.leaf_index = n LEFT JOIN record_tile t ON t.level = 0 AND t.index = n / 256
    ), judged AS (
        SELECT g.place, CASE
            WHEN g.leaf_index IS NULL THEN 'entry_gone'
            WHEN g.hash IS NULL OR length(g.hash) < 32 THEN 'leaf_gone'
            WHEN g.payload IS NULL AND g.salt IS NULL THEN CASE WHEN NOT EXISTS (
                SELECT FROM record_erasure x WHERE x.leaves @> g.place AND (EXISTS (SELECT FROM record_pending p WHERE p.id = x.id)
                    OR EXISTS (SELECT FROM record_entry y WHERE y.person_id = '00000000-0000-0000-0000-000000000000'
                               AND y.topic = 'erasure' AND y.ref_id = x.id AND y.payload = erasure_text(x))))
                THEN 'erased_in_silence' END
            WHEN g.payload IS NULL OR g.salt IS NULL OR salted_leaf(g.salt, g.payload) <> g.hash THEN 'text_altered'
            ELSE CASE g.topic
                WHEN 'audit' THEN (SELECT CASE WHEN count(*) = 0 THEN 'row_gone' WHEN bool_or(audit_text(e) <> g.payload)
                    THEN 'row_altered' END FROM audit_event e WHERE e.person_id = g.person_id AND e.id = g.ref_id)
                WHEN 'exchange' THEN (SELECT CASE WHEN count(*) = 0 THEN 'row_gone' WHEN bool_or(exchange_text(e, s) <> g.payload)
                    THEN 'row_altered' END FROM transparency_exchange e LEFT JOIN transparency_series s
                    ON s.person_id = e.person_id AND s.id = e.series_id WHERE e.person_id = g.person_id AND e.id = g.ref_id)
                WHEN 'erasure' THEN (SELECT CASE WHEN count(*) = 0 THEN 'row_gone' WHEN bool_or(erasure_text(e) <> g.payload)
                    THEN 'row_altered' END FROM record_erasure e WHERE e.id = g.ref_id)
                ELSE 'text_altered' END
        END AS wrong FROM given g
    )
    SELECT j.place, j.wrong FROM judged j WHERE j.wrong IS NOT NULL;
END $$;

-- A batch of one table in the order of ids: the last id of it, and how many have no leaf and wait for none.
CREATE FUNCTION watch_rows(p_topic text, p_after uuid, p_most integer)
RETURNS TABLE (last_id uuid, without bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY WITH page AS MATERIALIZED (
        (SELECT e.id, e.person_id FROM audit_event e WHERE p_topic = 'audit' AND e.id > p_after ORDER BY e.id LIMIT p_most)
        UNION ALL
        (SELECT e.id, e.person_id FROM transparency_exchange e WHERE p_topic = 'exchange' AND e.id > p_after ORDER BY e.id LIMIT p_most)
        UNION ALL
        (SELECT e.id, '00000000-0000-0000-0000-000000000000' FROM record_erasure e
          WHERE p_topic = 'erasure' AND e.id > p_after ORDER BY e.id LIMIT p_most)
    )
    SELECT (SELECT g.id FROM page g ORDER BY g.id DESC LIMIT 1), (SELECT count(*) FROM page s WHERE NOT EXISTS (
        SELECT FROM record_entry e WHERE e.person_id = s.person_id AND e.topic = p_topic AND e.ref_id = s.id)
        AND NOT EXISTS (SELECT FROM record_pending p WHERE p.id = s.id AND p.topic = p_topic));
END $$;

-- The page's own insert is one row, and mostly none: once a session. Look-ups come by the hundred.
CREATE TRIGGER waits AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION queue_row('audit');
CREATE TRIGGER waits AFTER INSERT ON transparency_exchange REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION queue_rows('exchange');

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION queue_row() OWNER TO myspace_gate;
ALTER FUNCTION queue_rows() OWNER TO myspace_gate;
ALTER FUNCTION seal_batch(bigint, integer) OWNER TO myspace_gate;
ALTER FUNCTION erase_payload(text) OWNER TO myspace_gate;
ALTER FUNCTION watch_leaves(bigint, bigint) OWNER TO myspace_gate;
ALTER FUNCTION watch_rows(text, uuid, integer) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
REVOKE ALL ON FUNCTION utc_text(timestamptz), audit_text(audit_event), exchange_text(transparency_exchange, transparency_series),
    erasure_text(record_erasure), salted_leaf(bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION utc_text(timestamptz), audit_text(audit_event), exchange_text(transparency_exchange, transparency_series),
    erasure_text(record_erasure), salted_leaf(bytea, text) TO myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION queue_row(), queue_rows(), seal_batch(bigint, integer), erase_payload(text), watch_leaves(bigint, bigint),
    watch_rows(text, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_batch(bigint, integer), watch_leaves(bigint, bigint), watch_rows(text, uuid, integer) TO myspace_maker;
GRANT EXECUTE ON FUNCTION erase_payload(text) TO myspace_worker;
RESET ROLE;
