"""A message about the folder of somebody for whom one acts leaves by a word on its ground, and the worker says that word."""

from pathlib import Path

from django.db import migrations, models

from myspace.domain.kernel.protect import _policy

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "outbox_functions_2.sql").read_text("utf-8")
WORKER = (
    "GRANT UPDATE (stands_until, state, why, ended_at) ON outbox_message TO myspace_worker;\n"
    + _policy("outbox_message", "myspace_worker", "UPDATE", "person_id = myspace_subject() AND concerns_id <> person_id")
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_who_sees"), ("mandates", "0004_who_is_notified")]
    operations = [
        migrations.AddField("message", "stands_until", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(("ended_at__isnull", True)), fields=["concerns_id"], name="outbox_message_about"
            ),
        ),
        migrations.RunSQL(WORKER, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
