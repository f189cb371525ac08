-- Who consulted somebody's data: how what is told is kept, once for whoever tells. The closed list, part of transparency.
-- name              callers       what it does                                                       test
-- take_exchanges    web           keep consultations for whoever has a folder; true for everybody    tests/integration/test_transparency_closed_list.py
-- hear_feed         web, worker   note that a feed works, and since when it has records              same
-- withheld_due      worker        whose withheld consultations may be shown from today (ids only)    same
--
-- store_exchanges is no SECURITY DEFINER: it writes with the rights of who calls it, the gate or a worker that sees one person.
-- What it is given in `p_rows` is a JSON list; `n` of each is the place of its person in `p_people` (none there: it is dropped).

CREATE FUNCTION store_exchanges(p_people uuid[], p_source text, p_rows json)
RETURNS uuid[]
LANGUAGE plpgsql SECURITY INVOKER SET search_path = pg_catalog, public AS $$
DECLARE v uuid[];
BEGIN
    WITH given AS MATERIALIZED (
        SELECT p_people[r.n] AS person_id, md5(p_people[r.n]::text || r.alike)::uuid AS series_id,
               CASE WHEN r.own THEN 'own' ELSE p_source END AS source, r.*
          FROM json_to_recordset(p_rows) AS r(n integer, id uuid, alike text, own boolean, sensitive boolean, reference text,
               at timestamptz, ine10 text, unit text, product text, purpose text, procedure text, case_key text, ground text,
               modality text, holder text, law text, outcome text, asked_by text, missing text, until date, sealed text)
         WHERE p_people[r.n] IS NOT NULL
    ), hidden AS (
        -- What was shown is not hidden afterwards; a later word about what is hidden counts.
        INSERT INTO transparency_withheld AS w (id, person_id, source, reference, until, law, told_sealed)
        SELECT g.id, g.person_id, g.source, g.reference, g.until, g.law, g.sealed FROM given g
         WHERE g.until IS NOT NULL AND NOT EXISTS (SELECT FROM transparency_exchange e
               WHERE e.person_id = g.person_id AND e.source = g.source AND e.reference = g.reference)
        ON CONFLICT (person_id, source, reference) DO UPDATE SET until = excluded.until, law = excluded.law,
               told_sealed = excluded.told_sealed
    ), shown AS (
        DELETE FROM transparency_withheld w USING given g
         WHERE g.until IS NULL AND w.person_id = g.person_id AND w.source = g.source AND w.reference = g.reference
    ), fresh AS (
        INSERT INTO transparency_exchange (id, person_id, series_id, source, reference, at, modality, holder, law, outcome,
                                           asked_by, missing, told_at)
        SELECT id, person_id, series_id, source, reference, at, modality, holder, law, outcome, asked_by, missing, now()
          FROM given WHERE until IS NULL
        ON CONFLICT (person_id, source, reference) DO NOTHING
        RETURNING id, person_id, series_id
    ), told AS MATERIALIZED (
        SELECT g.* FROM given g JOIN fresh f ON f.id = g.id
    ), gathered AS (
        INSERT INTO transparency_series AS s (id, person_id, own, sensitive, ine10, unit, product, purpose, procedure, case_key,
                                              ground, number, first_at, last_at, told_at)
        SELECT series_id, person_id, own, sensitive, ine10, unit, product, purpose, procedure, case_key, ground, count(*),
               min(at), max(at), now() FROM told GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY 1
        ON CONFLICT (id) DO UPDATE SET number = s.number + excluded.number, first_at = least(s.first_at, excluded.first_at),
               last_at = greatest(s.last_at, excluded.last_at)
    ), counted AS (
        SELECT person_id, ine10, purpose, date_trunc('month', at AT TIME ZONE 'Europe/Madrid')::date AS month, count(*) AS number,
               max(at) AS last_at FROM told WHERE NOT own AND NOT sensitive GROUP BY 1, 2, 3, 4
    ), months AS (
        INSERT INTO transparency_month AS m (id, person_id, month, ine10, purpose, number)
        SELECT gen_random_uuid(), person_id, month, ine10, purpose, number FROM counted ORDER BY person_id, month, ine10, purpose
        ON CONFLICT (person_id, month, ine10, purpose) DO UPDATE SET number = m.number + excluded.number
    ), bodies AS (
        INSERT INTO transparency_body AS b (id, person_id, ine10, number, last_at)
        SELECT gen_random_uuid(), person_id, ine10, sum(number), max(last_at) FROM counted GROUP BY 2, 3 ORDER BY 2, 3
        ON CONFLICT (person_id, ine10) DO UPDATE SET number = b.number + excluded.number,
               last_at = greatest(b.last_at, excluded.last_at)
    ), covered AS (
        INSERT INTO transparency_coverage AS c (ine10, month, told, whole)
        SELECT ine10, date_trunc('month', now() AT TIME ZONE 'Europe/Madrid')::date, count(*),
               count(*) FILTER (WHERE missing = '') FROM told WHERE NOT own GROUP BY 1 ORDER BY 1
        ON CONFLICT (ine10, month) DO UPDATE SET told = c.told + excluded.told, whole = c.whole + excluded.whole
    )
    SELECT array_agg(DISTINCT person_id) INTO v FROM fresh;
    RETURN coalesce(v, '{}');
END $$;

CREATE FUNCTION take_exchanges(p_source text, p_a_minute integer, p_whose integer[], p_hash_keys text[], p_hashes bytea[],
                               p_rows json)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_people uuid[]; v_told uuid[]; v uuid; n integer;
BEGIN
    INSERT INTO transparency_feed AS f (name, heard_at, began_at, taken) VALUES (p_source, now(), now(), 1)
    ON CONFLICT (name) DO UPDATE SET heard_at = now(),
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
    v_told := store_exchanges(v_people, p_source, p_rows);
    FOREACH v IN ARRAY v_told LOOP
        PERFORM pg_notify('changed', replace(v::text, '-', '') || ' exchanges');
    END LOOP;
    UPDATE alerts_watch w SET look_at = least(w.look_at, now() + interval '3 seconds') WHERE w.person_id = ANY(v_told);
    RETURN true;
END $$;

CREATE FUNCTION hear_feed(p_name text, p_since date, p_recorded_until timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO transparency_feed AS f (name, since, recorded_until, heard_at, began_at, taken)
    VALUES (p_name, p_since, p_recorded_until, now(), now(), 1)
    ON CONFLICT (name) DO UPDATE SET since = coalesce(excluded.since, f.since), heard_at = now(),
        recorded_until = greatest(excluded.recorded_until, f.recorded_until);
END $$;

CREATE FUNCTION withheld_due(p_today date, p_most integer)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT d.person_id FROM (
        SELECT w.person_id FROM transparency_withheld w WHERE w.until <= p_today ORDER BY w.until LIMIT p_most) d;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION take_exchanges(text, integer, integer[], text[], bytea[], json) OWNER TO myspace_gate;
ALTER FUNCTION hear_feed(text, date, timestamptz) OWNER TO myspace_gate;
ALTER FUNCTION withheld_due(date, integer) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
REVOKE ALL ON FUNCTION store_exchanges(uuid[], text, json) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION store_exchanges(uuid[], text, json) TO myspace_worker, myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION take_exchanges(text, integer, integer[], text[], bytea[], json), hear_feed(text, date, timestamptz),
    withheld_due(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_exchanges(text, integer, integer[], text[], bytea[], json) TO myspace_web;
GRANT EXECUTE ON FUNCTION hear_feed(text, date, timestamptz) TO myspace_web, myspace_worker;
GRANT EXECUTE ON FUNCTION withheld_due(date, integer) TO myspace_worker;
RESET ROLE;
