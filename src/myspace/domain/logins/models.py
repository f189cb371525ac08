"""Logins as a person at other services, as they were told, and what is known of who tells. Schema only."""

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
