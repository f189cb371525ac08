"""Tables of people: persons, the identifiers that find them, their sessions, who may act for whom. Schema only."""

from django.db import models


class Person(models.Model):
    """A natural person or a company whose folder this is. Names are sealed: only a page of theirs opens them."""

    person_id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    name_sealed = models.TextField(null=True)
    language = models.TextField(default="ca")
    created_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    entered_before_at = models.DateTimeField(null=True)
    residence_ine10 = models.TextField(null=True)
    residence_said_at = models.DateTimeField(null=True)
    asks_everyone_since = models.DateTimeField(null=True)
    closed_to_mandates_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_person"


class Identity(models.Model):
    """One identifier of a person: sealed, and found by keyed hash. Written by `claim_identity` alone."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    kind = models.TextField()
    hash_key = models.TextField()
    hash = models.BinaryField()
    value_sealed = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_identity"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="people_identity_of"),
            models.UniqueConstraint(fields=["hash_key", "hash"], name="people_identity_hash"),
        ]


class Session(models.Model):
    """One login into one folder. The cookie's token is never stored, only its SHA-256.

    `left_there`: whether its identity provider was asked to end its own: wanted, left, or not_left (not confirmed). None: it
    was not asked. The provider's token outlives the session only while it is wanted.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    viewer_id = models.UUIDField()
    token_hash = models.BinaryField(unique=True)
    basis = models.TextField()
    level = models.SmallIntegerField()
    method = models.TextField()
    device = models.TextField()
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    ends_at = models.DateTimeField()
    provider_token_sealed = models.TextField(null=True)
    provider_token_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.TextField(null=True)
    provider = models.TextField(db_default="valid")
    public_computer = models.BooleanField(db_default=False)
    idle_seconds = models.IntegerField(db_default=900)
    left_there = models.TextField(null=True)

    class Meta:
        db_table = "people_session"
        constraints = [models.UniqueConstraint(fields=["person_id", "id"], name="people_session_of")]
        indexes = [
            models.Index(fields=["ends_at"], name="people_session_ends"),
            models.Index(fields=["viewer_id"], name="people_session_by_viewer"),
            # Who looks at another's folder by a mandate right now: asked every few seconds.
            models.Index(
                fields=["viewer_id"],
                name="people_session_by_mandate",
                condition=models.Q(basis="mandate", ended_at__isnull=True),
            ),
        ]


class Acting(models.Model):
    """`viewer_id` may look at `person_id` until `until`. Written by `begin_acting` after a verified certificate alone."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    viewer_id = models.UUIDField()
    basis = models.TextField()
    created_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "people_acting"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="people_acting_of"),
            models.UniqueConstraint(fields=["person_id", "viewer_id", "basis"], name="people_acting_one"),
        ]
