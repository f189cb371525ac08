"""The worker raises alerts; the person puts marks on them, says what they want to be told, and makes or takes back a link."""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "alerts_functions_1.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial"), ("people", "0002_who_sees")]
    operations = [
        Protect("alerts_alert", web=("SELECT", "UPDATE"), worker=("SELECT", "INSERT", "UPDATE", "DELETE")),
        migrations.RunSQL(
            "REVOKE UPDATE ON alerts_alert FROM myspace_web;\n"
            "GRANT UPDATE (concealed, dismissed_at, snoozed_until, wrong_at) ON alerts_alert TO myspace_web;",
            migrations.RunSQL.noop,
        ),
        Protect(
            "alerts_watch",
            web=("SELECT", "INSERT", "UPDATE"),
            worker=("SELECT", "INSERT", "UPDATE", "DELETE"),
            gate=("SELECT", "UPDATE"),
        ),
        Protect(
            "alerts_feed",
            web=("SELECT", "INSERT", "DELETE"),
            worker=("SELECT", "DELETE"),
            gate=("SELECT", "UPDATE"),
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
