"""Mandates as the registry of representations gave them to one of their sides, and when it was asked. Schema only."""

from django.db import models


class Mandate(models.Model):
    """One mandate in the folder of one of its sides; the other side has a row of its own, or none.

    `other_*` is whom it is with: sealed, and found by keyed hash; `other_id` is their folder, written by `begin_acting`
    alone. `opens_folder` and `reach` (INE10, joined by spaces) are what `rules.opens` made of it, for row security;
    `opens_notices` and `notices_reach`, what `rules.opens_notices` did. Nothing, until the registry is heard again.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    side = models.TextField()
    source_id = models.TextField()
    other_id = models.UUIDField(null=True)
    other_kind = models.TextField()
    other_hash_key = models.TextField()
    other_hash = models.BinaryField()
    other_sealed = models.TextField()
    other_name_sealed = models.TextField(null=True)
    state = models.TextField()
    declared = models.TextField(null=True)
    capacities = models.TextField()
    bodies = models.JSONField()
    procedures = models.JSONField()
    begins = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    ends_at_most = models.DateTimeField(null=True)
    stands_until = models.DateTimeField(null=True)
    opens_folder = models.BooleanField()
    reach = models.TextField()
    opens_notices = models.BooleanField(db_default=False)
    notices_reach = models.TextField(db_default="")
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "mandates_mandate"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="mandates_mandate_of"),
            models.UniqueConstraint(fields=["person_id", "side", "source_id"], name="mandates_mandate_one"),
        ]
        indexes = [models.Index(fields=["person_id", "other_id"], name="mandates_mandate_with")]


class Warned(models.Model):
    """Whoever represents a person asked to be warned of what is in that person's folder: a wish, and no ground.

    `refused_at`: the person does not want it. `certificate_until`: by a company's certificate; else by mandate. A ground was
    ended in the folder at `judged_after`: what the registry said before then counts no longer.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    viewer_id = models.UUIDField()
    asked_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)
    certificate_until = models.DateTimeField(null=True)
    judged_after = models.DateTimeField(null=True)

    class Meta:
        db_table = "mandates_warned"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="mandates_warned_of"),
            models.UniqueConstraint(fields=["person_id", "viewer_id"], name="mandates_warned_one"),
        ]
        indexes = [models.Index(fields=["viewer_id"], name="mandates_warned_by_viewer")]


class Asked(models.Model):
    """When the registry was last asked about this person on this side, and what became of it."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    side = models.TextField()
    asked_at = models.DateTimeField()
    outcome = models.TextField()
    fault = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    complete = models.BooleanField()

    class Meta:
        db_table = "mandates_asked"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="mandates_asked_of"),
            models.UniqueConstraint(fields=["person_id", "side"], name="mandates_asked_one"),
        ]
