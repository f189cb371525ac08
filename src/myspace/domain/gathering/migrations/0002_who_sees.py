"""Web reads asks and writes wishes; only the worker writes what sources said."""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect, Publish

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "gathering_functions_1.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("gathering", "0001_initial"), ("people", "0002_who_sees")]
    operations = [
        Protect(
            "gathering_ask", web=("SELECT", "UPDATE"), worker=("SELECT", "INSERT", "UPDATE", "DELETE"), gate=("SELECT",)
        ),
        Protect(
            "gathering_wanted",
            web=("SELECT", "INSERT", "UPDATE", "DELETE"),
            worker=("SELECT", "INSERT", "UPDATE", "DELETE"),
            gate=("SELECT", "UPDATE"),
        ),
        Protect(
            "gathering_quarantine",
            web=("INSERT",),
            worker=("SELECT", "INSERT", "UPDATE", "DELETE"),
            gate=("SELECT", "UPDATE"),
        ),
        Publish("gathering_salt"),
        migrations.RunSQL(
            "REVOKE UPDATE ON gathering_ask FROM myspace_web;\n"
            "GRANT UPDATE (items) ON gathering_ask TO myspace_web;\n"
            "REVOKE SELECT ON gathering_salt FROM myspace_web, myspace_live;\n"
            "GRANT INSERT, DELETE ON gathering_salt TO myspace_worker;\n"
            "GRANT SELECT, INSERT, DELETE ON gathering_likeness TO myspace_worker;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
