"""A session knows by which provider one came in, whether the computer is public, and how long it may be idle."""

from pathlib import Path

from django.db import migrations, models

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "people_functions_2.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_who_sees")]
    operations = [
        migrations.AddField("session", "provider", models.TextField(db_default="valid")),
        migrations.AddField("session", "public_computer", models.BooleanField(db_default=False)),
        migrations.AddField("session", "idle_seconds", models.IntegerField(db_default=900)),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
