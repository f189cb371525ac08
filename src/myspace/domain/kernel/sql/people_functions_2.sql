-- The closed list, part of people, second version: open_session reads from the row how long that session may be idle.
-- Until then the caller said it: two processes with two opinions could keep a public computer's session alive.
-- name            callers          what it does                                          test
-- open_session    web, live        find a live session, touch it, set both settings       tests/integration/test_closed_list.py
-- claim_identity and begin_acting stay as people_functions_1.sql made them.

DROP FUNCTION open_session(bytea, boolean, integer);

CREATE FUNCTION open_session(p_token_hash bytea, p_touch boolean)
RETURNS TABLE (session_id uuid, subject_id uuid, viewer_id uuid, basis text, level smallint, method text,
               idle_until timestamptz, ends_at timestamptz, language text, name_sealed text, viewer_name_sealed text,
               provider text, public_computer boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s people_session%ROWTYPE;
BEGIN
    SELECT * INTO s FROM people_session x
     WHERE x.token_hash = p_token_hash AND x.ended_at IS NULL AND x.idle_until > now() AND x.ends_at > now();
    IF NOT FOUND THEN RETURN; END IF;
    IF p_touch AND s.seen_at < now() - interval '1 minute' THEN
        UPDATE people_session x SET seen_at = now(), idle_until = least(x.ends_at, now() + make_interval(secs => s.idle_seconds))
         WHERE x.id = s.id RETURNING x.idle_until INTO s.idle_until;
    END IF;
    PERFORM set_config('myspace.subject', s.person_id::text, true), set_config('myspace.viewer', s.viewer_id::text, true);
    RETURN QUERY SELECT s.id, s.person_id, s.viewer_id, s.basis, s.level, s.method, s.idle_until, s.ends_at,
                        p.language, p.name_sealed,
                        (SELECT v.name_sealed FROM people_person v WHERE v.person_id = s.viewer_id),
                        s.provider, s.public_computer
                   FROM people_person p WHERE p.person_id = s.person_id;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION open_session(bytea, boolean) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION open_session(bytea, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_session(bytea, boolean) TO myspace_web, myspace_live;
RESET ROLE;
