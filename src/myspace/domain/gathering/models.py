"""Asks (person × connection × topic), what is wanted, what was kept aside, what looks the same for everyone. Schema only."""

from django.db import models


class Ask(models.Model):
    """What became of the last question. `known_*` survive a failure: a failed answer never shortens a list."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    connection_id = models.UUIDField()
    topic = models.TextField()
    asking_until = models.DateTimeField(null=True)  # a lease: `kill -9` of the worker frees it by time
    outcome = models.TextField(null=True)
    fault = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    fresh_until = models.DateTimeField(null=True)
    known_at = models.DateTimeField(null=True)
    known_outcome = models.TextField(null=True)
    complete = models.BooleanField(default=False)
    items = models.IntegerField(default=0)
    kept_aside = models.IntegerField(default=0)
    knows_me_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "gathering_ask"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="gathering_ask_of"),
            models.UniqueConstraint(fields=["person_id", "connection_id", "topic"], name="gathering_ask_one"),
        ]


class Wanted(models.Model):
    """A person's wish that sources be asked. The worker's bell is NOTIFY; this row is the record."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    scope = models.TextField()  # due · one
    connection_id = models.UUIDField(null=True)
    wanted_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    told_to_wait_at = models.DateTimeField(null=True)  # more ask than can be asked at once: this one has to wait

    class Meta:
        db_table = "gathering_wanted"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="gathering_wanted_of"),
            models.UniqueConstraint(
                fields=["person_id", "scope", "connection_id"], name="gathering_wanted_one", nulls_distinct=False
            ),
        ]


class Quarantine(models.Model):
    """One item kept aside, sealed, until an operator releases it or it is too old."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    connection_id = models.UUIDField()
    topic = models.TextField()
    reason = models.TextField()
    field = models.TextField()
    raw_sealed = models.TextField()
    digest = models.BinaryField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "gathering_quarantine"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="gathering_quarantine_of"),
            models.UniqueConstraint(fields=["person_id", "connection_id", "digest"], name="gathering_quarantine_one"),
        ]


class Salt(models.Model):
    """This week's salt for the hashes below; dropped after, so that old hashes mean nothing."""

    week = models.DateField(primary_key=True)
    salt = models.BinaryField()

    class Meta:
        db_table = "gathering_salt"


class Likeness(models.Model):
    """Salted hash of what a body answered × salted hash of about whom: no person id. Two askers, one answer: suspicion."""

    connection_id = models.UUIDField()
    topic = models.TextField()
    answer_hash = models.BinaryField()
    asker_hash = models.BinaryField()
    at = models.DateTimeField()
    pk = models.CompositePrimaryKey("connection_id", "topic", "answer_hash", "asker_hash")

    class Meta:
        db_table = "gathering_likeness"
