"""Two topics may tell of one thing: a body that a notification waits, and the list where it can be opened."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agenda", "0002_who_sees")]
    operations = [
        migrations.AddField(
            "entry",
            "speaks_of",
            django.contrib.postgres.fields.ArrayField(models.TextField(), db_default=[]),
        ),
    ]
