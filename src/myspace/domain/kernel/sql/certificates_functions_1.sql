-- Papers. The closed list, part of certificates.
-- name                  callers   what it does                                                    test
-- certificate_by_code   web       whether a code is of a paper of ours, and of which; nobody's    tests/integration/test_certificates_closed_list.py
-- take_papers           maker     take papers to be made under a lease, whoever they are for      same
-- sweep_papers          maker     those whose time is over lose their bytes, later they leave     same

-- Whoever has a paper in the hand asks, with no account: nothing that it answers says whose it is, and a code that is none is
-- answered as one that is forgotten. A code has 125 bits, so that there is nothing to try.
CREATE FUNCTION certificate_by_code(p_hashes bytea[])
RETURNS TABLE (kind text, name text, digest bytea, made_at timestamptz, valid_until timestamptz, replaced boolean, withdrawn boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY
    SELECT c.kind, c.name, c.digest, c.made_at, c.valid_until, c.replaced_at IS NOT NULL, c.withdrawn_at IS NOT NULL
      FROM certificates_paper c WHERE c.code_hash = ANY(p_hashes) AND c.state = 'made' LIMIT 1;
END $$;

CREATE FUNCTION take_papers(p_now timestamptz, p_until timestamptz, p_by uuid, p_most integer)
RETURNS TABLE (id uuid, person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- A lease, not a lock: a maker killed in the middle loses it by time, and whoever takes it then has a name of its own.
    RETURN QUERY
    UPDATE certificates_paper c SET taken_by = p_by, taken_until = p_until, attempts = c.attempts + 1
     WHERE c.id IN (SELECT x.id FROM certificates_paper x
                     WHERE x.due_at <= p_now AND x.state = 'queued' AND (x.taken_until IS NULL OR x.taken_until < p_now)
                     ORDER BY x.due_at LIMIT p_most FOR UPDATE SKIP LOCKED)
    RETURNING c.id, c.person_id;
END $$;

-- The row outlives its bytes for a year, so that a code can still be answered with "its time is over". What was never made leaves
-- after a month.
CREATE FUNCTION sweep_papers(p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE emptied bigint; gone bigint;
BEGIN
    UPDATE certificates_paper c SET octets_sealed = NULL, sheet_sealed = NULL
     WHERE c.state = 'made' AND c.valid_until < p_now AND (c.octets_sealed IS NOT NULL OR c.sheet_sealed IS NOT NULL);
    GET DIAGNOSTICS emptied = ROW_COUNT;
    DELETE FROM certificates_paper c
     WHERE (c.state = 'made' AND c.valid_until < p_now - interval '1 year')
        OR (c.state <> 'made' AND c.wanted_at < p_now - interval '30 days');
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN emptied + gone;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION certificate_by_code(bytea[]) OWNER TO myspace_gate;
ALTER FUNCTION take_papers(timestamptz, timestamptz, uuid, integer) OWNER TO myspace_gate;
ALTER FUNCTION sweep_papers(timestamptz) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION certificate_by_code(bytea[]), take_papers(timestamptz, timestamptz, uuid, integer), sweep_papers(timestamptz)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION certificate_by_code(bytea[]) TO myspace_web;
GRANT EXECUTE ON FUNCTION take_papers(timestamptz, timestamptz, uuid, integer), sweep_papers(timestamptz) TO myspace_maker;
RESET ROLE;
