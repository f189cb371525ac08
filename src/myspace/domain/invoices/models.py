"""Invoices as they were told, what is asked about one of them, its receipt, and when they were last asked for. Schema only."""

from django.db import models


class Invoice(models.Model):
    """One invoice that the person sent. `payload` is what was told last; `steps` the states it went through, once asked."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    source_id = models.TextField()
    state = models.TextField()
    since = models.DateTimeField()
    payload = models.TextField()
    digest = models.BinaryField()
    steps = models.TextField(null=True)
    steps_of = models.BinaryField(
        null=True
    )  # the digest that the steps were asked for: of another, they are asked again
    first_seen_at = models.DateTimeField()
    told_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)  # the person said that they sent another in its place

    class Meta:
        db_table = "invoices_invoice"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="invoices_invoice_of"),
            models.UniqueConstraint(fields=["person_id", "source_id"], name="invoices_invoice_one"),
        ]
        indexes = [models.Index(fields=["person_id", "-since", "-id"], name="invoices_invoice_newest")]


class Question(models.Model):
    """What the person's page wants of one invoice: its history or its receipt. `wanted_at` goes when it was asked."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    invoice_id = models.UUIDField()
    what = models.TextField()
    wanted_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    complete = models.BooleanField(db_default=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invoices_question"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="invoices_question_of"),
            models.UniqueConstraint(fields=["person_id", "invoice_id", "what"], name="invoices_question_one"),
        ]


class Receipt(models.Model):
    """The receipt of sending as it came, sealed."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    invoice_id = models.UUIDField()
    sha256 = models.BinaryField()
    octets_sealed = models.TextField()
    got_at = models.DateTimeField()

    class Meta:
        db_table = "invoices_receipt"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="invoices_receipt_of"),
            models.UniqueConstraint(fields=["person_id", "invoice_id"], name="invoices_receipt_one"),
        ]


class Reading(models.Model):
    """When the person's invoices were last asked for, what became of it, and the wish to ask now."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    wanted_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    fault = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField(null=True)
    untold = models.TextField(db_default="")  # values of Untold, with spaces: what the last known answer does not reach
    aside = models.IntegerField(db_default=0)  # how many the last known answer brought that could not be believed

    class Meta:
        db_table = "invoices_reading"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="invoices_reading_of"),
            models.UniqueConstraint(fields=["person_id"], name="invoices_reading_one"),
        ]
