-- The closed list, part of alerts, second part: what an issuer tells of somebody whom web must not see.
-- name            callers   what it does                                                    test
-- told_by_issuer  web       keep a notice for whoever has a folder; true for everybody      tests/integration/test_told_closed_list.py
--
-- The answer is the same whether there is such a person or not, and says only whether the issuer sent too much. Each message
-- counts, so each writes and each waits for the disk: the time it takes tells an issuer little of who is here.

CREATE FUNCTION told_by_issuer(p_issuer text, p_a_minute integer, p_hash_keys text[], p_hashes bytea[], p_id uuid,
                               p_event text, p_said_at timestamptz, p_sender text, p_reference text, p_registry text,
                               p_available_on date, p_available_at timestamptz, p_ends_on date, p_ends_at timestamptz,
                               p_ended text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v uuid; n integer;
BEGIN
    INSERT INTO alerts_issuer_rate AS r (issuer, began_at, taken) VALUES (p_issuer, now(), 1)
    ON CONFLICT (issuer) DO UPDATE SET
        taken = CASE WHEN r.began_at > now() - interval '1 minute' THEN r.taken + 1 ELSE 1 END,
        began_at = CASE WHEN r.began_at > now() - interval '1 minute' THEN r.began_at ELSE now() END
    RETURNING r.taken INTO n;
    IF n > p_a_minute THEN RETURN false; END IF;
    -- Only for whoever has come in: somebody whom another only named, as who may act for them, has asked for nothing here.
    SELECT i.person_id INTO v FROM people_identity i JOIN alerts_watch w USING (person_id)
     WHERE (i.hash_key, i.hash) IN (SELECT * FROM unnest(p_hash_keys, p_hashes)) LIMIT 1;
    IF NOT FOUND THEN RETURN true; END IF;
    INSERT INTO alerts_told_by_issuer AS t (id, person_id, issuer, sender, reference, registry_number, event, said_at,
                                            first_told_at, told_at, available_on, available_at, ends_on, ends_at, ended)
    VALUES (p_id, v, p_issuer, p_sender, p_reference, p_registry, p_event, p_said_at, now(), now(), p_available_on,
            p_available_at, p_ends_on, p_ends_at, p_ended)
    ON CONFLICT (person_id, issuer, sender, reference) DO UPDATE SET
        event = excluded.event, said_at = excluded.said_at, told_at = excluded.told_at, ended = excluded.ended,
        registry_number = coalesce(excluded.registry_number, t.registry_number),
        available_on = CASE WHEN excluded.ended IS NULL THEN excluded.available_on ELSE t.available_on END,
        available_at = CASE WHEN excluded.ended IS NULL THEN excluded.available_at ELSE t.available_at END,
        ends_on = CASE WHEN excluded.ended IS NULL THEN excluded.ends_on ELSE t.ends_on END,
        ends_at = CASE WHEN excluded.ended IS NULL THEN excluded.ends_at ELSE t.ends_at END
     WHERE t.event <> excluded.event AND (t.said_at < excluded.said_at
           OR (t.said_at = excluded.said_at AND t.ended IS NULL AND excluded.ended IS NOT NULL));
    IF FOUND THEN
        UPDATE alerts_watch w SET look_at = least(w.look_at, now() + interval '3 seconds') WHERE w.person_id = v;
    END IF;
    RETURN true;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION told_by_issuer(text, integer, text[], bytea[], uuid, text, timestamptz, text, text, text, date, timestamptz,
                              date, timestamptz, text) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION told_by_issuer(text, integer, text[], bytea[], uuid, text, timestamptz, text, text, text, date,
                                      timestamptz, date, timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION told_by_issuer(text, integer, text[], bytea[], uuid, text, timestamptz, text, text, text, date,
                                         timestamptz, date, timestamptz, text) TO myspace_web;
RESET ROLE;
