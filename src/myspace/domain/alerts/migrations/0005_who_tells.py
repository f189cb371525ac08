"""Web tells what an issuer told, through the closed list; the worker reads it and lets it go. No mandate opens it."""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "alerts_functions_2.sql").read_text("utf-8")
_OWN = "person_id = myspace_subject() AND (myspace_subject() = myspace_viewer() OR (SELECT myspace_own()))"


class Migration(migrations.Migration):
    dependencies = [("alerts", "0004_told"), ("people", "0002_who_sees")]
    operations = [
        Protect(
            "alerts_told_by_issuer",
            web=("SELECT",),
            worker=("SELECT", "DELETE"),
            gate=("SELECT", "INSERT", "UPDATE"),
            web_test=_OWN,
        ),
        migrations.RunSQL("GRANT SELECT, INSERT, UPDATE ON alerts_issuer_rate TO myspace_gate", migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
