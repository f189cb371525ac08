"""A letter whose month runs is on the agenda of its person, and of nobody who represents them: look-ups are told to no mandate."""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import OWN, Protect, again

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "enquiries_functions_1.sql").read_text("utf-8")
_OF_NO_NOTICE = "(topic <> 'notices' OR (SELECT myspace_all_notices()) OR ine10 = ANY((SELECT myspace_notices_reach())::text[]))"
_SEEN = (
    f"person_id = myspace_subject() AND ((SELECT {OWN}) OR (NOT concealed AND topic <> 'letters'"
    f" AND (SELECT myspace_may_look()) AND {_OF_NO_NOTICE}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0002_who_sees"), ("mandates", "0004_who_is_notified"), ("agenda", "0002_who_sees"),
    ]
    operations = [
        again("agenda_entry", "myspace_web", "SELECT", _SEEN),
        Protect("agenda_entry", gate=("SELECT",)),
        Protect("enquiries_enquiry", gate=("SELECT",)),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
