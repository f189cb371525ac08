"""By what a list was read; and what became of reading it while the person was away: theirs, and never by mandate."""

from django.db import migrations, models

from myspace.domain.kernel.protect import OWN, Protect


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_outages"), ("mandates", "0004_who_is_notified")]
    operations = [
        migrations.AddField("notice", "listed_by", models.TextField(db_default="login")),
        migrations.AddField("reading", "known_by", models.TextField(db_default="login")),
        migrations.CreateModel(
            "Away",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("service", models.TextField()),
                ("read_by", models.TextField()),
                ("outcome", models.TextField()),
                ("fault", models.TextField(null=True)),
                ("answered_at", models.DateTimeField()),
                ("known_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "notices_away",
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "id"), name="notices_away_of"),
                    models.UniqueConstraint(fields=("person_id", "service", "read_by"), name="notices_away_one"),
                ],
            },
        ),
        Protect(
            "notices_away",
            web=("SELECT",),
            worker=("SELECT", "INSERT", "UPDATE", "DELETE"),
            web_test=f"person_id = myspace_subject() AND {OWN}",
        ),
    ]
