"""Connections: one row for each administration reachable through one connector. Nobody's data. Schema only."""

from django.db import models


class Connection(models.Model):
    id = models.UUIDField(primary_key=True)
    connector = models.TextField()
    ine10 = models.TextField()
    dir3 = models.TextField(null=True)
    name = models.TextField()
    town = models.TextField(null=True)
    client_certificate = models.TextField(null=True)
    base_url = models.TextField()
    hosts = models.JSONField()
    deadline_ms = models.IntegerField()
    rate_per_second = models.FloatField()
    simulated = models.BooleanField()
    connected_at = models.DateTimeField()
    switched_off_at = models.DateTimeField(null=True)
    switched_off_why = models.TextField(null=True)

    class Meta:
        db_table = "administrations_connection"
        constraints = [models.UniqueConstraint(fields=["connector", "ine10"], name="administrations_connection_one")]
