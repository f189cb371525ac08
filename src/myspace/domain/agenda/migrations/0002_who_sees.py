"""Topics write a person's agenda in the transaction of their own change; the worker and the person's own acts do."""

from django.db import migrations

from myspace.domain.kernel.protect import Protect


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial"), ("people", "0002_who_sees")]
    operations = [
        Protect("agenda_entry", web=("SELECT", "UPDATE"), worker=("SELECT", "INSERT", "UPDATE", "DELETE")),
    ]
