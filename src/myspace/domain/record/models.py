"""The record that nobody can rewrite in silence: what waits to be sealed, what is, the tree over it, and its heads. Schema only."""

from django.db import models


class Pending(models.Model):
    """A row that no leaf has yet. A trigger writes it in the transaction of the row itself; `xid` is that transaction."""

    id = models.UUIDField(primary_key=True)  # of the row that waits
    person_id = models.UUIDField()
    topic = models.TextField()  # audit, exchange, erasure
    xid = models.BigIntegerField()

    class Meta:
        db_table = "record_pending"
        constraints = [models.UniqueConstraint(fields=["person_id", "id"], name="record_pending_of")]


class Entry(models.Model):
    """A leaf's text and its salt. Erasing takes both out, and whose it was; the leaf stays in the tree and means nothing."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()  # nil: an erasure, or what was erased
    topic = models.TextField()
    ref_id = models.UUIDField(null=True)  # the row that it is of
    leaf_index = models.BigIntegerField()
    payload = models.TextField(null=True)
    salt = models.BinaryField(null=True)

    class Meta:
        db_table = "record_entry"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "topic", "ref_id"], name="record_entry_of"),
            models.UniqueConstraint(fields=["person_id", "id"], name="record_entry_mine"),
            models.UniqueConstraint(fields=["leaf_index"], name="record_entry_leaf"),
        ]


class Erasure(models.Model):
    """Which leaves lost their text, and when: nobody's. It is a leaf itself. `leaves` is an int8multirange."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    leaves = models.TextField()

    class Meta:
        db_table = "record_erasure"


class Tile(models.Model):
    """256 hashes of the tree (C2SP tlog-tiles). A whole one never changes; the last of each level grows."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()
    pk = models.CompositePrimaryKey("level", "index")

    class Meta:
        db_table = "record_tile"


class Checkpoint(models.Model):
    """A head of the tree as it was signed, and when."""

    size = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    root = models.BinaryField()
    note = models.TextField()

    class Meta:
        db_table = "record_checkpoint"
        indexes = [models.Index(fields=["-at"], name="record_checkpoint_at")]


class Finding(models.Model):
    """Something that does not hold, each once. `leaf_index` -1: of no leaf."""

    what = models.TextField()
    leaf_index = models.BigIntegerField()
    found_at = models.DateTimeField()
    pk = models.CompositePrimaryKey("what", "leaf_index")

    class Meta:
        db_table = "record_finding"


class Watch(models.Model):
    """The last whole round of the watcher: one row."""

    name = models.TextField(primary_key=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    leaves = models.BigIntegerField()
    findings = models.IntegerField()

    class Meta:
        db_table = "record_watch"


class Cosignature(models.Model):
    """A witness's own line over one head, and when it came."""

    witness = models.TextField()
    size = models.BigIntegerField()
    lines = models.TextField()
    at = models.DateTimeField()
    pk = models.CompositePrimaryKey("witness", "size")

    class Meta:
        db_table = "record_cosignature"


class Stamp(models.Model):
    """A time stamp of a third party over one head, whole as it came; `at` by that party's clock."""

    size = models.BigIntegerField(primary_key=True)
    token = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "record_stamp"
