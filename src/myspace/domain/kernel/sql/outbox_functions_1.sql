-- The closed list, part of outbox: what is due to be sent, by ids only, and what need not be kept.
-- name            callers         what it does                                          test
-- take_messages   maker           take due messages under a lease, whoever they are for  tests/integration/test_outbox.py
-- sweep_messages  maker, worker   what ended long ago leaves; how many                   same

CREATE FUNCTION take_messages(p_now timestamptz, p_until timestamptz, p_by uuid, p_most integer)
RETURNS TABLE (id uuid, person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- A lease, not a lock: a maker killed in the middle loses it by time, and whoever takes it then has a name of its own.
    -- FOR UPDATE SKIP LOCKED: any number of makers, and none waits for another.
    RETURN QUERY
    UPDATE outbox_message m SET state = 'taken', taken_by = p_by, taken_until = p_until, attempts = m.attempts + 1
     WHERE m.id IN (SELECT x.id FROM outbox_message x
                     WHERE (x.state IN ('queued', 'gathered') AND x.due_at <= p_now)
                        OR (x.state = 'taken' AND x.taken_until < p_now)
                     ORDER BY x.due_at LIMIT p_most FOR UPDATE SKIP LOCKED)
    RETURNING m.id, m.person_id;
END $$;

CREATE FUNCTION sweep_messages(p_before timestamptz, p_dry boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE gone bigint;
BEGIN
    IF p_dry THEN
        SELECT count(*) INTO gone FROM outbox_message m WHERE m.ended_at < p_before;
        RETURN gone;
    END IF;
    WITH left_now AS (DELETE FROM outbox_message m WHERE m.ended_at < p_before RETURNING m.id, m.person_id),
         sent AS (DELETE FROM outbox_sending s USING left_now l WHERE s.person_id = l.person_id AND s.message_id = l.id)
    SELECT count(*) INTO gone FROM left_now;
    RETURN gone;
END $$;

GRANT CREATE ON SCHEMA public TO myspace_gate;
ALTER FUNCTION take_messages(timestamptz, timestamptz, uuid, integer) OWNER TO myspace_gate;
ALTER FUNCTION sweep_messages(timestamptz, boolean) OWNER TO myspace_gate;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
SET ROLE myspace_gate;
REVOKE ALL ON FUNCTION take_messages(timestamptz, timestamptz, uuid, integer), sweep_messages(timestamptz, boolean)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_messages(timestamptz, timestamptz, uuid, integer) TO myspace_maker;
GRANT EXECUTE ON FUNCTION sweep_messages(timestamptz, boolean) TO myspace_maker, myspace_worker;
RESET ROLE;
