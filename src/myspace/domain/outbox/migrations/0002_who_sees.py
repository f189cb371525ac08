"""Pages and the worker tell; the maker alone sends, and sees of a person their language and what it sends by.

It speaks to servers whose address a person gave, so it has a role of its own: with the worker's, whoever broke into it
would read every folder.
"""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect, _policy

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "outbox_functions_1.sql").read_text("utf-8")

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
MAKER = """
GRANT EXECUTE ON FUNCTION myspace_subject(), myspace_viewer() TO myspace_maker;
GRANT SELECT ON kernel_restored TO myspace_maker;
GRANT SELECT (person_id, language) ON people_person TO myspace_maker;
REVOKE UPDATE ON outbox_way FROM myspace_maker;
GRANT UPDATE (refused_at) ON outbox_way TO myspace_maker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        ("people", "0003_where_one_sits"),
        ("kernel", "0002_restored"),
    ]
    operations = [
        Protect("outbox_way", web=ALL, worker=("SELECT", "DELETE"), maker=("SELECT", "UPDATE")),
        Protect("outbox_device", web=ALL, worker=("SELECT", "DELETE"), maker=("SELECT", "DELETE")),
        Protect("outbox_choice", web=ALL, worker=("SELECT", "DELETE"), maker=("SELECT",)),
        Protect("outbox_rhythm", web=ALL, worker=("SELECT", "DELETE"), maker=("SELECT",)),
        Protect(
            "outbox_message",
            web=("SELECT", "INSERT"),
            worker=("SELECT", "INSERT", "DELETE"),
            maker=("SELECT", "UPDATE"),
            gate=("SELECT", "UPDATE", "DELETE"),
        ),
        Protect(
            "outbox_sending",
            web=("SELECT",),
            worker=("SELECT", "DELETE"),
            maker=("SELECT", "INSERT", "UPDATE"),
            gate=("SELECT", "DELETE"),
        ),
        migrations.RunSQL(
            MAKER + _policy("people_person", "myspace_maker", "SELECT", "person_id = myspace_subject()"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
