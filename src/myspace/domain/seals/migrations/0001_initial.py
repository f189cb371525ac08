"""Lists of withdrawn certificates: nobody's data. The worker fetches them, web reads them."""

from django.db import migrations, models

from myspace.domain.kernel.protect import Publish


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_whose_and_who_looks")]
    operations = [
        migrations.CreateModel(
            "Kept",
            [
                ("address", models.TextField(primary_key=True, serialize=False)),
                ("tried_at", models.DateTimeField()),
                ("problem", models.TextField()),
                ("der", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
            ],
            options={"db_table": "seals_list"},
        ),
        Publish("seals_list", write=("myspace_worker",)),
    ]
