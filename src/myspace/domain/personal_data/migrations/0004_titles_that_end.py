"""A title's last day is on the agenda of its person, and of nobody who represents them: a yes is the person's own.

What was told before has its day again when its register is next asked.
"""

from pathlib import Path

from django.db import migrations, models

from myspace.domain.kernel.protect import OWN, again

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "personal_data_functions_3.sql").read_text("utf-8")
_OF_NO_NOTICE = "(topic <> 'notices' OR (SELECT myspace_all_notices()) OR ine10 = ANY((SELECT myspace_notices_reach())::text[]))"
_SEEN = (
    f"person_id = myspace_subject() AND ((SELECT {OWN}) OR (NOT concealed AND topic NOT IN ('letters', 'titles')"
    f" AND (SELECT myspace_may_look()) AND {_OF_NO_NOTICE}))"
)


class Migration(migrations.Migration):
    dependencies = [("personal_data", "0003_told_later"), ("enquiries", "0003_on_the_agenda")]
    operations = [
        migrations.AddField("sheet", "valid_until", models.DateField(null=True)),
        again("agenda_entry", "myspace_web", "SELECT", _SEEN),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
