-- `logins_due` of the closed list: also of whom a way in that they had closed has opened by itself, so that its row says nothing.
-- Its owner, its caller and its name stay: a replaced function keeps its rights.

GRANT CREATE ON SCHEMA public TO myspace_gate;
SET ROLE myspace_gate;
CREATE OR REPLACE FUNCTION logins_due(p_until timestamptz, p_most integer)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT d.person_id FROM (
        (SELECT l.person_id FROM logins_login l WHERE l.at < p_until ORDER BY l.at LIMIT p_most)
        UNION ALL
        (SELECT c.person_id FROM logins_closed c WHERE c.until < now() ORDER BY c.until LIMIT p_most)) d;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
