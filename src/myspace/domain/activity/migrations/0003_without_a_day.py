"""A thing of which the body tells no day has none: it used to stand in January, of its year or of 1970."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activity", "0002_who_sees")]
    operations = [migrations.AlterField("item", "sort_day", models.DateField(null=True))]
