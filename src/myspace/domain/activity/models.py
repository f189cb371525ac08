"""Items (cases, entries, appointments, taxes), the person's marks on them, and the words to find them. Schema only."""

from django.db import models


class Item(models.Model):
    """One thing an administration does with the person. `payload` is the canonical item; the rest is for lists."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    connection_id = models.UUIDField()
    ine10 = models.TextField()
    kind = models.TextField()
    source_id = models.TextField()
    capacity = models.TextField(default="own")
    title = models.TextField()
    state = models.TextField()
    open = models.BooleanField()
    your_turn = models.BooleanField()
    money = models.BooleanField()
    sort_at = models.DateTimeField()
    sort_day = models.DateField(null=True)  # None: the body gives no day
    due_on = models.DateField(null=True)
    forecast_on = models.DateField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    head = models.BooleanField(default=True)  # False: a paper that belongs to a case the person can see
    case_key = models.TextField(null=True)
    payload = models.TextField()
    digest = models.BinaryField()
    first_seen_at = models.DateTimeField()
    news_at = models.DateTimeField()  # when it became news to the person; a source that re-dates does not move it
    change = models.TextField()
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False)
    starred = models.BooleanField(default=False)
    unread = models.BooleanField(default=True)

    class Meta:
        db_table = "activity_item"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="activity_item_of"),
            models.UniqueConstraint(
                fields=["person_id", "connection_id", "kind", "capacity", "source_id"], name="activity_item_one"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person_id", "-sort_at", "-id"],
                name="activity_item_heads",
                condition=models.Q(head=True, hidden=False),
            ),
            models.Index(
                fields=["person_id", "-sort_at", "-id"], name="activity_item_all", condition=models.Q(hidden=False)
            ),
            models.Index(fields=["person_id", "kind", "-sort_at", "-id"], name="activity_item_kind"),
            models.Index(fields=["person_id", "-news_at"], name="activity_item_news", condition=models.Q(hidden=False)),
            models.Index(
                fields=["person_id", "-sort_at"], name="activity_item_open", condition=models.Q(kind="case", open=True)
            ),
            models.Index(fields=["person_id", "connection_id", "case_key"], name="activity_item_case"),
        ]


class Mark(models.Model):
    """Stars, read marks and hidings by the source's own key: they outlive the item and come back with it."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    connection_id = models.UUIDField()
    kind = models.TextField()
    capacity = models.TextField()
    source_id = models.TextField()
    read_at = models.DateTimeField(null=True)
    starred_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_level = models.SmallIntegerField(null=True)
    not_mine_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "activity_mark"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="activity_mark_of"),
            models.UniqueConstraint(
                fields=["person_id", "connection_id", "kind", "capacity", "source_id"], name="activity_mark_one"
            ),
        ]


class Word(models.Model):
    """A normalised word of an item. Equality and range work under row security; a GIN index does not."""

    person_id = models.UUIDField()
    word = models.TextField()
    item_id = models.UUIDField()
    pk = models.CompositePrimaryKey("person_id", "word", "item_id")

    class Meta:
        db_table = "activity_word"
        indexes = [models.Index(fields=["person_id", "item_id"], name="activity_word_item")]
