"""The record is append-only for every process: no process had a use for the worker's right to delete from it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_who_sees")]
    operations = [
        migrations.RunSQL(
            "REVOKE DELETE ON audit_event FROM myspace_worker; DROP POLICY worker_delete ON audit_event;",
            migrations.RunSQL.noop,
        ),
    ]
