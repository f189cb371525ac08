"""A session that was ended from elsewhere is ended at its identity provider too, by the worker: with that session's own token."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_by_mandate"), ("mandates", "0002_who_sees")]
    operations = [
        migrations.AddField("session", "left_there", models.TextField(null=True)),
        migrations.RunSQL(
            "GRANT UPDATE (left_there) ON people_session TO myspace_web;\n"
            "GRANT UPDATE (left_there, provider_token_sealed) ON people_session TO myspace_worker;\n"
            "CREATE POLICY worker_update ON people_session AS PERMISSIVE FOR UPDATE TO myspace_worker"
            " USING (person_id = myspace_subject()) WITH CHECK (person_id = myspace_subject());",
            migrations.RunSQL.noop,
        ),
    ]
