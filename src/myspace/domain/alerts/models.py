"""Alerts raised, when to look at each person again, the link of their calendar, what issuers told. Schema only."""

from django.db import models


class Alert(models.Model):
    """One fact, one row, for ever: what is over loses its words in time, but never its key."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    key = models.TextField()
    kind = models.TextField()
    ref_id = models.UUIDField(null=True)
    ine10 = models.TextField(null=True)
    title = models.TextField()
    path = models.TextField(null=True)
    rests_on = models.TextField()
    told_at = models.DateTimeField(null=True)  # when its source last told of it, as of the last look
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField()  # since when the fact deserves an alert: how late we are counts from here
    used = models.TextField()
    raised_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    concealed = models.BooleanField(default=False)
    dismissed_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    wrong_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "alerts_alert"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="alerts_alert_of"),
            models.UniqueConstraint(fields=["person_id", "key"], name="alerts_alert_once"),
        ]


class Owed(models.Model):
    """An alert of which somebody who represents the person is still to be told, if they may. It leaves when that is known."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    alert_id = models.UUIDField()
    viewer_id = models.UUIDField()
    owed_at = models.DateTimeField()
    look_at = models.DateTimeField()

    class Meta:
        db_table = "alerts_owed"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="alerts_owed_of"),
            models.UniqueConstraint(fields=["person_id", "alert_id", "viewer_id"], name="alerts_owed_once"),
        ]
        indexes = [models.Index(fields=["look_at"], name="alerts_owed_look")]


class Watch(models.Model):
    """When to look at a person again, and what they asked of us meanwhile."""

    person_id = models.UUIDField(primary_key=True)
    look_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    gathers_since = models.DateTimeField(null=True)
    gathers_next = models.DateTimeField(null=True)
    reminds_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "alerts_watch"
        indexes = [
            models.Index(fields=["look_at"], name="alerts_watch_look"),
            models.Index(fields=["gathers_next"], name="alerts_watch_gather"),
        ]


class Feed(models.Model):
    """The secret link of a person's calendar: of the link only its SHA-256. Revoking it erases the row."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    token_hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "alerts_feed"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="alerts_feed_of"),
            models.UniqueConstraint(fields=["person_id"], name="alerts_feed_one"),
        ]


class Told(models.Model):
    """A notice as its issuer told of it, unasked: what was told last. `ended` None: it waits. Written by `told_by_issuer` alone."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    issuer = models.TextField()  # its name in this deployment
    sender = models.TextField()
    reference = models.TextField()
    registry_number = models.TextField(null=True)
    event = models.TextField()
    said_at = (
        models.DateTimeField()
    )  # when it happened, as the issuer says: the later word counts, in whatever order they come
    first_told_at = models.DateTimeField()
    told_at = models.DateTimeField()
    available_on = models.DateField(null=True)
    available_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended = models.TextField(null=True)

    class Meta:
        db_table = "alerts_told_by_issuer"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="alerts_told_of"),
            models.UniqueConstraint(fields=["person_id", "issuer", "sender", "reference"], name="alerts_told_once"),
        ]


class Rate(models.Model):
    """How many messages an issuer sent in the minute that runs. Nobody's: each message counts, whoever it is about."""

    issuer = models.TextField(primary_key=True)
    began_at = models.DateTimeField()
    taken = models.IntegerField()

    class Meta:
        db_table = "alerts_issuer_rate"
