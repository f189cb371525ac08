"""Who consulted a person's data, the same by likeness, by body and by month, and what is known of the feeds. Schema only."""

from django.db import models


class Exchange(models.Model):
    """One question about the person, as it was told. What was not told is empty; `missing` names what should have been."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    series_id = models.UUIDField()
    source = models.TextField()  # the feed's name here, or 'own'
    reference = models.TextField()
    at = models.DateTimeField()
    modality = models.TextField()
    holder = models.TextField()
    law = models.TextField()
    outcome = models.TextField()
    asked_by = models.TextField()
    missing = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "transparency_exchange"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="transparency_exchange_of"),
            models.UniqueConstraint(fields=["person_id", "source", "reference"], name="transparency_exchange_one"),
        ]
        indexes = [
            models.Index(fields=["person_id", "series_id", "-at", "-id"], name="transparency_exchange_series"),
            models.Index(fields=["told_at"], name="transparency_exchange_kept"),
        ]


class Series(models.Model):
    """Questions of one body about one kind of data, for one purpose and case: what the page shows as one line.

    Its id is made of the person and of what is alike, so that it is found without a look. `own`: the person's own questions.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    own = models.BooleanField()
    sensitive = models.BooleanField()
    ine10 = models.TextField()
    unit = models.TextField()
    product = models.TextField()
    purpose = models.TextField()
    procedure = models.TextField()
    case_key = models.TextField()
    ground = models.TextField()
    number = models.IntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    told_at = models.DateTimeField()  # when the first of them was told
    recognised_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "transparency_series"
        constraints = [models.UniqueConstraint(fields=["person_id", "id"], name="transparency_series_of")]
        indexes = [
            models.Index(
                fields=["person_id", "-last_at", "-id"],
                name="transparency_series_shown",
                condition=models.Q(own=False, sensitive=False),
            ),
            models.Index(fields=["person_id", "ine10", "-last_at"], name="transparency_series_body"),
            models.Index(fields=["person_id"], name="transparency_series_own", condition=models.Q(own=True)),
            models.Index(
                fields=["person_id", "-last_at", "-id"],
                name="transparency_series_kept",
                condition=models.Q(own=False, sensitive=True),
            ),
        ]


class Month(models.Model):
    """How many in a month, by body and purpose. What is sensitive is in no picture, and so is not here; nor what is own."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    month = models.DateField()
    ine10 = models.TextField()
    purpose = models.TextField()
    number = models.IntegerField()

    class Meta:
        db_table = "transparency_month"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="transparency_month_of"),
            models.UniqueConstraint(fields=["person_id", "month", "ine10", "purpose"], name="transparency_month_one"),
        ]


class Body(models.Model):
    """How many of one body, and when the last was. Neither own nor sensitive ones count."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    ine10 = models.TextField()
    number = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "transparency_body"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="transparency_body_of"),
            models.UniqueConstraint(fields=["person_id", "ine10"], name="transparency_body_one"),
        ]


class Withheld(models.Model):
    """What its body lawfully keeps hidden until a day (GDPR art. 23). No door reads this table, nor whether it has rows."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    source = models.TextField()
    reference = models.TextField()
    until = models.DateField()
    law = models.TextField()
    told_sealed = models.TextField()

    class Meta:
        db_table = "transparency_withheld"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="transparency_withheld_of"),
            models.UniqueConstraint(fields=["person_id", "source", "reference"], name="transparency_withheld_one"),
        ]
        indexes = [models.Index(fields=["until"], name="transparency_withheld_due")]


class Reading(models.Model):
    """When a feed was last asked about the person, what became of it, and the wish to ask now."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    wanted_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    fault = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField(null=True)
    more = models.BooleanField(db_default=False)  # older ones than could be fetched

    class Meta:
        db_table = "transparency_reading"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="transparency_reading_of"),
            models.UniqueConstraint(fields=["person_id"], name="transparency_reading_one"),
        ]


class Feed(models.Model):
    """What is known of a feed: since when it has records, until when it has recorded. Nobody's: each message counts."""

    name = models.TextField(primary_key=True)
    since = models.DateField(null=True)
    recorded_until = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()
    began_at = models.DateTimeField()
    taken = models.IntegerField()

    class Meta:
        db_table = "transparency_feed"


class Coverage(models.Model):
    """How many entries a body's questions made in a month, and how many of them said all that they should. Nobody's."""

    ine10 = models.TextField()
    month = models.DateField()
    told = models.BigIntegerField()
    whole = models.BigIntegerField()
    pk = models.CompositePrimaryKey("ine10", "month")

    class Meta:
        db_table = "transparency_coverage"
