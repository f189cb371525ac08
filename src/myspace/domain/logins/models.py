"""Logins as a person at other services, ways in that they closed, and what they did when it was not them. Schema only."""

from django.db import models


class Login(models.Model):
    """One login. What was not told is empty, and is shown as not told."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    source = models.TextField()  # the feed's name here
    reference = models.TextField()
    at = models.DateTimeField()
    service = models.TextField()
    ine10 = models.TextField()
    method = models.TextField()
    level = models.SmallIntegerField()  # 0: not told
    device = models.TextField()
    place = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "logins_login"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="logins_login_of"),
            models.UniqueConstraint(fields=["person_id", "source", "reference"], name="logins_login_one"),
        ]
        indexes = [
            models.Index(fields=["person_id", "-at", "-id"], name="logins_login_shown"),
            models.Index(fields=["at"], name="logins_login_kept"),
        ]


class Closed(models.Model):
    """A way into the folder that its person closed. It opens by itself at `until`, and its row leaves."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    provider = models.TextField()
    method = models.TextField()
    level = models.SmallIntegerField()
    closed_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "logins_closed"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="logins_closed_of"),
            models.UniqueConstraint(fields=["person_id", "provider", "method"], name="logins_closed_one"),
        ]
        indexes = [models.Index(fields=["until"], name="logins_closed_until")]


class Denial(models.Model):
    """The person said "it was not me", of one login or of all: what was done then, part by part, as its page shows it."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    login_id = models.UUIDField(null=True)  # None: everything at once
    at = models.DateTimeField()
    done = models.JSONField()

    class Meta:
        db_table = "logins_denial"
        constraints = [models.UniqueConstraint(fields=["person_id", "id"], name="logins_denial_of")]


class Feed(models.Model):
    """What is known of a feed: since when it has records, until when it has recorded. Nobody's: each message counts."""

    name = models.TextField(primary_key=True)
    since = models.DateField(null=True)
    recorded_until = models.DateTimeField(null=True)
    first_heard_at = models.DateTimeField()
    began_at = models.DateTimeField()
    taken = models.IntegerField()

    class Meta:
        db_table = "logins_feed"
