"""What somebody was told of, and the link to their calendar, is theirs: no mandate opens it (mandates/rules.NEVER)."""

from django.db import migrations

from myspace.domain.kernel.protect import again

_OWN = "person_id = myspace_subject() AND (myspace_subject() = myspace_viewer() OR (SELECT myspace_own()))"


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_who_sees"), ("mandates", "0002_who_sees")]
    operations = [
        *(again("alerts_alert", "myspace_web", verb, _OWN) for verb in ("SELECT", "UPDATE")),
        *(again("alerts_feed", "myspace_web", verb, _OWN) for verb in ("SELECT", "INSERT", "DELETE")),
    ]
