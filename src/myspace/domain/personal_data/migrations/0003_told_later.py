"""What a register tells later is collected by itself, and the person is told that it came: who is due, and since when it is here."""

from pathlib import Path

from django.db import migrations, models

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "personal_data_functions_2.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("personal_data", "0002_who_sees")]
    operations = [
        migrations.AddField("sheet", "came_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "sheet",
            models.Index(
                fields=["collect_at"], name="personal_data_sheet_due", condition=models.Q(collect_at__isnull=False)
            ),
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
