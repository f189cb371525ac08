-- `due` of the closed list: of whoever did not come back, what registers told leaves too when nothing else was ever asked.
-- Its owner, its callers and its name stay: a replaced function keeps its rights.

GRANT CREATE ON SCHEMA public TO myspace_gate;
SET ROLE myspace_gate;
CREATE OR REPLACE FUNCTION due(p_kind text, p_until timestamptz, p_most integer)
RETURNS TABLE (id uuid, person_id uuid, scope text, connection_id uuid, at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF p_kind = 'wanted' THEN
        -- A lease, not a lock: a worker killed in the middle loses it by time and another takes the row.
        RETURN QUERY
        UPDATE gathering_wanted w SET taken_until = p_until, tries = w.tries + 1, told_to_wait_at = NULL
         WHERE w.id IN (SELECT x.id FROM gathering_wanted x
                         WHERE x.taken_until IS NULL OR x.taken_until < now()
                         ORDER BY x.wanted_at LIMIT p_most FOR UPDATE SKIP LOCKED)
        RETURNING w.id, w.person_id, w.scope, w.connection_id, w.wanted_at;
    ELSIF p_kind = 'waiting' THEN
        -- Nobody is told twice. What is taken at this very moment waits for nothing.
        RETURN QUERY
        UPDATE gathering_wanted w SET told_to_wait_at = now()
         WHERE w.id IN (SELECT x.id FROM gathering_wanted x
                         WHERE (x.taken_until IS NULL OR x.taken_until < now()) AND x.told_to_wait_at IS NULL
                           AND x.wanted_at < p_until
                         ORDER BY x.wanted_at LIMIT p_most FOR UPDATE SKIP LOCKED)
        RETURNING w.id, w.person_id, w.scope, w.connection_id, w.wanted_at;
    ELSIF p_kind = 'sessions' THEN
        RETURN QUERY SELECT s.id, s.person_id, s.basis, NULL::uuid, s.ends_at FROM people_session s
         WHERE s.ends_at < p_until LIMIT p_most;
    ELSIF p_kind = 'retention' THEN
        RETURN QUERY SELECT p.person_id, p.person_id, ''::text, NULL::uuid, coalesce(p.entered_at, p.created_at) FROM people_person p
         WHERE coalesce(p.entered_at, p.created_at) < p_until
           AND (EXISTS (SELECT FROM gathering_ask a WHERE a.person_id = p.person_id)
                OR EXISTS (SELECT FROM invoices_reading r WHERE r.person_id = p.person_id)
                OR EXISTS (SELECT FROM personal_data_sheet s WHERE s.person_id = p.person_id)) LIMIT p_most;
    ELSIF p_kind = 'quarantine' THEN
        RETURN QUERY SELECT q.id, q.person_id, q.topic, q.connection_id, q.last_at FROM gathering_quarantine q
         WHERE q.last_at < p_until LIMIT p_most;
    ELSIF p_kind = 'acting' THEN
        RETURN QUERY SELECT a.id, a.person_id, a.basis, NULL::uuid, a.until FROM people_acting a
         WHERE a.until < p_until LIMIT p_most;
    ELSE
        RAISE EXCEPTION 'due: no such kind';
    END IF;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
