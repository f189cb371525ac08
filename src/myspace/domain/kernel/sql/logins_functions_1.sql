-- Who entered as somebody at other services: how what is told is kept, for whoever has a folder. The closed list, part of logins.
-- name               callers   what it does                                                         test
-- take_logins        web       keep logins for whoever has a folder; true for everybody             tests/integration/test_logins_closed_list.py
-- hear_login_feed    web       note that a feed works, and since when it has records                same
-- logins_due         worker    who has logins that are older than they may be kept (ids only)       same
--
-- What it is given in `p_rows` is a JSON list; `n` of each is the place of its person in the lists of hashes.

CREATE FUNCTION take_logins(p_source text, p_a_minute integer, p_whose integer[], p_hash_keys text[], p_hashes bytea[],
                            p_rows json)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_people uuid[]; v_told uuid[]; v uuid; n integer;
BEGIN
    INSERT INTO logins_feed AS f (name, first_heard_at, began_at, taken) VALUES (p_source, now(), now(), 1)
    ON CONFLICT (name) DO UPDATE SET
        taken = CASE WHEN f.began_at > now() - interval '1 minute' THEN f.taken + 1 ELSE 1 END,
        began_at = CASE WHEN f.began_at > now() - interval '1 minute' THEN f.began_at ELSE now() END
    RETURNING f.taken INTO n;
    IF n > p_a_minute THEN RETURN false; END IF;
    -- Only for whoever has come in: of somebody whom another only named nothing is kept.
    SELECT array_agg(i.person_id ORDER BY w.n) INTO v_people FROM generate_series(1, (SELECT max(x) FROM unnest(p_whose) x)) AS w(n)
      LEFT JOIN LATERAL (SELECT y.person_id FROM unnest(p_whose, p_hash_keys, p_hashes) AS h(n, k, hash)
                          JOIN people_identity y ON (y.hash_key, y.hash) = (h.k, h.hash)
                          JOIN people_person p ON p.person_id = y.person_id AND p.entered_at IS NOT NULL
                         WHERE h.n = w.n LIMIT 1) i ON true;
    WITH fresh AS (
        INSERT INTO logins_login (id, person_id, source, reference, at, service, ine10, method, level, device, place, told_at)
        SELECT r.id, v_people[r.n], p_source, r.reference, r.at, r.service, r.ine10, r.method, r.level, r.device, r.place, now()
          FROM json_to_recordset(p_rows) AS r(n integer, id uuid, reference text, at timestamptz, service text, ine10 text,
               method text, level smallint, device text, place text)
         WHERE v_people[r.n] IS NOT NULL
        ON CONFLICT (person_id, source, reference) DO NOTHING
        RETURNING person_id
    )
    SELECT coalesce(array_agg(DISTINCT person_id), '{}') INTO v_told FROM fresh;
    FOREACH v IN ARRAY v_told LOOP
        PERFORM pg_notify('changed', replace(v::text, '-', '') || ' logins');
    END LOOP;
    UPDATE alerts_watch w SET look_at = least(w.look_at, now() + interval '3 seconds') WHERE w.person_id = ANY(v_told);
    RETURN true;
END $$;

CREATE FUNCTION hear_login_feed(p_name text, p_since date, p_recorded_until timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO logins_feed AS f (name, since, recorded_until, first_heard_at, began_at, taken)
    VALUES (p_name, p_since, p_recorded_until, now(), now(), 1)
    ON CONFLICT (name) DO UPDATE SET since = coalesce(excluded.since, f.since),
        recorded_until = greatest(excluded.recorded_until, f.recorded_until);
END $$;

CREATE FUNCTION logins_due(p_until timestamptz, p_most integer)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT d.person_id FROM (
        SELECT l.person_id FROM logins_login l WHERE l.at < p_until ORDER BY l.at LIMIT p_most) d;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION take_logins(text, integer, integer[], text[], bytea[], json) OWNER TO myspace_gate;
ALTER FUNCTION hear_login_feed(text, date, timestamptz) OWNER TO myspace_gate;
ALTER FUNCTION logins_due(timestamptz, integer) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION take_logins(text, integer, integer[], text[], bytea[], json), hear_login_feed(text, date, timestamptz),
    logins_due(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_logins(text, integer, integer[], text[], bytea[], json) TO myspace_web;
GRANT EXECUTE ON FUNCTION hear_login_feed(text, date, timestamptz) TO myspace_web;
GRANT EXECUTE ON FUNCTION logins_due(timestamptz, integer) TO myspace_worker;
RESET ROLE;
