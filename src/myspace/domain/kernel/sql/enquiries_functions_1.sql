-- Letters to administrations. The closed list, part of enquiries.
-- name          callers   what it does                                                              test
-- letters_due   worker    of whom the agenda does not say what their letters do (ids only)          tests/integration/test_letters_agenda.py

CREATE FUNCTION letters_due(p_most integer)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY WITH waiting AS MATERIALIZED (
        SELECT e.person_id, e.id, e.due_on FROM enquiries_enquiry e
         WHERE e.due_on IS NOT NULL AND e.answered_on IS NULL AND NOT e.sensitive
           AND NOT EXISTS (SELECT FROM enquiries_enquiry c WHERE c.person_id = e.person_id AND c.after_id = e.id)
    )
    SELECT w.person_id FROM waiting w WHERE NOT EXISTS (SELECT FROM agenda_entry a WHERE a.person_id = w.person_id
           AND a.ref_id = w.id AND a.topic = 'letters' AND a.due_on = w.due_on)
    UNION
    SELECT a.person_id FROM agenda_entry a WHERE a.topic = 'letters'
       AND NOT EXISTS (SELECT FROM waiting w WHERE w.person_id = a.person_id AND w.id = a.ref_id)
    LIMIT p_most;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION letters_due(integer) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION letters_due(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letters_due(integer) TO myspace_worker;
RESET ROLE;
