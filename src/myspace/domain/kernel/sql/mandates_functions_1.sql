-- The closed list, part of mandates: the ground to look at another's folder, and who stands on one right now.
-- name              callers   what it does                                                        test
-- begin_acting      web       viewer may look at a company after a certificate, or at whom a      tests/integration/test_closed_list.py,
--                             mandate in force names that was checked a moment ago                tests/integration/test_mandates.py
-- representing_due  worker    viewers in somebody's folder by mandate whose check grows old       tests/integration/test_mandates.py
-- who_looked        web       the names of those who looked at one's own folder, for one's log    same
-- begin_acting keeps its owner, its callers and its name: a replaced function keeps its rights.

GRANT CREATE ON SCHEMA public TO myspace_gate;
SET ROLE myspace_gate;
CREATE OR REPLACE FUNCTION begin_acting(p_id uuid, p_viewer uuid, p_subject uuid, p_basis text, p_until timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_until timestamptz := p_until;
BEGIN
    IF p_until > now() + interval '8 hours 1 minute' THEN
        RAISE EXCEPTION 'begin_acting: for too long';
    END IF;
    IF p_basis = 'company_certificate' THEN
        IF NOT EXISTS (SELECT FROM people_person p WHERE p.person_id = p_subject AND p.kind = 'company') THEN
            RAISE EXCEPTION 'begin_acting: the subject of a company certificate must be a company';
        END IF;
    ELSIF p_basis = 'mandate' THEN
        -- Nobody begins for somebody else, and nobody beyond the login that they came in with.
        IF p_viewer IS DISTINCT FROM myspace_viewer() OR p_viewer = p_subject OR NOT EXISTS (
            SELECT FROM people_session s WHERE s.viewer_id = p_viewer AND s.ended_at IS NULL AND s.idle_until > now()
                                           AND s.ends_at >= p_until) THEN
            RAISE EXCEPTION 'begin_acting: no session of this viewer lasts so long';
        END IF;
        -- The mandate names a number: whose folder that is, is known to the register of people alone.
        UPDATE mandates_mandate m SET other_id = p_subject
         WHERE m.person_id = p_viewer AND m.side = 'representative' AND m.other_id IS DISTINCT FROM p_subject
           AND EXISTS (SELECT FROM people_identity i WHERE i.person_id = p_subject AND i.kind = m.other_kind
                          AND i.hash_key = m.other_hash_key AND i.hash = m.other_hash);
        SELECT max(m.stands_until) INTO v_until FROM mandates_mandate m
         WHERE m.person_id = p_viewer AND m.side = 'representative' AND m.other_id = p_subject AND m.state = 'valid'
           AND m.begins <= now() AND m.stands_until > now()
           AND m.checked_at BETWEEN now() - interval '60 seconds' AND now();
        IF v_until IS NULL THEN
            RAISE EXCEPTION 'begin_acting: no mandate that is in force and was checked a moment ago';
        END IF;
        v_until := least(v_until, p_until);
        -- Whoever closed their folder to representatives is represented at counters and not in here: no ground, no fault.
        IF EXISTS (SELECT FROM people_person p WHERE p.person_id = p_subject AND p.closed_to_mandates_since IS NOT NULL) THEN
            RETURN;
        END IF;
    ELSE
        RAISE EXCEPTION 'begin_acting: no such ground';
    END IF;
    INSERT INTO people_acting (id, person_id, viewer_id, basis, created_at, until)
    VALUES (p_id, p_subject, p_viewer, p_basis, now(), v_until)
    ON CONFLICT (person_id, viewer_id, basis) DO UPDATE SET until = excluded.until, created_at = now();
END $$;

CREATE FUNCTION representing_due(p_before timestamptz, p_most integer) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT s.viewer_id FROM people_session s
     WHERE s.basis = 'mandate' AND s.ended_at IS NULL AND s.idle_until > now() AND s.ends_at > now()
       AND NOT EXISTS (SELECT FROM mandates_asked k WHERE k.person_id = s.viewer_id AND k.side = 'representative'
                          AND k.asked_at > p_before)
     LIMIT p_most;
END $$;

CREATE FUNCTION who_looked(p_viewers uuid[]) RETURNS TABLE (viewer_id uuid, name_sealed text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- One's own log alone, and only of who is in it: this is no directory.
    RETURN QUERY SELECT p.person_id, p.name_sealed FROM people_person p
     WHERE p.person_id = ANY(p_viewers) AND myspace_subject() = myspace_viewer()
       AND EXISTS (SELECT FROM audit_event e WHERE e.person_id = myspace_subject() AND e.viewer_id = p.person_id);
END $$;

REVOKE ALL ON FUNCTION representing_due(timestamptz, integer), who_looked(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION representing_due(timestamptz, integer) TO myspace_worker;
GRANT EXECUTE ON FUNCTION who_looked(uuid[]) TO myspace_web;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
