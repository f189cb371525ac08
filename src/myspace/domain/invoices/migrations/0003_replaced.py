"""Of a rejected invoice no source ever tells that another took its place: the person says so, and nobody by mandate."""

from django.db import migrations, models

from myspace.domain.kernel.protect import OWN, Protect


class Migration(migrations.Migration):
    dependencies = [("invoices", "0002_who_sees")]
    operations = [
        migrations.AddField("invoice", "replaced_at", models.DateTimeField(null=True)),
        Protect("invoices_invoice", web=("UPDATE",), web_test=f"person_id = myspace_subject() AND {OWN}"),
        migrations.RunSQL(
            "REVOKE UPDATE ON invoices_invoice FROM myspace_web;\n"
            "GRANT UPDATE (replaced_at) ON invoices_invoice TO myspace_web;",
            migrations.RunSQL.noop,
        ),
    ]
