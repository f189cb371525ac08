"""The worker writes what lists told; only web, where the person is, confirms, acts and keeps the papers of acts."""

from django.db import migrations

from myspace.domain.kernel.protect import Protect


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("people", "0002_who_sees")]
    operations = [
        Protect(
            "notices_notice", web=("SELECT", "UPDATE"), worker=("SELECT", "INSERT", "UPDATE", "DELETE")
        ),
        migrations.RunSQL(
            "REVOKE UPDATE ON notices_notice FROM myspace_web;\n"
            "GRANT UPDATE (status, contested, ended_at, contents_sealed) ON notices_notice TO myspace_web;",
            migrations.RunSQL.noop,
        ),
        Protect(
            "notices_told", web=("SELECT", "INSERT", "UPDATE"), worker=("SELECT", "INSERT", "UPDATE", "DELETE")
        ),
        # The worker has no verb that makes or moves an act: background work cannot begin one, even by mistake.
        Protect("notices_act", web=("SELECT", "INSERT", "UPDATE"), worker=("SELECT", "DELETE")),
        Protect("notices_confirmation", web=("SELECT", "INSERT", "DELETE"), worker=("DELETE", "SELECT")),
        Protect("notices_paper", web=("SELECT", "INSERT"), worker=("SELECT", "DELETE")),
        Protect(
            "notices_reading", web=("SELECT", "INSERT", "UPDATE"), worker=("SELECT", "INSERT", "UPDATE", "DELETE")
        ),
    ]
