-- The closed list, part of people: the way in before a person is known.
-- Each runs as myspace_gate, which can log in nowhere and sees only the tables that its policies name.
-- name            callers          what it does                                          test
-- open_session    web, live        find a live session, touch it, set both settings       tests/integration/test_closed_list.py
-- claim_identity  web              find the person of a hash, or make one                 same
-- begin_acting    web              viewer may look at a company, after a certificate      same

CREATE FUNCTION open_session(p_token_hash bytea, p_touch boolean, p_idle_seconds integer)
RETURNS TABLE (session_id uuid, subject_id uuid, viewer_id uuid, basis text, level smallint, method text,
               idle_until timestamptz, ends_at timestamptz, language text, name_sealed text, viewer_name_sealed text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s people_session%ROWTYPE;
BEGIN
    SELECT * INTO s FROM people_session x
     WHERE x.token_hash = p_token_hash AND x.ended_at IS NULL AND x.idle_until > now() AND x.ends_at > now();
    IF NOT FOUND THEN RETURN; END IF;
    IF p_touch AND s.seen_at < now() - interval '1 minute' THEN
        UPDATE people_session x SET seen_at = now(), idle_until = least(x.ends_at, now() + make_interval(secs => p_idle_seconds))
         WHERE x.id = s.id RETURNING x.idle_until INTO s.idle_until;
    END IF;
    PERFORM set_config('myspace.subject', s.person_id::text, true), set_config('myspace.viewer', s.viewer_id::text, true);
    RETURN QUERY SELECT s.id, s.person_id, s.viewer_id, s.basis, s.level, s.method, s.idle_until, s.ends_at,
                        p.language, p.name_sealed,
                        (SELECT v.name_sealed FROM people_person v WHERE v.person_id = s.viewer_id)
                   FROM people_person p WHERE p.person_id = s.person_id;
END $$;

CREATE FUNCTION claim_identity(p_new_id uuid, p_kind text, p_hash_keys text[], p_hashes bytea[],
                               p_value_sealed text, p_identity_id uuid)
RETURNS TABLE (found_id uuid, created boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v uuid;
BEGIN
    -- Two first logins at once must not make two persons: one lock for each hash, held to the end of the transaction.
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(p_hashes[1], 'hex'), 7));
    SELECT i.person_id INTO v FROM people_identity i
     WHERE (i.hash_key, i.hash) IN (SELECT * FROM unnest(p_hash_keys, p_hashes)) LIMIT 1;
    IF FOUND THEN RETURN QUERY SELECT v, false; RETURN; END IF;
    INSERT INTO people_person (person_id, kind, language, created_at) VALUES (p_new_id,
        CASE p_kind WHEN 'company' THEN 'company' ELSE 'person' END, 'ca', now());
    INSERT INTO people_identity (id, person_id, kind, hash_key, hash, value_sealed, created_at)
    VALUES (p_identity_id, p_new_id, p_kind, p_hash_keys[1], p_hashes[1], p_value_sealed, now());
    RETURN QUERY SELECT p_new_id, true;
END $$;

CREATE FUNCTION begin_acting(p_id uuid, p_viewer uuid, p_subject uuid, p_basis text, p_until timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF p_basis <> 'company_certificate' OR p_until > now() + interval '8 hours 1 minute' THEN
        RAISE EXCEPTION 'begin_acting: no such ground, or for too long';
    END IF;
    IF NOT EXISTS (SELECT FROM people_person p WHERE p.person_id = p_subject AND p.kind = 'company') THEN
        RAISE EXCEPTION 'begin_acting: the subject of a company certificate must be a company';
    END IF;
    INSERT INTO people_acting (id, person_id, viewer_id, basis, created_at, until)
    VALUES (p_id, p_subject, p_viewer, p_basis, now(), p_until)
    ON CONFLICT (person_id, viewer_id) DO UPDATE SET until = excluded.until, basis = excluded.basis, created_at = now();
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION open_session(bytea, boolean, integer) OWNER TO myspace_gate;
ALTER FUNCTION claim_identity(uuid, text, text[], bytea[], text, uuid) OWNER TO myspace_gate;
ALTER FUNCTION begin_acting(uuid, uuid, uuid, text, timestamptz) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION open_session(bytea, boolean, integer), claim_identity(uuid, text, text[], bytea[], text, uuid),
    begin_acting(uuid, uuid, uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_session(bytea, boolean, integer) TO myspace_web, myspace_live;
GRANT EXECUTE ON FUNCTION claim_identity(uuid, text, text[], bytea[], text, uuid) TO myspace_web;
GRANT EXECUTE ON FUNCTION begin_acting(uuid, uuid, uuid, text, timestamptz) TO myspace_web;
RESET ROLE;
