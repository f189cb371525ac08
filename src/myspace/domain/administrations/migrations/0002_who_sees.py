"""Connections are nobody's data: every process reads them; only the worker's role (the operator's commands) writes."""

from django.db import migrations

from myspace.domain.kernel.protect import Publish


class Migration(migrations.Migration):
    dependencies = [("administrations", "0001_initial"), ("kernel", "0001_whose_and_who_looks")]
    operations = [Publish("administrations_connection", write=("myspace_worker",))]
