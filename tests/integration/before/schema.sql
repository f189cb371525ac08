SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
ALTER SCHEMA public OWNER TO myspace_owner;
CREATE FUNCTION public.begin_acting(p_id uuid, p_viewer uuid, p_subject uuid, p_basis text, p_until timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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
ALTER FUNCTION public.begin_acting(p_id uuid, p_viewer uuid, p_subject uuid, p_basis text, p_until timestamp with time zone) OWNER TO myspace_gate;
CREATE FUNCTION public.claim_identity(p_new_id uuid, p_kind text, p_hash_keys text[], p_hashes bytea[], p_value_sealed text, p_identity_id uuid) RETURNS TABLE(found_id uuid, created boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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
ALTER FUNCTION public.claim_identity(p_new_id uuid, p_kind text, p_hash_keys text[], p_hashes bytea[], p_value_sealed text, p_identity_id uuid) OWNER TO myspace_gate;
CREATE FUNCTION public.due(p_kind text, p_until timestamp with time zone, p_most integer) RETURNS TABLE(id uuid, person_id uuid, scope text, connection_id uuid, at timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
BEGIN
    IF p_kind = 'wanted' THEN
        -- A lease, not a lock: a worker killed in the middle loses it by time and another takes the row.
        RETURN QUERY
        UPDATE gathering_wanted w SET taken_until = p_until, tries = w.tries + 1
         WHERE w.id IN (SELECT x.id FROM gathering_wanted x
                         WHERE x.taken_until IS NULL OR x.taken_until < now()
                         ORDER BY x.wanted_at LIMIT p_most FOR UPDATE SKIP LOCKED)
        RETURNING w.id, w.person_id, w.scope, w.connection_id, w.wanted_at;
    ELSIF p_kind = 'sessions' THEN
        RETURN QUERY SELECT s.id, s.person_id, s.basis, NULL::uuid, s.ends_at FROM people_session s
         WHERE s.ends_at < p_until LIMIT p_most;
    ELSIF p_kind = 'retention' THEN
        RETURN QUERY SELECT p.person_id, p.person_id, ''::text, NULL::uuid, coalesce(p.entered_at, p.created_at) FROM people_person p
         WHERE coalesce(p.entered_at, p.created_at) < p_until
           AND EXISTS (SELECT FROM gathering_ask a WHERE a.person_id = p.person_id) LIMIT p_most;
    ELSE
        RAISE EXCEPTION 'due: no such kind';
    END IF;
END $$;
ALTER FUNCTION public.due(p_kind text, p_until timestamp with time zone, p_most integer) OWNER TO myspace_gate;
CREATE FUNCTION public.myspace_may_look() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT myspace_subject() = myspace_viewer()
        OR EXISTS (SELECT FROM people_acting a
                   WHERE a.person_id = myspace_subject() AND a.viewer_id = myspace_viewer() AND a.until > now())
$$;
ALTER FUNCTION public.myspace_may_look() OWNER TO myspace_owner;
CREATE FUNCTION public.myspace_subject() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('myspace.subject', true), '')::uuid $$;
ALTER FUNCTION public.myspace_subject() OWNER TO myspace_owner;
CREATE FUNCTION public.myspace_viewer() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('myspace.viewer', true), '')::uuid $$;
ALTER FUNCTION public.myspace_viewer() OWNER TO myspace_owner;
CREATE FUNCTION public.open_session(p_token_hash bytea, p_touch boolean, p_idle_seconds integer) RETURNS TABLE(session_id uuid, subject_id uuid, viewer_id uuid, basis text, level smallint, method text, idle_until timestamp with time zone, ends_at timestamp with time zone, language text, name_sealed text, viewer_name_sealed text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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
ALTER FUNCTION public.open_session(p_token_hash bytea, p_touch boolean, p_idle_seconds integer) OWNER TO myspace_gate;
CREATE FUNCTION public.quarantine_list(p_connection uuid, p_most integer) RETURNS TABLE(id uuid, connection_id uuid, topic text, reason text, field text, first_at timestamp with time zone, last_at timestamp with time zone, released_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
BEGIN
    RETURN QUERY SELECT q.id, q.connection_id, q.topic, q.reason, q.field, q.first_at, q.last_at, q.released_at
      FROM gathering_quarantine q WHERE p_connection IS NULL OR q.connection_id = p_connection
     ORDER BY q.last_at DESC LIMIT p_most;
END $$;
ALTER FUNCTION public.quarantine_list(p_connection uuid, p_most integer) OWNER TO myspace_gate;
CREATE FUNCTION public.quarantine_release(p_id uuid) RETURNS TABLE(person_id uuid, connection_id uuid, topic text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
BEGIN
    RETURN QUERY UPDATE gathering_quarantine q SET released_at = now() WHERE q.id = p_id AND q.released_at IS NULL
    RETURNING q.person_id, q.connection_id, q.topic;
END $$;
ALTER FUNCTION public.quarantine_release(p_id uuid) OWNER TO myspace_gate;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.activity_item (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    ine10 text NOT NULL,
    kind text NOT NULL,
    source_id text NOT NULL,
    capacity text NOT NULL,
    title text NOT NULL,
    state text NOT NULL,
    open boolean NOT NULL,
    your_turn boolean NOT NULL,
    money boolean NOT NULL,
    sort_at timestamp with time zone NOT NULL,
    sort_day date,
    due_on date,
    forecast_on date,
    amount numeric(12,2),
    head boolean NOT NULL,
    case_key text,
    payload text NOT NULL,
    digest bytea NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    news_at timestamp with time zone NOT NULL,
    change text NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    hidden boolean NOT NULL,
    starred boolean NOT NULL,
    unread boolean NOT NULL
);
ALTER TABLE ONLY public.activity_item FORCE ROW LEVEL SECURITY;
ALTER TABLE public.activity_item OWNER TO myspace_owner;
CREATE TABLE public.activity_mark (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    kind text NOT NULL,
    capacity text NOT NULL,
    source_id text NOT NULL,
    read_at timestamp with time zone,
    starred_at timestamp with time zone,
    hidden_at timestamp with time zone,
    hidden_level smallint,
    not_mine_at timestamp with time zone
);
ALTER TABLE ONLY public.activity_mark FORCE ROW LEVEL SECURITY;
ALTER TABLE public.activity_mark OWNER TO myspace_owner;
CREATE TABLE public.activity_word (
    person_id uuid NOT NULL,
    word text NOT NULL,
    item_id uuid NOT NULL
);
ALTER TABLE ONLY public.activity_word FORCE ROW LEVEL SECURITY;
ALTER TABLE public.activity_word OWNER TO myspace_owner;
CREATE TABLE public.administrations_connection (
    id uuid NOT NULL,
    connector text NOT NULL,
    ine10 text NOT NULL,
    dir3 text,
    name text NOT NULL,
    town text,
    client_certificate text,
    base_url text NOT NULL,
    hosts jsonb NOT NULL,
    deadline_ms integer NOT NULL,
    rate_per_second double precision NOT NULL,
    simulated boolean NOT NULL,
    connected_at timestamp with time zone NOT NULL,
    switched_off_at timestamp with time zone,
    switched_off_why text
);
ALTER TABLE public.administrations_connection OWNER TO myspace_owner;
CREATE TABLE public.agenda_entry (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    topic text NOT NULL,
    ref_id uuid NOT NULL,
    part text NOT NULL,
    verb text NOT NULL,
    title text NOT NULL,
    ine10 text NOT NULL,
    due_on date,
    due_at timestamp with time zone,
    due_kind text,
    visible_from date NOT NULL,
    amount numeric(12,2),
    concealed boolean NOT NULL
);
ALTER TABLE ONLY public.agenda_entry FORCE ROW LEVEL SECURITY;
ALTER TABLE public.agenda_entry OWNER TO myspace_owner;
CREATE TABLE public.audit_event (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    viewer_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    event text NOT NULL,
    session_id uuid,
    about uuid,
    facts jsonb NOT NULL,
    once text
);
ALTER TABLE ONLY public.audit_event FORCE ROW LEVEL SECURITY;
ALTER TABLE public.audit_event OWNER TO myspace_owner;
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations OWNER TO myspace_owner;
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gathering_ask (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    topic text NOT NULL,
    asking_until timestamp with time zone,
    outcome text,
    fault text,
    answered_at timestamp with time zone,
    fresh_until timestamp with time zone,
    known_at timestamp with time zone,
    known_outcome text,
    complete boolean NOT NULL,
    items integer NOT NULL,
    kept_aside integer NOT NULL,
    knows_me_since timestamp with time zone
);
ALTER TABLE ONLY public.gathering_ask FORCE ROW LEVEL SECURITY;
ALTER TABLE public.gathering_ask OWNER TO myspace_owner;
CREATE TABLE public.gathering_likeness (
    connection_id uuid NOT NULL,
    topic text NOT NULL,
    answer_hash bytea NOT NULL,
    asker_hash bytea NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.gathering_likeness OWNER TO myspace_owner;
CREATE TABLE public.gathering_quarantine (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    topic text NOT NULL,
    reason text NOT NULL,
    field text NOT NULL,
    raw_sealed text NOT NULL,
    digest bytea NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    released_at timestamp with time zone
);
ALTER TABLE ONLY public.gathering_quarantine FORCE ROW LEVEL SECURITY;
ALTER TABLE public.gathering_quarantine OWNER TO myspace_owner;
CREATE TABLE public.gathering_salt (
    week date NOT NULL,
    salt bytea NOT NULL
);
ALTER TABLE public.gathering_salt OWNER TO myspace_owner;
CREATE TABLE public.gathering_wanted (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    scope text NOT NULL,
    connection_id uuid,
    wanted_at timestamp with time zone NOT NULL,
    taken_until timestamp with time zone,
    tries smallint NOT NULL
);
ALTER TABLE ONLY public.gathering_wanted FORCE ROW LEVEL SECURITY;
ALTER TABLE public.gathering_wanted OWNER TO myspace_owner;
CREATE TABLE public.people_acting (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    viewer_id uuid NOT NULL,
    basis text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.people_acting FORCE ROW LEVEL SECURITY;
ALTER TABLE public.people_acting OWNER TO myspace_owner;
CREATE TABLE public.people_identity (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    hash_key text NOT NULL,
    hash bytea NOT NULL,
    value_sealed text NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.people_identity FORCE ROW LEVEL SECURITY;
ALTER TABLE public.people_identity OWNER TO myspace_owner;
CREATE TABLE public.people_person (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    name_sealed text,
    language text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    entered_at timestamp with time zone,
    entered_before_at timestamp with time zone,
    residence_ine10 text,
    residence_said_at timestamp with time zone,
    asks_everyone_since timestamp with time zone
);
ALTER TABLE ONLY public.people_person FORCE ROW LEVEL SECURITY;
ALTER TABLE public.people_person OWNER TO myspace_owner;
CREATE TABLE public.people_session (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    viewer_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    basis text NOT NULL,
    level smallint NOT NULL,
    method text NOT NULL,
    device text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    idle_until timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    provider_token_sealed text,
    provider_token_until timestamp with time zone,
    ended_at timestamp with time zone,
    ended_how text
);
ALTER TABLE ONLY public.people_session FORCE ROW LEVEL SECURITY;
ALTER TABLE public.people_session OWNER TO myspace_owner;
INSERT INTO public.activity_item VALUES ('01a22a00-5a02-7aa2-8544-20f701cda770', '01a22a00-5935-7175-a548-c1142ceb4f80', '00000000-0000-0000-0000-000000000007', '9900000000', 'entry', 'e1', 'own', 'Resolució', 'sent', false, false, false, '2026-09-01 22:00:00+00', '2026-09-02', NULL, NULL, NULL, true, NULL, '{"type":"entry","source_id":"e1","ine10":"9900000000","capacity":"own","direction":"sent","at":{"day":"2026-09-02","at":null,"zone_assumed":false},"subject":"Resolució","link":{"url":"https://seu.exemple.test/x","host":"seu.exemple.test","verdict":"open"},"dir3":null,"registry_number":null,"registered":null,"via":null,"preferred_channel":null,"notes":null,"case_ids":[],"case_link":null,"procedure":null,"external_reference":null,"one_stop_shop":false,"notice_state":null,"attachments":[]}', '\x0c7fdea6dfdf96124e699d2f0837efe0fc341cc68cbcca97181c605898ae1524', '2026-11-30 01:09:55.505394+00', '2026-09-01 22:00:00+00', 'new', '2026-11-30 01:09:55.505394+00', NULL, false, false, false);
INSERT INTO public.activity_item VALUES ('01a22a00-59f1-780a-aaf9-fb964fee29d9', '01a22a00-5935-7175-a548-c1142ceb4f80', '00000000-0000-0000-0000-000000000007', '9900000000', 'case', 'c1', 'own', 'Beca menjador', 'case_open', true, false, false, '2026-08-31 22:00:00+00', '2026-09-01', NULL, NULL, NULL, true, 'c1', '{"type":"case","source_id":"c1","ine10":"9900000000","capacity":"own","procedure":"Beques","subject":"Beca menjador","opened":{"day":"2026-09-01","at":null,"zone_assumed":false},"state":"open","link":{"url":"https://seu.exemple.test/x","host":"seu.exemple.test","verdict":"open"},"dir3":null,"family":null,"forecast":null,"closed":null,"phase":null,"phases":[],"notes":null,"your_turn":null,"entry_ids":[],"entry_at":null,"registry_number":null,"one_stop_shop":false}', '\x6724b23bcc6efba9f728326616200883da7d9a5fc1c0b24ee815b4c3411158a7', '2026-11-30 01:09:55.505394+00', '2026-08-31 22:00:00+00', 'new', '2026-11-30 01:09:55.505394+00', NULL, false, true, false);
INSERT INTO public.activity_mark VALUES ('81edeaa2-e2e1-4077-9cac-660b9299c640', '01a22a00-5935-7175-a548-c1142ceb4f80', '00000000-0000-0000-0000-000000000007', 'case', 'own', 'c1', NULL, '2026-11-30 01:09:55.960136+00', NULL, NULL, NULL);
INSERT INTO public.activity_word VALUES ('01a22a00-5935-7175-a548-c1142ceb4f80', 'beca', '01a22a00-59f1-780a-aaf9-fb964fee29d9');
INSERT INTO public.activity_word VALUES ('01a22a00-5935-7175-a548-c1142ceb4f80', 'menjador', '01a22a00-59f1-780a-aaf9-fb964fee29d9');
INSERT INTO public.activity_word VALUES ('01a22a00-5935-7175-a548-c1142ceb4f80', 'beques', '01a22a00-59f1-780a-aaf9-fb964fee29d9');
INSERT INTO public.activity_word VALUES ('01a22a00-5935-7175-a548-c1142ceb4f80', 'c1', '01a22a00-59f1-780a-aaf9-fb964fee29d9');
INSERT INTO public.activity_word VALUES ('01a22a00-5935-7175-a548-c1142ceb4f80', 'ajuntament', '01a22a00-59f1-780a-aaf9-fb964fee29d9');
INSERT INTO public.activity_word VALUES ('01a22a00-5935-7175-a548-c1142ceb4f80', 'resolucio', '01a22a00-5a02-7aa2-8544-20f701cda770');
INSERT INTO public.activity_word VALUES ('01a22a00-5935-7175-a548-c1142ceb4f80', 'ajuntament', '01a22a00-5a02-7aa2-8544-20f701cda770');
INSERT INTO public.audit_event VALUES ('01a22a00-599c-747f-8180-93d0ea693191', '01a22a00-5935-7175-a548-c1142ceb4f80', '01a22a00-5935-7175-a548-c1142ceb4f80', '2026-11-30 01:09:55.700059+00', 'session.login.done', '01a22a00-58b1-7995-a85e-74ee6ae0d8b8', NULL, '{}', NULL);
INSERT INTO public.django_migrations VALUES (1, 'people', '0001_initial', '2026-11-30 01:09:49.119699+00');
INSERT INTO public.django_migrations VALUES (2, 'kernel', '0001_whose_and_who_looks', '2026-11-30 01:09:49.124877+00');
INSERT INTO public.django_migrations VALUES (3, 'people', '0002_who_sees', '2026-11-30 01:09:49.145443+00');
INSERT INTO public.django_migrations VALUES (4, 'activity', '0001_initial', '2026-11-30 01:09:49.213852+00');
INSERT INTO public.django_migrations VALUES (5, 'activity', '0002_who_sees', '2026-11-30 01:09:49.228163+00');
INSERT INTO public.django_migrations VALUES (6, 'activity', '0003_without_a_day', '2026-11-30 01:09:49.240091+00');
INSERT INTO public.django_migrations VALUES (7, 'administrations', '0001_initial', '2026-11-30 01:09:49.254988+00');
INSERT INTO public.django_migrations VALUES (8, 'administrations', '0002_who_sees', '2026-11-30 01:09:49.25963+00');
INSERT INTO public.django_migrations VALUES (9, 'agenda', '0001_initial', '2026-11-30 01:09:49.273022+00');
INSERT INTO public.django_migrations VALUES (10, 'agenda', '0002_who_sees', '2026-11-30 01:09:49.27677+00');
INSERT INTO public.django_migrations VALUES (11, 'audit', '0001_initial', '2026-11-30 01:09:49.305833+00');
INSERT INTO public.django_migrations VALUES (12, 'audit', '0002_who_sees', '2026-11-30 01:09:49.316069+00');
INSERT INTO public.django_migrations VALUES (13, 'audit', '0003_nobody_erases', '2026-11-30 01:09:49.322315+00');
INSERT INTO public.django_migrations VALUES (14, 'gathering', '0001_initial', '2026-11-30 01:09:49.456106+00');
INSERT INTO public.django_migrations VALUES (15, 'gathering', '0002_who_sees', '2026-11-30 01:09:49.473933+00');
INSERT INTO public.django_migrations VALUES (16, 'gathering', '0003_handed_over', '2026-11-30 01:09:49.498852+00');
INSERT INTO public.people_identity VALUES ('01a22a00-5936-7422-91e7-bd9bbf5d0f5c', '01a22a00-5935-7175-a548-c1142ceb4f80', 'nif', 'h1', '\xc302b87947d3ba0a6367cc7ff166efff6a0f2cc397b25a93c0c7ce311e05a83b', 'e1:P4vfdSNGopKjXVaXlXI3dO1wviR2jyeqwruWBjsJHKT+5oqaow==', '2026-11-30 01:09:55.700059+00');
INSERT INTO public.people_person VALUES ('01a22a00-5935-7175-a548-c1142ceb4f80', 'person', 'e1:xbNL1COxozuErnfVTiKM0eT+6dnvyrzgFTx0UOLSleU1SuTVGpXmhjleHRDydtogoO1SYFaMl2GrNpRK0Kal9Bpv', 'ca', '2026-11-30 01:09:55.700059+00', '2026-11-30 01:09:55.700059+00', NULL, NULL, NULL, NULL);
INSERT INTO public.people_session VALUES ('01a22a00-58b1-7995-a85e-74ee6ae0d8b8', '01a22a00-5935-7175-a548-c1142ceb4f80', '01a22a00-5935-7175-a548-c1142ceb4f80', '\x3bc1e7905c841fa217a248989c2627cfdab68019ade35e81aca645321c1b8357', 'own', 3, 'certificat', 'Firefox', '2026-11-30 01:09:55.700059+00', '2026-11-30 01:09:55.700059+00', '2026-11-30 01:24:55.505623+00', '2026-11-30 09:09:55.505623+00', 'e1:AkCbi9h7XQbvCdO1DAVVTPFy++LuNl8E8PIr/abTm1e/c5nUd4epjQ==', '2026-11-30 02:09:55.505587+00', NULL, NULL);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 16, true);
ALTER TABLE ONLY public.activity_item
    ADD CONSTRAINT activity_item_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.activity_item
    ADD CONSTRAINT activity_item_one UNIQUE (person_id, connection_id, kind, capacity, source_id);
ALTER TABLE ONLY public.activity_item
    ADD CONSTRAINT activity_item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.activity_mark
    ADD CONSTRAINT activity_mark_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.activity_mark
    ADD CONSTRAINT activity_mark_one UNIQUE (person_id, connection_id, kind, capacity, source_id);
ALTER TABLE ONLY public.activity_mark
    ADD CONSTRAINT activity_mark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.activity_word
    ADD CONSTRAINT activity_word_pkey PRIMARY KEY (person_id, word, item_id);
ALTER TABLE ONLY public.administrations_connection
    ADD CONSTRAINT administrations_connection_one UNIQUE (connector, ine10);
ALTER TABLE ONLY public.administrations_connection
    ADD CONSTRAINT administrations_connection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.agenda_entry
    ADD CONSTRAINT agenda_entry_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.agenda_entry
    ADD CONSTRAINT agenda_entry_one UNIQUE (person_id, ref_id, part);
ALTER TABLE ONLY public.agenda_entry
    ADD CONSTRAINT agenda_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_once UNIQUE (person_id, once);
ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gathering_ask
    ADD CONSTRAINT gathering_ask_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.gathering_ask
    ADD CONSTRAINT gathering_ask_one UNIQUE (person_id, connection_id, topic);
ALTER TABLE ONLY public.gathering_ask
    ADD CONSTRAINT gathering_ask_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gathering_likeness
    ADD CONSTRAINT gathering_likeness_pkey PRIMARY KEY (connection_id, topic, answer_hash, asker_hash);
ALTER TABLE ONLY public.gathering_quarantine
    ADD CONSTRAINT gathering_quarantine_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.gathering_quarantine
    ADD CONSTRAINT gathering_quarantine_one UNIQUE (person_id, connection_id, digest);
ALTER TABLE ONLY public.gathering_quarantine
    ADD CONSTRAINT gathering_quarantine_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gathering_salt
    ADD CONSTRAINT gathering_salt_pkey PRIMARY KEY (week);
ALTER TABLE ONLY public.gathering_wanted
    ADD CONSTRAINT gathering_wanted_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.gathering_wanted
    ADD CONSTRAINT gathering_wanted_one UNIQUE NULLS NOT DISTINCT (person_id, scope, connection_id);
ALTER TABLE ONLY public.gathering_wanted
    ADD CONSTRAINT gathering_wanted_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_acting
    ADD CONSTRAINT people_acting_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.people_acting
    ADD CONSTRAINT people_acting_pair UNIQUE (person_id, viewer_id);
ALTER TABLE ONLY public.people_acting
    ADD CONSTRAINT people_acting_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_identity
    ADD CONSTRAINT people_identity_hash UNIQUE (hash_key, hash);
ALTER TABLE ONLY public.people_identity
    ADD CONSTRAINT people_identity_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.people_identity
    ADD CONSTRAINT people_identity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_pkey PRIMARY KEY (person_id);
ALTER TABLE ONLY public.people_session
    ADD CONSTRAINT people_session_of UNIQUE (person_id, id);
ALTER TABLE ONLY public.people_session
    ADD CONSTRAINT people_session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_session
    ADD CONSTRAINT people_session_token_hash_key UNIQUE (token_hash);
CREATE INDEX activity_item_all ON public.activity_item USING btree (person_id, sort_at DESC, id DESC) WHERE (NOT hidden);
CREATE INDEX activity_item_case ON public.activity_item USING btree (person_id, connection_id, case_key);
CREATE INDEX activity_item_heads ON public.activity_item USING btree (person_id, sort_at DESC, id DESC) WHERE (head AND (NOT hidden));
CREATE INDEX activity_item_kind ON public.activity_item USING btree (person_id, kind, sort_at DESC, id DESC);
CREATE INDEX activity_item_news ON public.activity_item USING btree (person_id, news_at DESC) WHERE (NOT hidden);
CREATE INDEX activity_item_open ON public.activity_item USING btree (person_id, sort_at DESC) WHERE ((kind = 'case'::text) AND open);
CREATE INDEX activity_word_item ON public.activity_word USING btree (person_id, item_id);
CREATE INDEX agenda_entry_due ON public.agenda_entry USING btree (person_id, due_on);
CREATE INDEX audit_event_by_at ON public.audit_event USING btree (viewer_id, at DESC);
CREATE INDEX audit_event_of_at ON public.audit_event USING btree (person_id, at DESC);
CREATE INDEX people_session_ends ON public.people_session USING btree (ends_at);
ALTER TABLE public.activity_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.activity_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.activity_word ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agenda_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY gate_insert ON public.people_acting FOR INSERT TO myspace_gate WITH CHECK (true);
CREATE POLICY gate_insert ON public.people_identity FOR INSERT TO myspace_gate WITH CHECK (true);
CREATE POLICY gate_insert ON public.people_person FOR INSERT TO myspace_gate WITH CHECK (true);
CREATE POLICY gate_select ON public.gathering_ask FOR SELECT TO myspace_gate USING (true);
CREATE POLICY gate_select ON public.gathering_quarantine FOR SELECT TO myspace_gate USING (true);
CREATE POLICY gate_select ON public.gathering_wanted FOR SELECT TO myspace_gate USING (true);
CREATE POLICY gate_select ON public.people_acting FOR SELECT TO myspace_gate USING (true);
CREATE POLICY gate_select ON public.people_identity FOR SELECT TO myspace_gate USING (true);
CREATE POLICY gate_select ON public.people_person FOR SELECT TO myspace_gate USING (true);
CREATE POLICY gate_select ON public.people_session FOR SELECT TO myspace_gate USING (true);
CREATE POLICY gate_update ON public.gathering_quarantine FOR UPDATE TO myspace_gate USING (true) WITH CHECK (true);
CREATE POLICY gate_update ON public.gathering_wanted FOR UPDATE TO myspace_gate USING (true) WITH CHECK (true);
CREATE POLICY gate_update ON public.people_acting FOR UPDATE TO myspace_gate USING (true) WITH CHECK (true);
CREATE POLICY gate_update ON public.people_session FOR UPDATE TO myspace_gate USING (true) WITH CHECK (true);
ALTER TABLE public.gathering_ask ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gathering_quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gathering_wanted ENABLE ROW LEVEL SECURITY;
CREATE POLICY live_select ON public.people_acting FOR SELECT TO myspace_live USING (((person_id = public.myspace_subject()) AND (viewer_id = public.myspace_viewer())));
ALTER TABLE public.people_acting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.people_identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.people_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.people_session ENABLE ROW LEVEL SECURITY;
CREATE POLICY web_delete ON public.gathering_wanted FOR DELETE TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_insert ON public.activity_mark FOR INSERT TO myspace_web WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_insert ON public.audit_event FOR INSERT TO myspace_web WITH CHECK (((person_id = public.myspace_subject()) AND (viewer_id = public.myspace_viewer()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_insert ON public.gathering_quarantine FOR INSERT TO myspace_web WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_insert ON public.gathering_wanted FOR INSERT TO myspace_web WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_insert ON public.people_session FOR INSERT TO myspace_web WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.activity_item FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.activity_mark FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.activity_word FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.agenda_entry FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.audit_event FOR SELECT TO myspace_web USING ((((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))) OR (viewer_id = public.myspace_viewer())));
CREATE POLICY web_select ON public.gathering_ask FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.gathering_quarantine FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.gathering_wanted FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.people_acting FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND (viewer_id = public.myspace_viewer())));
CREATE POLICY web_select ON public.people_identity FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.people_person FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_select ON public.people_session FOR SELECT TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_update ON public.activity_item FOR UPDATE TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look)))) WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_update ON public.activity_mark FOR UPDATE TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look)))) WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_update ON public.agenda_entry FOR UPDATE TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look)))) WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_update ON public.gathering_ask FOR UPDATE TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look)))) WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_update ON public.gathering_wanted FOR UPDATE TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look)))) WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_update ON public.people_person FOR UPDATE TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look)))) WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY web_update ON public.people_session FOR UPDATE TO myspace_web USING (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look)))) WITH CHECK (((person_id = public.myspace_subject()) AND ((public.myspace_subject() = public.myspace_viewer()) OR ( SELECT public.myspace_may_look() AS myspace_may_look))));
CREATE POLICY worker_delete ON public.activity_item FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.activity_mark FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.activity_word FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.agenda_entry FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.gathering_ask FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.gathering_quarantine FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.gathering_wanted FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.people_acting FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.people_identity FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.people_person FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_delete ON public.people_session FOR DELETE TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_insert ON public.activity_item FOR INSERT TO myspace_worker WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_insert ON public.activity_mark FOR INSERT TO myspace_worker WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_insert ON public.activity_word FOR INSERT TO myspace_worker WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_insert ON public.agenda_entry FOR INSERT TO myspace_worker WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_insert ON public.audit_event FOR INSERT TO myspace_worker WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_insert ON public.gathering_ask FOR INSERT TO myspace_worker WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_insert ON public.gathering_quarantine FOR INSERT TO myspace_worker WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_insert ON public.gathering_wanted FOR INSERT TO myspace_worker WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.activity_item FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.activity_mark FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.activity_word FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.agenda_entry FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.audit_event FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.gathering_ask FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.gathering_quarantine FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.gathering_wanted FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.people_acting FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.people_identity FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.people_person FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_select ON public.people_session FOR SELECT TO myspace_worker USING ((person_id = public.myspace_subject()));
CREATE POLICY worker_update ON public.activity_item FOR UPDATE TO myspace_worker USING ((person_id = public.myspace_subject())) WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_update ON public.activity_mark FOR UPDATE TO myspace_worker USING ((person_id = public.myspace_subject())) WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_update ON public.agenda_entry FOR UPDATE TO myspace_worker USING ((person_id = public.myspace_subject())) WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_update ON public.gathering_ask FOR UPDATE TO myspace_worker USING ((person_id = public.myspace_subject())) WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_update ON public.gathering_quarantine FOR UPDATE TO myspace_worker USING ((person_id = public.myspace_subject())) WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_update ON public.gathering_wanted FOR UPDATE TO myspace_worker USING ((person_id = public.myspace_subject())) WITH CHECK ((person_id = public.myspace_subject()));
CREATE POLICY worker_update ON public.people_person FOR UPDATE TO myspace_worker USING ((person_id = public.myspace_subject())) WITH CHECK ((person_id = public.myspace_subject()));
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO myspace_web;
GRANT USAGE ON SCHEMA public TO myspace_live;
GRANT USAGE ON SCHEMA public TO myspace_worker;
GRANT USAGE ON SCHEMA public TO myspace_keeper;
GRANT USAGE ON SCHEMA public TO myspace_gate;
REVOKE ALL ON FUNCTION public.begin_acting(p_id uuid, p_viewer uuid, p_subject uuid, p_basis text, p_until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_acting(p_id uuid, p_viewer uuid, p_subject uuid, p_basis text, p_until timestamp with time zone) TO myspace_web;
REVOKE ALL ON FUNCTION public.claim_identity(p_new_id uuid, p_kind text, p_hash_keys text[], p_hashes bytea[], p_value_sealed text, p_identity_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_identity(p_new_id uuid, p_kind text, p_hash_keys text[], p_hashes bytea[], p_value_sealed text, p_identity_id uuid) TO myspace_web;
REVOKE ALL ON FUNCTION public.due(p_kind text, p_until timestamp with time zone, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.due(p_kind text, p_until timestamp with time zone, p_most integer) TO myspace_worker;
REVOKE ALL ON FUNCTION public.myspace_may_look() FROM PUBLIC;
GRANT ALL ON FUNCTION public.myspace_may_look() TO myspace_web;
GRANT ALL ON FUNCTION public.myspace_may_look() TO myspace_live;
GRANT ALL ON FUNCTION public.myspace_may_look() TO myspace_worker;
REVOKE ALL ON FUNCTION public.myspace_subject() FROM PUBLIC;
GRANT ALL ON FUNCTION public.myspace_subject() TO myspace_web;
GRANT ALL ON FUNCTION public.myspace_subject() TO myspace_live;
GRANT ALL ON FUNCTION public.myspace_subject() TO myspace_worker;
GRANT ALL ON FUNCTION public.myspace_subject() TO myspace_keeper;
GRANT ALL ON FUNCTION public.myspace_subject() TO myspace_gate;
REVOKE ALL ON FUNCTION public.myspace_viewer() FROM PUBLIC;
GRANT ALL ON FUNCTION public.myspace_viewer() TO myspace_web;
GRANT ALL ON FUNCTION public.myspace_viewer() TO myspace_live;
GRANT ALL ON FUNCTION public.myspace_viewer() TO myspace_worker;
GRANT ALL ON FUNCTION public.myspace_viewer() TO myspace_keeper;
GRANT ALL ON FUNCTION public.myspace_viewer() TO myspace_gate;
REVOKE ALL ON FUNCTION public.open_session(p_token_hash bytea, p_touch boolean, p_idle_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_session(p_token_hash bytea, p_touch boolean, p_idle_seconds integer) TO myspace_web;
GRANT ALL ON FUNCTION public.open_session(p_token_hash bytea, p_touch boolean, p_idle_seconds integer) TO myspace_live;
REVOKE ALL ON FUNCTION public.quarantine_list(p_connection uuid, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quarantine_list(p_connection uuid, p_most integer) TO myspace_worker;
REVOKE ALL ON FUNCTION public.quarantine_release(p_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.quarantine_release(p_id uuid) TO myspace_worker;
GRANT SELECT ON TABLE public.activity_item TO myspace_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.activity_item TO myspace_worker;
GRANT UPDATE(hidden) ON TABLE public.activity_item TO myspace_web;
GRANT UPDATE(starred) ON TABLE public.activity_item TO myspace_web;
GRANT UPDATE(unread) ON TABLE public.activity_item TO myspace_web;
GRANT SELECT,INSERT,UPDATE ON TABLE public.activity_mark TO myspace_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.activity_mark TO myspace_worker;
GRANT SELECT ON TABLE public.activity_word TO myspace_web;
GRANT SELECT,INSERT,DELETE ON TABLE public.activity_word TO myspace_worker;
GRANT SELECT ON TABLE public.administrations_connection TO myspace_web;
GRANT SELECT ON TABLE public.administrations_connection TO myspace_live;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.administrations_connection TO myspace_worker;
GRANT SELECT,UPDATE ON TABLE public.agenda_entry TO myspace_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.agenda_entry TO myspace_worker;
GRANT SELECT,INSERT ON TABLE public.audit_event TO myspace_worker;
GRANT SELECT,INSERT ON TABLE public.audit_event TO myspace_web;
GRANT SELECT ON TABLE public.gathering_ask TO myspace_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gathering_ask TO myspace_worker;
GRANT SELECT ON TABLE public.gathering_ask TO myspace_gate;
GRANT UPDATE(items) ON TABLE public.gathering_ask TO myspace_web;
GRANT SELECT,INSERT,DELETE ON TABLE public.gathering_likeness TO myspace_worker;
GRANT INSERT ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gathering_quarantine TO myspace_worker;
GRANT SELECT,UPDATE ON TABLE public.gathering_quarantine TO myspace_gate;
GRANT SELECT(id) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(person_id) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(connection_id) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(topic) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(reason) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(field) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(raw_sealed) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(first_at) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(last_at) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT(released_at) ON TABLE public.gathering_quarantine TO myspace_web;
GRANT SELECT,INSERT,DELETE ON TABLE public.gathering_salt TO myspace_worker;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gathering_wanted TO myspace_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gathering_wanted TO myspace_worker;
GRANT SELECT,UPDATE ON TABLE public.gathering_wanted TO myspace_gate;
GRANT SELECT ON TABLE public.people_acting TO myspace_web;
GRANT SELECT ON TABLE public.people_acting TO myspace_live;
GRANT SELECT,DELETE ON TABLE public.people_acting TO myspace_worker;
GRANT SELECT,INSERT,UPDATE ON TABLE public.people_acting TO myspace_gate;
GRANT SELECT ON TABLE public.people_identity TO myspace_web;
GRANT SELECT,DELETE ON TABLE public.people_identity TO myspace_worker;
GRANT SELECT,INSERT ON TABLE public.people_identity TO myspace_gate;
GRANT SELECT,UPDATE ON TABLE public.people_person TO myspace_web;
GRANT SELECT,DELETE,UPDATE ON TABLE public.people_person TO myspace_worker;
GRANT SELECT,INSERT ON TABLE public.people_person TO myspace_gate;
GRANT SELECT,INSERT,UPDATE ON TABLE public.people_session TO myspace_web;
GRANT SELECT,DELETE ON TABLE public.people_session TO myspace_worker;
GRANT SELECT,UPDATE ON TABLE public.people_session TO myspace_gate;
ALTER DEFAULT PRIVILEGES FOR ROLE myspace_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;
