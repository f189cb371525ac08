"""Each side sees its own mandates; and how far a mandate opens the tables of a folder, said in one place for all of them.

    own      the person themself, or a company's representative by certificate: everything
    folder   by a general mandate: all but what is no mandate's (rules.NEVER)
    reach    by one of some bodies: the things of those bodies, and nothing else

A ground by mandate holds while the registry's last word on it is younger than a minute. The rows themselves then say
nothing any more, whatever a page would ask: that is why it is here and not only in rules.py.
"""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect, Verb, again

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "mandates_functions_1.sql").read_text("utf-8")

_STANDING = """people_acting a JOIN mandates_mandate m ON m.person_id = a.viewer_id AND m.other_id = a.person_id
 WHERE a.person_id = myspace_subject() AND a.viewer_id = myspace_viewer() AND a.basis = 'mandate' AND a.until > now()
   AND m.side = 'representative' AND m.state = 'valid' AND m.begins <= now() AND m.stands_until > now()
   AND m.checked_at BETWEEN now() - interval '60 seconds' AND now()"""
# The owner sees no row (row_security = off), and a body is otherwise checked as if it read some.
GROUNDS = f"""
SET LOCAL check_function_bodies = off;
CREATE FUNCTION myspace_own() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT myspace_subject() = myspace_viewer()
        OR EXISTS (SELECT FROM people_acting a WHERE a.person_id = myspace_subject() AND a.viewer_id = myspace_viewer()
                      AND a.basis = 'company_certificate' AND a.until > now())
$$;
CREATE FUNCTION myspace_acts() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT myspace_own() OR EXISTS (SELECT FROM {_STANDING})
$$;
CREATE FUNCTION myspace_reach() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_to_array(string_agg(m.reach, ' '), ' '), '{{}}') FROM {_STANDING}
$$;
CREATE OR REPLACE FUNCTION myspace_may_look() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT myspace_own() OR EXISTS (SELECT FROM {_STANDING} AND m.opens_folder)
$$;
GRANT EXECUTE ON FUNCTION myspace_own(), myspace_acts(), myspace_reach() TO myspace_web, myspace_worker;
SET LOCAL check_function_bodies = on;
"""
# Written as MAY_LOOK is, where the row's own columns are not asked: one's own folder costs nothing. Where they are, only a
# subquery is answered once for all rows.
OWN = "(myspace_subject() = myspace_viewer() OR (SELECT myspace_own()))"
ACTS = "(myspace_subject() = myspace_viewer() OR (SELECT myspace_acts()))"
MINE = "person_id = myspace_subject()"
EVERY_VERB: tuple[Verb, ...] = ("SELECT", "INSERT", "UPDATE", "DELETE")
_TWO = "myspace_viewer() IN (person_id, viewer_id)"
# A viewer's mandates are theirs whoever's folder is open; a company's are also its representative's by certificate.
SIDE = (
    "(person_id = myspace_viewer() AND myspace_subject() IS NOT NULL) OR (person_id = myspace_subject() AND EXISTS (SELECT"
    " FROM people_acting a WHERE a.person_id = myspace_subject() AND a.viewer_id = myspace_viewer()"
    " AND a.basis = 'company_certificate' AND a.until > now()))"
)
# Where one is in: one's own folder's sessions, and those that one opened in another's. Of these one may always leave.
MY_SESSIONS = f"({MINE} AND {OWN}) OR (viewer_id = myspace_viewer() AND ({MINE} OR myspace_subject() = myspace_viewer()))"
_REACHED = "(SELECT myspace_may_look()) OR ine10 = ANY((SELECT myspace_reach())::text[])"
NOT_HIDDEN = f"{MINE} AND ((SELECT myspace_own()) OR (NOT hidden AND ({_REACHED})))"
NOT_CONCEALED = f"{MINE} AND ((SELECT myspace_own()) OR (NOT concealed AND (SELECT myspace_may_look())))"


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0001_initial"),
        ("people", "0004_by_mandate"),
        ("audit", "0003_nobody_erases"),
        ("gathering", "0005_told_to_wait"),
        ("agenda", "0002_who_sees"),
        ("outbox", "0002_who_sees"),
        ("activity", "0003_without_a_day"),
    ]
    operations = [
        Protect(
            "mandates_mandate",
            web=("SELECT", "UPDATE"),
            worker=("SELECT", "INSERT", "UPDATE", "DELETE"),
            gate=("SELECT", "UPDATE"),
            web_test=SIDE,
        ),
        Protect(
            "mandates_asked",
            web=("SELECT",),
            worker=("SELECT", "INSERT", "UPDATE", "DELETE"),
            gate=("SELECT",),
            web_test=SIDE,
        ),
        migrations.RunSQL(
            # Web may say what ended a mandate. That one is in force it cannot say: only the worker heard it.
            "REVOKE UPDATE ON mandates_mandate FROM myspace_web;\n"
            "GRANT UPDATE (state) ON mandates_mandate TO myspace_web;\n"
            "CREATE POLICY web_only_ends ON mandates_mandate AS RESTRICTIVE FOR UPDATE TO myspace_web\n"
            " USING (person_id = myspace_viewer() OR person_id = myspace_subject())\n"
            " WITH CHECK (state <> 'valid' AND (person_id = myspace_viewer() OR person_id = myspace_subject()));\n"
            "GRANT SELECT ON audit_event TO myspace_gate;\n"
            "CREATE POLICY gate_select ON audit_event AS PERMISSIVE FOR SELECT TO myspace_gate USING (true);",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(GROUNDS, migrations.RunSQL.noop),
        # A grantor sees who stands in their folder, and ends it; the worker ends it when the registry says so.
        again("people_acting", "myspace_web", "SELECT", f"({MINE} OR myspace_subject() IS NOT NULL) AND {_TWO}"),
        Protect("people_acting", web=("DELETE",), web_test=f"{MINE} AND {_TWO}"),
        *(again("people_session", "myspace_web", verb, MY_SESSIONS) for verb in ("SELECT", "UPDATE")),
        again("people_session", "myspace_web", "INSERT", f"{MINE} AND viewer_id = myspace_viewer() AND {ACTS}"),
        migrations.RunSQL(
            "REVOKE UPDATE ON people_session FROM myspace_web;\n"
            "GRANT UPDATE (ended_at, ended_how, provider_token_sealed) ON people_session TO myspace_web;",
            migrations.RunSQL.noop,
        ),
        again("people_person", "myspace_web", "UPDATE", f"{MINE} AND {OWN}"),
        again("people_identity", "myspace_web", "SELECT", f"{MINE} AND {OWN}"),
        again("audit_event", "myspace_web", "SELECT", f"({MINE} AND {OWN}) OR viewer_id = myspace_viewer()"),
        again("audit_event", "myspace_web", "INSERT", f"{MINE} AND viewer_id = myspace_viewer() AND {ACTS}"),
        again("activity_item", "myspace_web", "SELECT", NOT_HIDDEN),
        again("activity_item", "myspace_web", "UPDATE", f"{MINE} AND {OWN}"),
        *(
            again("activity_mark", "myspace_web", verb, f"{MINE} AND {OWN}")
            for verb in ("SELECT", "INSERT", "UPDATE")
        ),
        again("agenda_entry", "myspace_web", "SELECT", NOT_CONCEALED),
        again("agenda_entry", "myspace_web", "UPDATE", f"{MINE} AND {OWN}"),
        again("gathering_ask", "myspace_web", "UPDATE", f"{MINE} AND {OWN}"),
        *(again("gathering_quarantine", "myspace_web", verb, f"{MINE} AND {OWN}") for verb in ("SELECT", "INSERT")),
        # How somebody is reached, and what was written to them, is theirs.
        *(
            again(table, "myspace_web", verb, f"{MINE} AND {OWN}")
            for table in ("outbox_way", "outbox_device", "outbox_choice", "outbox_rhythm")
            for verb in EVERY_VERB
        ),
        *(again(table, "myspace_web", "SELECT", f"{MINE} AND {OWN}") for table in ("outbox_message", "outbox_sending")),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
