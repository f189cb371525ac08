-- The closed list, part of gathering: work that is due, by ids only, and what was kept aside.
-- name                callers   what it does                                                     test
-- due                 worker    take wanted rows under a lease, or list persons due for a sweep   tests/integration/test_closed_list.py
-- quarantine_list     worker    what is kept aside, without content                               same
-- quarantine_release  worker    let one kept item be shown again                                  same

CREATE FUNCTION due(p_kind text, p_until timestamptz, p_most integer)
RETURNS TABLE (id uuid, person_id uuid, scope text, connection_id uuid, at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF p_kind = 'wanted' THEN
        -- A lease, not a lock: a worker killed in the middle loses it by time and another takes the row.
        RETURN QUERY
        UPDATE gathering_wanted w SET taken_until = p_until, tries = w.tries + 1
         WHERE w.id IN (SELECT x.id FROM gathering_wanted x
                         WHERE x.taken_until IS NULL OR x.taken_until < now()
                         ORDER BY x.wanted_at LIMIT p_most FOR UPDATE SKIP LOCKED)
        RETURNING w.id, w.person_id, w.scope, w.connection_id, w.wanted_at;
    ELSIF p_kind = 'sessions' THEN
        RETURN QUERY SELECT s.id, s.person_id, s.basis, NULL::uuid, s.ends_at FROM people_session s
         WHERE s.ends_at < p_until LIMIT p_most;
    ELSIF p_kind = 'retention' THEN
        RETURN QUERY SELECT p.person_id, p.person_id, ''::text, NULL::uuid, coalesce(p.entered_at, p.created_at) FROM people_person p
         WHERE coalesce(p.entered_at, p.created_at) < p_until
           AND EXISTS (SELECT FROM gathering_ask a WHERE a.person_id = p.person_id) LIMIT p_most;
    ELSE
        RAISE EXCEPTION 'due: no such kind';
    END IF;
END $$;

CREATE FUNCTION quarantine_list(p_connection uuid, p_most integer)
RETURNS TABLE (id uuid, connection_id uuid, topic text, reason text, field text, first_at timestamptz,
               last_at timestamptz, released_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT q.id, q.connection_id, q.topic, q.reason, q.field, q.first_at, q.last_at, q.released_at
      FROM gathering_quarantine q WHERE p_connection IS NULL OR q.connection_id = p_connection
     ORDER BY q.last_at DESC LIMIT p_most;
END $$;

CREATE FUNCTION quarantine_release(p_id uuid) RETURNS TABLE (person_id uuid, connection_id uuid, topic text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY UPDATE gathering_quarantine q SET released_at = now() WHERE q.id = p_id AND q.released_at IS NULL
    RETURNING q.person_id, q.connection_id, q.topic;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION due(text, timestamptz, integer) OWNER TO myspace_gate;
ALTER FUNCTION quarantine_list(uuid, integer) OWNER TO myspace_gate;
ALTER FUNCTION quarantine_release(uuid) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION due(text, timestamptz, integer), quarantine_list(uuid, integer), quarantine_release(uuid)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due(text, timestamptz, integer), quarantine_list(uuid, integer), quarantine_release(uuid)
    TO myspace_worker;
RESET ROLE;
