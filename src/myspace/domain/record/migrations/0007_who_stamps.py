"""Time stamps: nobody's data, and none of them is changed."""

from django.db import migrations

from myspace.domain.kernel.protect import Publish


class Migration(migrations.Migration):
    dependencies = [("record", "0006_stamp")]
    operations = [
        Publish("record_stamp"),
        migrations.RunSQL(
            "GRANT SELECT, INSERT ON record_stamp TO myspace_maker;\n"
            "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON record_stamp FOR EACH ROW EXECUTE FUNCTION refuse_change();",
            migrations.RunSQL.noop,
        ),
    ]
