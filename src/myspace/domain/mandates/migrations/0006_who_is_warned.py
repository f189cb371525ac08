"""Who is warned asks for it in the folder, on a ground; its person sees them and says no; a no is not theirs to take back."""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect, again

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "mandates_functions_2.sql").read_text("utf-8")
_MINE = "person_id = myspace_subject()"
_OWN = "(myspace_subject() = myspace_viewer() OR (SELECT myspace_own()))"
_ACTS = "(SELECT myspace_acts())"
_BY_ME = "viewer_id = myspace_viewer()"


class Migration(migrations.Migration):
    dependencies = [("mandates", "0005_warned"), ("outbox", "0003_for_another")]
    operations = [
        Protect(
            "mandates_warned",
            web=("SELECT", "INSERT", "UPDATE", "DELETE"),
            worker=("SELECT", "UPDATE", "DELETE"),
            gate=("SELECT",),
            worker_test="myspace_subject() IN (person_id, viewer_id)",
        ),
        again(
            "mandates_warned",
            "myspace_web",
            "SELECT",
            f"({_MINE} AND {_OWN}) OR ({_BY_ME} AND ({_MINE} OR myspace_subject() = myspace_viewer()))",
        ),
        again(
            "mandates_warned",
            "myspace_web",
            "INSERT",
            f"{_MINE} AND {_BY_ME} AND person_id <> viewer_id AND refused_at IS NULL AND {_ACTS}",
        ),
        again("mandates_warned", "myspace_web", "UPDATE", f"{_MINE} AND {_OWN}"),
        again(
            "mandates_warned",
            "myspace_web",
            "DELETE",
            f"{_BY_ME} AND refused_at IS NULL AND ({_MINE} OR myspace_subject() = myspace_viewer())",
        ),
        migrations.RunSQL(
            "REVOKE UPDATE ON mandates_warned FROM myspace_web, myspace_worker;\n"
            "GRANT UPDATE (refused_at, certificate_until, judged_after) ON mandates_warned TO myspace_web;\n"
            # Without a column to write nobody may lock a row; and the worker writes none.
            "GRANT UPDATE (id) ON mandates_warned TO myspace_worker;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
