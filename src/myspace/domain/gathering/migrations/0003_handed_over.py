"""What is kept aside about a person is in the file that they take away; its digests no longer tell what it says."""

from django.db import migrations

from myspace.domain.kernel.protect import Protect


class Migration(migrations.Migration):
    dependencies = [("gathering", "0002_who_sees")]
    operations = [
        Protect("gathering_quarantine", web=("SELECT",)),
        migrations.RunSQL(
            "REVOKE SELECT ON gathering_quarantine FROM myspace_web;\n"
            "GRANT SELECT (id, person_id, connection_id, topic, reason, field, raw_sealed, first_at, last_at, released_at)"
            " ON gathering_quarantine TO myspace_web;",
            migrations.RunSQL.noop,
        ),
        # Digests without a key could be guessed from the text: each becomes chance. A change of type, because the
        # owner sees no row: this rewrites the table without reading whose they are.
        migrations.RunSQL(
            "ALTER TABLE gathering_quarantine ALTER COLUMN digest TYPE bytea"
            " USING sha256(convert_to(gen_random_uuid()::text, 'UTF8'))",
            migrations.RunSQL.noop,
        ),
    ]
