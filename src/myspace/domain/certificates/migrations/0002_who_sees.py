"""A person asks for papers themself and has them themself: no mandate opens one. What is in them only the worker and the maker write.

The maker makes them, and of all that the folder holds of somebody it sees what one paper will say, while it is being made.
"""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import OWN, Protect

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "certificates_functions_1.sql").read_text("utf-8")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial"), ("people", "0002_who_sees"), ("outbox", "0002_who_sees")]
    operations = [
        Protect(
            "certificates_paper",
            web=_ALL,
            worker=_ALL,
            maker=("SELECT", "UPDATE"),
            gate=("SELECT", "UPDATE", "DELETE"),
            web_test=f"person_id = myspace_subject() AND {OWN}",
        ),
        migrations.RunSQL(
            # Of what was made a page changes nothing but that the person wants it no more, and takes away what it was made of.
            "REVOKE UPDATE ON certificates_paper FROM myspace_web;\n"
            "GRANT UPDATE (replaced_at, withdrawn_at, octets_sealed, sheet_sealed, due_at, state, why, detail)"
            " ON certificates_paper TO myspace_web;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
