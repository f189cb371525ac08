"""Row security for people's tables, and this package's part of the closed list of functions."""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "people_functions_1.sql").read_text("utf-8")

MAY_LOOK = """
CREATE FUNCTION myspace_may_look() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT myspace_subject() = myspace_viewer()
        OR EXISTS (SELECT FROM people_acting a
                   WHERE a.person_id = myspace_subject() AND a.viewer_id = myspace_viewer() AND a.until > now())
$$;
GRANT EXECUTE ON FUNCTION myspace_may_look() TO myspace_web, myspace_live, myspace_worker;
"""

ACTING = "person_id = myspace_subject() AND viewer_id = myspace_viewer()"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("kernel", "0001_whose_and_who_looks")]
    operations = [
        migrations.RunSQL(MAY_LOOK, "DROP FUNCTION myspace_may_look()"),
        # The acting row is what may_look() reads: its own policy must not ask may_look() again.
        Protect(
            "people_acting",
            web=("SELECT",),
            live=("SELECT",),
            worker=("SELECT", "DELETE"),
            gate=("SELECT", "INSERT", "UPDATE"),
            web_test=ACTING,
        ),
        Protect(
            "people_person",
            web=("SELECT", "UPDATE"),
            worker=("SELECT", "UPDATE", "DELETE"),
            gate=("SELECT", "INSERT"),
        ),
        Protect("people_identity", web=("SELECT",), worker=("SELECT", "DELETE"), gate=("SELECT", "INSERT")),
        Protect(
            "people_session",
            web=("SELECT", "INSERT", "UPDATE"),
            worker=("SELECT", "DELETE"),
            gate=("SELECT", "UPDATE"),
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
