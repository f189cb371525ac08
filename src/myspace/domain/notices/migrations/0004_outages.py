"""When a platform of notices did not answer. Nobody's data: the worker writes it where it reads lists."""

from django.db import migrations, models

from myspace.domain.kernel.protect import Publish


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_who_is_notified")]
    operations = [
        migrations.CreateModel(
            "Outage",
            [
                ("id", models.UUIDField(primary_key=True)),
                ("service", models.TextField()),
                ("began_at", models.DateTimeField()),
                ("last_failed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("failed", models.IntegerField()),
            ],
            options={
                "db_table": "notices_outage",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["service"], name="notices_outage_open", condition=models.Q(ended_at__isnull=True)
                    )
                ],
            },
        ),
        Publish("notices_outage", write=("myspace_worker",)),
    ]
