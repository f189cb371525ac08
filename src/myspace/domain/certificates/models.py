"""Papers that a person asked for: the wish, who makes it now, and what was made. Schema only."""

from django.db import models


class Paper(models.Model):
    """One paper of one kind in one language. At most one of these is neither replaced nor withdrawn.

    `needs_level`: how surely one has to have entered to see it. `state`, `why` and `detail` are rules.py's. `sheet_sealed` is what
    it will say, until it is made; `content` the keyed hash of that, by which asking twice is making once. `digest` is SHA-256 of
    the bytes, `name` by which of the three words it goes. `code_hash` finds it; only ours have a code.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    kind = models.TextField()
    language = models.TextField()
    needs_level = models.SmallIntegerField()
    state = models.TextField()
    why = models.TextField(db_default="")
    detail = models.TextField(db_default="")
    wanted_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    taken_by = models.UUIDField(null=True)
    taken_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(db_default=0)
    content = models.BinaryField(null=True)
    sheet_sealed = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    name = models.TextField(null=True)
    made_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    digest = models.BinaryField(null=True)
    octets_sealed = models.TextField(null=True)
    code_hash = models.BinaryField(null=True)
    code_key = models.TextField(null=True)
    code_sealed = models.TextField(null=True)
    replaced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "certificates_paper"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="certificates_paper_of"),
            models.UniqueConstraint(
                fields=["person_id", "kind", "language"],
                condition=models.Q(replaced_at__isnull=True, withdrawn_at__isnull=True),
                name="certificates_paper_one",
            ),
        ]
        indexes = [
            models.Index(fields=["code_hash"], name="certificates_paper_code"),
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="certificates_paper_due"),
            models.Index(fields=["wanted_at"], name="certificates_paper_wanted"),
        ]
