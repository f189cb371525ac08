from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('name', models.TextField(primary_key=True, serialize=False)),
                ('since', models.DateField(null=True)),
                ('recorded_until', models.DateTimeField(null=True)),
                ('first_heard_at', models.DateTimeField()),
                ('began_at', models.DateTimeField()),
                ('taken', models.IntegerField()),
            ],
            options={
                'db_table': 'logins_feed',
            },
        ),
        migrations.CreateModel(
            name='Login',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('source', models.TextField()),
                ('reference', models.TextField()),
                ('at', models.DateTimeField()),
                ('service', models.TextField()),
                ('ine10', models.TextField()),
                ('method', models.TextField()),
                ('level', models.SmallIntegerField()),
                ('device', models.TextField()),
                ('place', models.TextField()),
                ('told_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'logins_login',
                'indexes': [models.Index(fields=['person_id', '-at', '-id'], name='logins_login_shown'), models.Index(fields=['at'], name='logins_login_kept')],
                'constraints': [models.UniqueConstraint(fields=('person_id', 'id'), name='logins_login_of'), models.UniqueConstraint(fields=('person_id', 'source', 'reference'), name='logins_login_one')],
            },
        ),
    ]
