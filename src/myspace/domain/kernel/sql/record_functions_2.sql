-- The same two functions, with one thing more: of what was erased nothing is left that could be changed, not even its topic.
-- name            callers  what it does                                                           test
-- erase_payload   worker   take out the texts of one topic of the person it sees                  tests/integration/test_record_closed_list.py
-- watch_leaves    maker    which of these leaves do not hold: places and words only               same

GRANT CREATE ON SCHEMA public TO myspace_gate;
SET ROLE myspace_gate;
CREATE OR REPLACE FUNCTION erase_payload(p_topic text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_who uuid := myspace_subject(); v_leaves int8multirange; v_id uuid; v_number bigint;
BEGIN
    IF v_who IS NULL OR p_topic = 'erasure' THEN RETURN 0; END IF;
    -- First what waits: a batch that is being sealed is waited for, and its leaves are then seen below.
    DELETE FROM record_pending p WHERE p.person_id = v_who AND p.topic = p_topic;
    WITH erased AS (
        UPDATE record_entry e SET payload = NULL, salt = NULL, ref_id = NULL, topic = 'erased',
               person_id = '00000000-0000-0000-0000-000000000000'
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

CREATE OR REPLACE FUNCTION watch_leaves(p_first bigint, p_end bigint)
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
            WHEN g.payload IS NULL AND g.salt IS NULL THEN CASE
                WHEN g.topic <> 'erased' OR g.ref_id IS NOT NULL OR g.person_id <> '00000000-0000-0000-0000-000000000000'
                THEN 'text_altered' WHEN NOT EXISTS (
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
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
