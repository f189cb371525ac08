from pathlib import Path

from django.db import migrations, models

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "transparency_functions_2.sql").read_text("utf-8")


class Migration(migrations.Migration):
    """Look-ups leave when they have been told for as long as they may be kept."""

    dependencies = [("transparency", "0002_who_sees"), ("record", "0003_nothing_left")]
    operations = [
        migrations.AddIndex("exchange", models.Index(fields=["told_at"], name="transparency_exchange_kept")),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
