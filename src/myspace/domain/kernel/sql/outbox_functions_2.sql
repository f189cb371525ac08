-- The closed list, part of outbox: messages about the folder of somebody for whom one acts.
-- name                 callers       what it does                                           test
-- take_messages        maker         as before, and of another's folder only by a word that  tests/integration/test_warned.py
--                                    still counts: a replaced function keeps its rights
-- messages_for_others  worker        of whom and about whom something is due to be judged,   same
--                                    by ids only
-- unconfirm_messages   web, worker   what waits about one's folder, or by one's ground in    same
--                                    another's, is judged again before it leaves

GRANT CREATE ON SCHEMA public TO myspace_gate;
SET ROLE myspace_gate;
CREATE OR REPLACE FUNCTION take_messages(p_now timestamptz, p_until timestamptz, p_by uuid, p_most integer)
RETURNS TABLE (id uuid, person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- A lease, not a lock: a maker killed in the middle loses it by time, and whoever takes it then has a name of its own.
    -- FOR UPDATE SKIP LOCKED: any number of makers, and none waits for another.
    RETURN QUERY
    UPDATE outbox_message m SET state = 'taken', taken_by = p_by, taken_until = p_until, attempts = m.attempts + 1
     WHERE m.id IN (SELECT x.id FROM outbox_message x
                     WHERE ((x.state IN ('queued', 'gathered') AND x.due_at <= p_now)
                            OR (x.state = 'taken' AND x.taken_until < p_now))
                       AND (x.concerns_id = x.person_id OR x.stands_until > p_now)
                     ORDER BY x.due_at LIMIT p_most FOR UPDATE SKIP LOCKED)
    RETURNING m.id, m.person_id;
END $$;

CREATE FUNCTION messages_for_others(p_due timestamptz, p_stands timestamptz, p_most integer)
RETURNS TABLE (person_id uuid, concerns_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- What a digest carries is due when the digest is.
    RETURN QUERY SELECT DISTINCT m.person_id, m.concerns_id FROM outbox_message m
      LEFT JOIN outbox_message d ON d.person_id = m.person_id AND d.id = m.within_id AND d.ended_at IS NULL
     WHERE m.ended_at IS NULL AND m.concerns_id <> m.person_id
       AND (m.stands_until IS NULL OR m.stands_until <= p_stands)
       AND coalesce(d.due_at, m.due_at) <= p_due
       AND (m.state IN ('queued', 'gathered') OR (m.state = 'taken' AND m.taken_until < p_due))
     LIMIT p_most;
END $$;

CREATE FUNCTION unconfirm_messages() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE outbox_message m SET stands_until = NULL
     WHERE m.ended_at IS NULL AND m.concerns_id <> m.person_id AND m.stands_until IS NOT NULL
       AND (m.concerns_id = myspace_subject() OR m.person_id = myspace_subject());
END $$;

REVOKE ALL ON FUNCTION messages_for_others(timestamptz, timestamptz, integer), unconfirm_messages() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messages_for_others(timestamptz, timestamptz, integer) TO myspace_worker;
GRANT EXECUTE ON FUNCTION unconfirm_messages() TO myspace_web, myspace_worker;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM myspace_gate;
