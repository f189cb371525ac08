-- Look-ups that have been kept as long as they may. The closed list, part of transparency.
-- name            callers   what it does                                                            test
-- exchanges_due   worker    who has look-ups that were told before then (ids only)                  tests/integration/test_transparency_sweep.py
-- erase_entries   worker    take their texts out of the record, as erase_payload does of all        same
--
-- The leaf stays, and another says which leaves were erased. Of the log nothing leaves by itself.

CREATE FUNCTION exchanges_due(p_until timestamptz, p_most integer)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT d.person_id FROM (
        SELECT e.person_id FROM transparency_exchange e WHERE e.told_at < p_until ORDER BY e.told_at LIMIT p_most) d;
END $$;

CREATE FUNCTION erase_entries(p_topic text, p_refs uuid[])
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_who uuid := myspace_subject(); v_leaves int8multirange; v_id uuid; v_number bigint;
BEGIN
    IF v_who IS NULL OR p_topic <> 'exchange' THEN RETURN 0; END IF;
    DELETE FROM record_pending p WHERE p.person_id = v_who AND p.topic = p_topic AND p.id = ANY(p_refs);
    WITH erased AS (
        UPDATE record_entry e SET payload = NULL, salt = NULL, ref_id = NULL, topic = 'erased',
               person_id = '00000000-0000-0000-0000-000000000000'
         WHERE e.person_id = v_who AND e.topic = p_topic AND e.ref_id = ANY(p_refs) RETURNING e.leaf_index
    ) SELECT range_agg(int8range(leaf_index, leaf_index, '[]')), count(*) INTO v_leaves, v_number FROM erased;
    IF v_number > 0 THEN
        v_id := gen_random_uuid();
        INSERT INTO record_erasure (id, at, leaves) VALUES (v_id, now(), v_leaves);
        INSERT INTO record_pending (id, person_id, topic, xid)
        VALUES (v_id, '00000000-0000-0000-0000-000000000000', 'erasure', pg_current_xact_id()::text::bigint);
    END IF;
    RETURN v_number;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION exchanges_due(timestamptz, integer) OWNER TO myspace_gate;
ALTER FUNCTION erase_entries(text, uuid[]) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION exchanges_due(timestamptz, integer), erase_entries(text, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchanges_due(timestamptz, integer), erase_entries(text, uuid[]) TO myspace_worker;
RESET ROLE;
