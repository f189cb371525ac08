"""What needs a person may be of a body of which a source gives only the name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_speaks_of")]
    operations = [migrations.AddField("entry", "who", models.TextField(null=True))]
