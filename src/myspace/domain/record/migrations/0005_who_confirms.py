"""Confirmations of witnesses: nobody's data, and none of them is changed."""

from django.db import migrations

from myspace.domain.kernel.protect import Publish


class Migration(migrations.Migration):
    dependencies = [("record", "0004_cosignature")]
    operations = [
        Publish("record_cosignature"),
        migrations.RunSQL(
            "GRANT SELECT, INSERT ON record_cosignature TO myspace_maker;\n"
            "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON record_cosignature FOR EACH ROW EXECUTE FUNCTION refuse_change();",
            migrations.RunSQL.noop,
        ),
    ]
