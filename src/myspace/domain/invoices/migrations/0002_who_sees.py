"""Web reads, and says what it wants asked; the worker writes what was told. By mandate only who has the whole folder sees it.

An invoice is of no one body, so a mandate for some bodies opens none: the test is that of the folder itself, as the page's is
(mandates/rules.py, Wish.OPEN_FOLDER).
"""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import Protect

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "invoices_functions_1.sql").read_text("utf-8")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0001_initial"),
        ("people", "0002_who_sees"),
        ("gathering", "0005_told_to_wait"),
        ("mandates", "0002_who_sees"),
    ]
    operations = [
        Protect("invoices_invoice", web=("SELECT",), worker=_ALL),
        Protect("invoices_receipt", web=("SELECT",), worker=_ALL),
        Protect("invoices_question", web=("SELECT", "INSERT", "UPDATE"), worker=_ALL),
        Protect("invoices_reading", web=("SELECT", "INSERT", "UPDATE"), worker=_ALL, gate=("SELECT",)),
        migrations.RunSQL(
            # What became of a question only the worker heard: web wishes, and changes no more than the wish.
            "REVOKE UPDATE ON invoices_question, invoices_reading FROM myspace_web;\n"
            "GRANT UPDATE (wanted_at) ON invoices_question, invoices_reading TO myspace_web;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
