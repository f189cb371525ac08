"""Retention reaches what is kept aside and the grounds to look that are over: `due` names them too."""

from pathlib import Path

from django.db import migrations

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "gathering_functions_2.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("gathering", "0003_handed_over")]
    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)]
