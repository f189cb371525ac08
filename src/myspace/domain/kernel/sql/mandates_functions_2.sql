-- The closed list, part of mandates: of whom the registry is asked though they are not in.
-- name        callers   what it does                                                              test
-- warned_due  worker    who is warned of somebody's folder and was not asked about for long        tests/integration/test_warned.py

GRANT CREATE ON SCHEMA public TO myspace_gate;
SET ROLE myspace_gate;
CREATE FUNCTION warned_due(p_before timestamptz, p_most integer) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT w.viewer_id FROM mandates_warned w
     WHERE w.certificate_until IS NULL AND w.refused_at IS NULL
       AND NOT EXISTS (SELECT FROM mandates_asked k WHERE k.person_id = w.viewer_id AND k.side = 'representative'
                          AND k.asked_at > p_before)
     LIMIT p_most;
END $$;

REVOKE ALL ON FUNCTION warned_due(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION warned_due(timestamptz, integer) TO myspace_worker;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
