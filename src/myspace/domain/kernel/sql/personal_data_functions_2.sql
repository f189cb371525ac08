-- What registers tell later. The closed list, part of personal_data.
-- name         callers   what it does                                                              test
-- sheets_due   worker    who has an answer to collect now (ids only)                               tests/integration/test_collecting.py

CREATE FUNCTION sheets_due(p_most integer)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT d.person_id FROM (
        SELECT s.person_id FROM personal_data_sheet s WHERE s.collect_at <= now() ORDER BY s.collect_at LIMIT p_most) d;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION sheets_due(integer) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION sheets_due(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sheets_due(integer) TO myspace_worker;
RESET ROLE;
