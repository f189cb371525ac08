"""Whose wish has to wait because many wish at once is told so: the row says it, and loses the mark when it is taken."""

from pathlib import Path

from django.db import migrations, models

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "gathering_functions_3.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("gathering", "0004_what_else_is_due")]
    operations = [
        migrations.AddField("wanted", "told_to_wait_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
