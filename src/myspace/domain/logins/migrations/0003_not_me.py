from django.db import migrations, models

from myspace.domain.kernel.protect import OWN, Protect

_MINE = f"person_id = myspace_subject() AND {OWN}"


class Migration(migrations.Migration):
    """Ways in that a person closed, and what they did when a login was not theirs: written by their own door alone."""

    dependencies = [("logins", "0002_who_sees")]
    operations = [
        migrations.CreateModel(
            name='Closed',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('provider', models.TextField()),
                ('method', models.TextField()),
                ('level', models.SmallIntegerField()),
                ('closed_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'db_table': 'logins_closed',
                'constraints': [models.UniqueConstraint(fields=('person_id', 'id'), name='logins_closed_of'), models.UniqueConstraint(fields=('person_id', 'provider', 'method'), name='logins_closed_one')],
            },
        ),
        migrations.CreateModel(
            name='Denial',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('login_id', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('done', models.JSONField()),
            ],
            options={
                'db_table': 'logins_denial',
                'constraints': [models.UniqueConstraint(fields=('person_id', 'id'), name='logins_denial_of')],
            },
        ),
        Protect("logins_closed", web=("SELECT", "INSERT", "UPDATE", "DELETE"), worker=("SELECT", "DELETE"), web_test=_MINE),
        Protect("logins_denial", web=("SELECT", "INSERT"), worker=("SELECT", "DELETE"), web_test=_MINE),
    ]
