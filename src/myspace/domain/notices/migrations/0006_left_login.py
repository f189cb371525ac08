"""The login that a person leaves for reading their list while away: sealed, theirs, and never by mandate."""

from django.db import migrations, models

from myspace.domain.kernel.protect import OWN, Protect


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_while_away")]
    operations = [
        migrations.CreateModel(
            "LeftLogin",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("consented_at", models.DateTimeField()),
                ("token_sealed", models.TextField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("ended_how", models.TextField(null=True)),
            ],
            options={
                "db_table": "notices_left_login",
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "id"), name="notices_left_login_of"),
                    models.UniqueConstraint(fields=("person_id",), name="notices_left_login_one"),
                ],
            },
        ),
        Protect(
            "notices_left_login",
            web=("SELECT", "INSERT", "UPDATE", "DELETE"),
            worker=("SELECT", "UPDATE", "DELETE"),
            web_test=f"person_id = myspace_subject() AND {OWN}",
        ),
    ]
