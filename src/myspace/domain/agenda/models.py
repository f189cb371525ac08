"""One row for each thing that needs the person: due on, visible from, verb, reference. Schema only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    topic = models.TextField()
    ref_id = models.UUIDField()
    speaks_of = ArrayField(models.TextField(), db_default=[])  # numbers of the thing itself: two topics may tell of one
    part = models.TextField(default="")  # one reference may need the person twice: two debts of one tax
    verb = models.TextField()
    title = models.TextField()
    ine10 = models.TextField()
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    due_kind = models.TextField(null=True)
    visible_from = models.DateField()
    who = models.TextField(null=True)  # whose it is, as its source names it, where we have no code for them
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    concealed = models.BooleanField(default=False)

    class Meta:
        db_table = "agenda_entry"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="agenda_entry_of"),
            models.UniqueConstraint(fields=["person_id", "ref_id", "part"], name="agenda_entry_one"),
        ]
        indexes = [models.Index(fields=["person_id", "due_on"], name="agenda_entry_due")]
