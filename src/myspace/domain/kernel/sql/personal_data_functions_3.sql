-- Titles that end. The closed list, part of what registers hold.
-- name         callers   what it does                                                            test
-- titles_due   worker    of whom the agenda does not say what their titles do (ids only)         tests/integration/test_titles_that_end.py

CREATE FUNCTION titles_due(p_since date, p_most integer)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY WITH ending AS MATERIALIZED (
        SELECT s.person_id, s.id, s.valid_until FROM personal_data_sheet s WHERE s.valid_until >= p_since
    )
    SELECT e.person_id FROM ending e WHERE NOT EXISTS (SELECT FROM agenda_entry a WHERE a.person_id = e.person_id
           AND a.ref_id = e.id AND a.topic = 'titles' AND a.due_on = e.valid_until)
    UNION
    SELECT a.person_id FROM agenda_entry a WHERE a.topic = 'titles'
       AND NOT EXISTS (SELECT FROM ending e WHERE e.person_id = a.person_id AND e.id = a.ref_id)
    LIMIT p_most;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION titles_due(date, integer) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION titles_due(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION titles_due(date, integer) TO myspace_worker;
RESET ROLE;
