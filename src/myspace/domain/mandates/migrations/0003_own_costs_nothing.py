"""What 0002 says of the tables that hide single rows, so that one's own folder asks for no mandate (protect.OWN)."""

from django.db import migrations

from myspace.domain.kernel.protect import OWN, again

_MINE = "person_id = myspace_subject()"
_REACHED = "(SELECT myspace_may_look()) OR ine10 = ANY((SELECT myspace_reach())::text[])"
_NOT_HIDDEN = f"{_MINE} AND ((SELECT {OWN}) OR (NOT hidden AND ({_REACHED})))"
_NOT_CONCEALED = f"{_MINE} AND ((SELECT {OWN}) OR (NOT concealed AND (SELECT myspace_may_look())))"


class Migration(migrations.Migration):
    dependencies = [("mandates", "0002_who_sees")]
    operations = [
        again("activity_item", "myspace_web", "SELECT", _NOT_HIDDEN),
        again("agenda_entry", "myspace_web", "SELECT", _NOT_CONCEALED),
    ]
