"""A person asks and takes back their yes themself; whoever has the whole folder by mandate sees, but not what leads to a door.

What a register told only the worker writes. Of whoever does not come back the copies leave, also where nothing else was asked.
"""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import MAY_LOOK, OWN, Protect, again

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "personal_data_functions_1.sql").read_text("utf-8")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
_MINE = f"person_id = myspace_subject() AND {OWN}"


class Migration(migrations.Migration):
    dependencies = [
        ("personal_data", "0001_initial"),
        ("people", "0002_who_sees"),
        ("mandates", "0002_who_sees"),
        ("invoices", "0002_who_sees"),
    ]
    operations = [
        Protect("personal_data_sheet", web=_ALL, worker=_ALL, gate=("SELECT",), web_test=_MINE),
        again(
            "personal_data_sheet",
            "myspace_web",
            "SELECT",
            f"person_id = myspace_subject() AND {MAY_LOOK} AND ({OWN} OR NOT own_only)",
        ),
        Protect("personal_data_told", web=_ALL, worker=("SELECT", "UPDATE", "DELETE"), web_test=_MINE),
        migrations.RunSQL(
            "REVOKE UPDATE ON personal_data_sheet FROM myspace_web;\n"
            "GRANT UPDATE (own_only, needs_level, level, consented_at, wanted_at) ON personal_data_sheet TO myspace_web;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
