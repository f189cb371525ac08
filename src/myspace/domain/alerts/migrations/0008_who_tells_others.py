"""The worker alone knows of whom somebody is still to be told, and of what."""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "alerts_functions_3.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("alerts", "0007_owed"), ("mandates", "0006_who_is_warned")]
    operations = [
        Protect("alerts_owed", worker=("SELECT", "INSERT", "UPDATE", "DELETE"), gate=("SELECT", "UPDATE")),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
