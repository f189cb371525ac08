"""Everything sent, the ways to reach a person and what they chose. Schema only: `tell` and the maker write it."""

from django.db import models


class Way(models.Model):
    """An address or a telephone. In force from `in_force_from`; a change waits for both ends and for its time."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    channel = models.TextField()
    address_sealed = models.TextField()
    created_at = models.DateTimeField()
    code_hash = models.BinaryField(null=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.SmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    replaces_id = models.UUIDField(null=True)
    old_code_hash = models.BinaryField(null=True)
    old_confirmed_at = models.DateTimeField(null=True)
    old_lost_at = models.DateTimeField(null=True)  # the person says that they no longer have the old one
    in_force_from = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)  # the provider says that nobody is there

    class Meta:
        db_table = "outbox_way"
        constraints = [models.UniqueConstraint(fields=["person_id", "id"], name="outbox_way_of")]


class Device(models.Model):
    """A browser that takes push messages: its endpoint and keys sealed, found by keyed hash within the person."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    digest = models.BinaryField()
    subscription_sealed = models.TextField()
    device = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_device"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="outbox_device_of"),
            models.UniqueConstraint(fields=["person_id", "digest"], name="outbox_device_one"),
        ]


class Choice(models.Model):
    """Yes or no to a kind, a sender and a channel; an empty text is any. The most precise row decides."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    kind = models.TextField()
    sender = models.TextField()
    channel = models.TextField()
    wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_choice"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="outbox_choice_of"),
            models.UniqueConstraint(fields=["person_id", "kind", "sender", "channel"], name="outbox_choice_one"),
        ]


class Rhythm(models.Model):
    """When a person wants to be told. No row: at once, and not at night."""

    person_id = models.UUIDField(primary_key=True)
    pace = models.TextField()
    only_terms = models.BooleanField()
    quiet_from = models.SmallIntegerField(null=True)  # hours of the clock here
    quiet_to = models.SmallIntegerField(null=True)
    digest_hour = models.SmallIntegerField()
    digest_weekday = models.SmallIntegerField()
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_rhythm"


class Message(models.Model):
    """One thing told to one person, once. It holds no text: kind and ground become words when it goes out."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    concerns_id = models.UUIDField()  # whose folder: one's own, or somebody's for whom one acts
    # Of another's folder: until when it may leave, by the word that its ground was last judged by. None: judge it first.
    stands_until = models.DateTimeField(null=True)
    kind = models.TextField()
    key = models.TextField()
    sender = models.TextField()
    urgent = models.BooleanField()
    ground = models.TextField()
    seen_on = models.DateField(null=True)
    told_at = models.DateTimeField()
    due_at = models.DateTimeField()
    use_by = models.DateTimeField(null=True)
    state = models.TextField()
    taken_by = models.UUIDField(null=True)
    taken_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(default="")
    within_id = models.UUIDField(null=True)  # the digest that carries it
    way_id = models.UUIDField(null=True)  # this way and no other: a code
    code_sealed = models.TextField(null=True)
    door = models.TextField()  # what its link carries: found again only by the person who is in

    class Meta:
        db_table = "outbox_message"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="outbox_message_of"),
            models.UniqueConstraint(fields=["person_id", "kind", "key"], name="outbox_message_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="outbox_message_due", condition=models.Q(state__in=["queued", "gathered"])
            ),
            models.Index(fields=["taken_until"], name="outbox_message_taken", condition=models.Q(state="taken")),
            models.Index(fields=["ended_at"], name="outbox_message_ended", condition=models.Q(ended_at__isnull=False)),
            models.Index(
                fields=["concerns_id"], name="outbox_message_about", condition=models.Q(ended_at__isnull=True)
            ),
        ]


class Sending(models.Model):
    """What became of one message at one place: a way or a device. Written at once after each, in its own transaction."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    message_id = models.UUIDField()
    channel = models.TextField()
    target_id = models.UUIDField()
    outcome = models.TextField()
    at = models.DateTimeField()
    attempts = models.IntegerField()

    class Meta:
        db_table = "outbox_sending"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="outbox_sending_of"),
            models.UniqueConstraint(fields=["person_id", "message_id", "target_id"], name="outbox_sending_one"),
        ]
