"""Only the worker writes what sources said; the person writes marks, and the three flags that mirror them."""

from django.db import migrations

from myspace.domain.kernel.protect import Protect


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial"), ("people", "0002_who_sees")]
    operations = [
        Protect("activity_item", web=("SELECT", "UPDATE"), worker=("SELECT", "INSERT", "UPDATE", "DELETE")),
        migrations.RunSQL(
            "REVOKE UPDATE ON activity_item FROM myspace_web;\n"
            "GRANT UPDATE (hidden, starred, unread) ON activity_item TO myspace_web;",
            migrations.RunSQL.noop,
        ),
        Protect(
            "activity_mark",
            web=("SELECT", "INSERT", "UPDATE"),
            worker=("SELECT", "INSERT", "UPDATE", "DELETE"),
        ),
        Protect("activity_word", web=("SELECT",), worker=("SELECT", "INSERT", "DELETE")),
    ]
