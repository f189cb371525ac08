from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('kind', models.TextField()),
                ('own_only', models.BooleanField()),
                ('needs_level', models.SmallIntegerField()),
                ('level', models.SmallIntegerField()),
                ('consented_at', models.DateTimeField(null=True)),
                ('wanted_at', models.DateTimeField(null=True)),
                ('outcome', models.TextField(null=True)),
                ('detail', models.TextField(db_default='')),
                ('answered_at', models.DateTimeField(null=True)),
                ('known', models.TextField(null=True)),
                ('known_detail', models.TextField(db_default='')),
                ('known_at', models.DateTimeField(null=True)),
                ('sheet_sealed', models.TextField(null=True)),
                ('waiting_sealed', models.TextField(null=True)),
                ('collect_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'personal_data_sheet',
                'constraints': [models.UniqueConstraint(fields=('person_id', 'id'), name='personal_data_sheet_of'), models.UniqueConstraint(fields=('person_id', 'kind'), name='personal_data_sheet_one')],
            },
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('told_sealed', models.TextField()),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'personal_data_told',
                'constraints': [models.UniqueConstraint(fields=('person_id', 'id'), name='personal_data_told_of'), models.UniqueConstraint(fields=('person_id',), name='personal_data_told_one')],
            },
        ),
    ]
