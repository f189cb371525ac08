"""The person alone reads who consulted their data, and the holder of a company's certificate that company's; no mandate does.

What is withheld no door reads at all. Web changes one thing: that the person recognises a line. What is told comes in by the
closed list, or by the worker that asked.
"""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import OWN, Protect, Publish

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "transparency_functions_1.sql").read_text("utf-8")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
_MINE = f"person_id = myspace_subject() AND {OWN}"
_TOLD = ("SELECT", "INSERT", "UPDATE")


class Migration(migrations.Migration):
    dependencies = [
        ("transparency", "0001_initial"),
        ("people", "0002_who_sees"),
        ("mandates", "0002_who_sees"),
        ("alerts", "0005_who_tells"),
        ("gathering", "0005_told_to_wait"),
    ]
    operations = [
        Protect("transparency_exchange", web=("SELECT",), worker=_ALL, gate=_TOLD, web_test=_MINE),
        Protect("transparency_series", web=("SELECT", "UPDATE"), worker=_ALL, gate=_TOLD, web_test=_MINE),
        Protect("transparency_month", web=("SELECT",), worker=_ALL, gate=_TOLD, web_test=_MINE),
        Protect("transparency_body", web=("SELECT",), worker=_ALL, gate=_TOLD, web_test=_MINE),
        Protect("transparency_withheld", worker=_ALL, gate=_ALL),
        Protect("transparency_reading", web=_TOLD, worker=_ALL, web_test=_MINE),
        Publish("transparency_feed"),
        Publish("transparency_coverage", write=("myspace_worker",)),
        migrations.RunSQL(
            "REVOKE UPDATE ON transparency_series, transparency_reading FROM myspace_web;\n"
            "GRANT UPDATE (recognised_at) ON transparency_series TO myspace_web;\n"
            "GRANT UPDATE (wanted_at) ON transparency_reading TO myspace_web;\n"
            "GRANT SELECT, INSERT, UPDATE ON transparency_feed, transparency_coverage TO myspace_gate;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
