-- The closed list, part of alerts: alerts_due knows one kind more, and a replaced function keeps its rights.
-- name         callers   what it does                                                     test
-- alerts_due   worker    also whose alerts are still to be told to who represents them      tests/integration/test_warned.py

GRANT CREATE ON SCHEMA public TO myspace_gate;
SET ROLE myspace_gate;
CREATE OR REPLACE FUNCTION alerts_due(p_kind text, p_until timestamptz, p_again timestamptz, p_most integer)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- A lease, not a lock: whoever is taken and not looked at, because the process died, comes again at p_again.
    IF p_kind = 'look' THEN
        RETURN QUERY
        UPDATE alerts_watch w SET look_at = p_again
         WHERE w.person_id IN (SELECT x.person_id FROM alerts_watch x WHERE x.look_at <= p_until
                                ORDER BY x.look_at LIMIT p_most FOR UPDATE SKIP LOCKED)
        RETURNING w.person_id;
    ELSIF p_kind = 'gather' THEN
        RETURN QUERY
        UPDATE alerts_watch w SET gathers_next = p_again
         WHERE w.person_id IN (SELECT x.person_id FROM alerts_watch x WHERE x.gathers_next <= p_until
                                ORDER BY x.gathers_next LIMIT p_most FOR UPDATE SKIP LOCKED)
        RETURNING w.person_id;
    ELSIF p_kind = 'tell' THEN
        RETURN QUERY
        WITH taken AS (UPDATE alerts_owed o SET look_at = p_again
                        WHERE o.id IN (SELECT x.id FROM alerts_owed x WHERE x.look_at <= p_until
                                        ORDER BY x.look_at LIMIT p_most FOR UPDATE SKIP LOCKED)
                       RETURNING o.person_id)
        SELECT DISTINCT t.person_id FROM taken t;
    ELSE
        RAISE EXCEPTION 'alerts_due: no such kind';
    END IF;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
