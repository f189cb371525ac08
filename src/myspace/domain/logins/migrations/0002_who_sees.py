"""The person alone reads who entered as them, and the holder of a company's certificate that company's; no mandate does.

What is told comes in by the closed list alone; the worker reads it, to warn, and erases what is old.
"""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import OWN, Protect, Publish

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "logins_functions_1.sql").read_text("utf-8")
_MINE = f"person_id = myspace_subject() AND {OWN}"


class Migration(migrations.Migration):
    dependencies = [("logins", "0001_initial"), ("people", "0002_who_sees"), ("mandates", "0002_who_sees"), ("alerts", "0005_who_tells")]
    operations = [
        Protect(
            "logins_login", web=("SELECT",), worker=("SELECT", "DELETE"), gate=("SELECT", "INSERT"), web_test=_MINE
        ),
        Publish("logins_feed"),
        migrations.RunSQL("GRANT SELECT, INSERT, UPDATE ON logins_feed TO myspace_gate", migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
