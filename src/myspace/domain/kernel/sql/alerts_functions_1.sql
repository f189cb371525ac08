-- The closed list, part of alerts. Each runs as myspace_gate, which can log in nowhere and sees only the tables that its
-- policies name.
-- name         callers   what it does                                                     test
-- alerts_due   worker    whom to look at or to ask for again; each under a lease           tests/integration/test_alerts_closed_list.py
-- feed_owner   web       whose calendar a secret link is: sets both settings to them       same

CREATE FUNCTION alerts_due(p_kind text, p_until timestamptz, p_again timestamptz, p_most integer)
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
    ELSE
        RAISE EXCEPTION 'alerts_due: no such kind';
    END IF;
END $$;

CREATE FUNCTION feed_owner(p_token_hash bytea) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v uuid;
BEGIN
    SELECT f.person_id INTO v FROM alerts_feed f WHERE f.token_hash = p_token_hash;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE alerts_feed f SET read_at = now() WHERE f.token_hash = p_token_hash;
    PERFORM set_config('myspace.subject', v::text, true), set_config('myspace.viewer', v::text, true);
    RETURN QUERY SELECT v;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION alerts_due(text, timestamptz, timestamptz, integer) OWNER TO myspace_gate;
ALTER FUNCTION feed_owner(bytea) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION alerts_due(text, timestamptz, timestamptz, integer), feed_owner(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alerts_due(text, timestamptz, timestamptz, integer) TO myspace_worker;
GRANT EXECUTE ON FUNCTION feed_owner(bytea) TO myspace_web;
RESET ROLE;
