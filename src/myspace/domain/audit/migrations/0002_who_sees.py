"""Append only, and seen by the subject and by the viewer: who acted for a company sees what they did."""

from django.db import migrations

from myspace.domain.kernel.protect import MAY_LOOK, Protect, _policy

READ = f"(person_id = myspace_subject() AND {MAY_LOOK}) OR viewer_id = myspace_viewer()"
WRITE = f"person_id = myspace_subject() AND viewer_id = myspace_viewer() AND {MAY_LOOK}"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("people", "0002_who_sees")]
    operations = [
        Protect("audit_event", worker=("SELECT", "INSERT", "DELETE")),
        migrations.RunSQL(
            "GRANT SELECT, INSERT ON audit_event TO myspace_web;\n"
            + _policy("audit_event", "myspace_web", "SELECT", READ)
            + "\n"
            + _policy("audit_event", "myspace_web", "INSERT", WRITE),
            migrations.RunSQL.noop,
        ),
    ]
