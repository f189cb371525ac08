"""Who acts on a notice by a mandate to be notified leaves the note that something changed, without seeing the folder."""

from django.db import migrations

from myspace.domain.kernel.protect import again

_NOTES = (
    "person_id = myspace_subject() AND (myspace_subject() = myspace_viewer()"
    " OR (SELECT myspace_may_look() OR myspace_some_notices()))"
)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_who_tells"), ("mandates", "0004_who_is_notified")]
    operations = [again("alerts_watch", "myspace_web", verb, _NOTES) for verb in ("SELECT", "INSERT", "UPDATE")]
