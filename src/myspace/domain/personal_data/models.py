"""What registers told of a person, one row for each sheet that they asked for, and what they told us to ask it. Schema only."""

from django.db import models


class Sheet(models.Model):
    """One sheet: the person's yes and wish, what became of the last question, and what was last known.

    `own_only`: it leads to somebody's door, and no mandate opens it. `level`: how surely the person had entered when they asked;
    `needs_level`: how surely one has to have, to see it. `outcome` and `detail` are of the last question; `known` and
    `known_detail` of the last that told something, which `sheet_sealed` holds. `waiting_sealed`: it was handed over;
    `came_at`: when what was handed over was told. `valid_until`: the last day of the title that it tells of.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    kind = models.TextField()
    own_only = models.BooleanField()
    needs_level = models.SmallIntegerField()
    level = models.SmallIntegerField()
    consented_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    detail = models.TextField(db_default="")
    answered_at = models.DateTimeField(null=True)
    known = models.TextField(null=True)
    known_detail = models.TextField(db_default="")
    known_at = models.DateTimeField(null=True)
    sheet_sealed = models.TextField(null=True)
    waiting_sealed = models.TextField(null=True)
    collect_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "personal_data_sheet"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="personal_data_sheet_of"),
            models.UniqueConstraint(fields=["person_id", "kind"], name="personal_data_sheet_one"),
        ]
        indexes = [
            models.Index(
                fields=["collect_at"], name="personal_data_sheet_due", condition=models.Q(collect_at__isnull=False)
            )
        ]


class Told(models.Model):
    """What a register wants to hear of the person before it tells anything, as they told it themself."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    told_sealed = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        db_table = "personal_data_told"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="personal_data_told_of"),
            models.UniqueConstraint(fields=["person_id"], name="personal_data_told_one"),
        ]
