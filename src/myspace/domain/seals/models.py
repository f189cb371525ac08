"""The lists of withdrawn certificates that are kept. Nobody's data. Schema only."""

from django.db import models


class Kept(models.Model):
    """One address that the operator named, and the newest list that came from it."""

    address = models.TextField(primary_key=True)
    tried_at = models.DateTimeField()
    problem = models.TextField()  # why the last try brought nothing; empty when it did
    der = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)  # the next one comes by then

    class Meta:
        db_table = "seals_list"
