"""Notices as platforms list them, what each channel told, the acts with their confirmations and papers. Schema only."""

from django.db import models


class Notice(models.Model):
    """One line of a platform's list. `payload` is the line; `status` is what counts once every channel is heard."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    service = models.TextField()
    source_id = models.TextField()
    kind = models.TextField()
    ine10 = models.TextField(db_default="")  # the sender's, as `payload` has it, for row security; "": of no body known
    status = models.TextField()
    contested = models.TextField(db_default="")  # several ends, joined by commas: it cannot be known which was first
    ended_at = models.DateTimeField(null=True)  # when what counts first happened; None: not ended, or not told
    available_at = models.DateTimeField(null=True)
    payload = models.TextField()
    digest = models.BinaryField()
    contents_sealed = models.TextField(null=True)  # names of documents and the text around them; only once it is opened
    first_seen_at = models.DateTimeField()
    listed_at = models.DateTimeField()
    listed_by = models.TextField(db_default="login")  # by what the list was read then: vocabulary.notices.ReadBy

    class Meta:
        db_table = "notices_notice"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="notices_notice_of"),
            models.UniqueConstraint(fields=["person_id", "service", "source_id"], name="notices_notice_one"),
        ]
        indexes = [models.Index(fields=["person_id", "-available_at", "-id"], name="notices_notice_newest")]


class Told(models.Model):
    """What one channel told of one notice. Not `believed`: a step that cannot be, kept for the operator."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    notice_id = models.UUIDField()
    channel = models.TextField()
    status = models.TextField()
    at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    believed = models.BooleanField()

    class Meta:
        db_table = "notices_told"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="notices_told_of"),
            models.UniqueConstraint(
                fields=["person_id", "notice_id", "channel", "status", "believed"], name="notices_told_one"
            ),
        ]


class Act(models.Model):
    """An act with legal effect, from the moment it was meant. The drawing is in `acts.py`."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    viewer_id = models.UUIDField()
    notice_id = models.UUIDField()
    session_id = models.UUIDField()
    act = models.TextField()
    state = models.TextField()
    basis = models.TextField()
    ground = models.TextField(null=True)  # the mandate's own id at its register, when it is by one
    shown_sha256 = models.BinaryField()
    intended_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)  # the platform's own instant
    reason = models.TextField(null=True)
    code = models.TextField(db_default="")
    read_back = models.BooleanField(db_default=False)

    class Meta:
        db_table = "notices_act"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="notices_act_of"),
            # Whoever acts for the person shares their folder: two cannot act on one notice at the same time.
            models.UniqueConstraint(
                fields=["person_id", "notice_id"],
                name="notices_act_under_way",
                condition=models.Q(state__in=("intended", "sent", "unconfirmed")),
            ),
        ]
        indexes = [models.Index(fields=["person_id", "notice_id", "-id"], name="notices_act_newest")]


class Confirmation(models.Model):
    """One page before one act, good once and for two minutes. It goes in the transaction that records the act."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    viewer_id = models.UUIDField()
    session_id = models.UUIDField()
    notice_id = models.UUIDField()
    act = models.TextField()
    shown_sha256 = models.BinaryField()
    notice_digest = models.BinaryField()
    until = models.DateTimeField()

    class Meta:
        db_table = "notices_confirmation"
        constraints = [models.UniqueConstraint(fields=["person_id", "id"], name="notices_confirmation_of")]


class Paper(models.Model):
    """The platform's evidence of what became of a notice, untouched and sealed. Documents of notices are never kept."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    notice_id = models.UUIDField()
    name = models.TextField()
    mime = models.TextField()
    sha256 = models.BinaryField()
    octets_sealed = models.TextField()
    got_at = models.DateTimeField()

    class Meta:
        db_table = "notices_paper"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="notices_paper_of"),
            models.UniqueConstraint(fields=["person_id", "notice_id", "sha256"], name="notices_paper_one"),
        ]


class Reading(models.Model):
    """When a platform's list was last read for a person, and the session whose token is to read it now."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    service = models.TextField()
    session_id = models.UUIDField(null=True)  # a wish: erased when it was met
    wanted_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    fault = models.TextField(null=True)
    answered_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField(null=True)
    known_since = models.DateField(null=True)  # the first deposit day that the last known list covers
    known_by = models.TextField(db_default="login")  # by what the last known list was read
    complete = models.BooleanField(db_default=False)

    class Meta:
        db_table = "notices_reading"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="notices_reading_of"),
            models.UniqueConstraint(fields=["person_id", "service"], name="notices_reading_one"),
        ]


class Away(models.Model):
    """What became of reading a platform's list while the person was away, by each thing that lets it be read."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    service = models.TextField()
    read_by = models.TextField()
    outcome = models.TextField()
    fault = models.TextField(null=True)
    answered_at = models.DateTimeField()
    known_at = models.DateTimeField(null=True)  # when it was last read well; survives a failure

    class Meta:
        db_table = "notices_away"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="notices_away_of"),
            models.UniqueConstraint(fields=["person_id", "service", "read_by"], name="notices_away_one"),
        ]


class LeftLogin(models.Model):
    """The login that a person left for reading their list while away. `token_sealed` None: consented, and not left yet; or over.

    `ended_how` tells why it is over, until they leave another or take the wish back.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    consented_at = models.DateTimeField()
    token_sealed = models.TextField(null=True)
    left_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_how = models.TextField(null=True)

    class Meta:
        db_table = "notices_left_login"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="notices_left_login_of"),
            models.UniqueConstraint(fields=["person_id"], name="notices_left_login_one"),
        ]


class Outage(models.Model):
    """When a platform did not answer, of nobody: what the law lets a body extend terms for."""

    id = models.UUIDField(primary_key=True)
    service = models.TextField()
    began_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failed = models.IntegerField()

    class Meta:
        db_table = "notices_outage"
        constraints = [
            models.UniqueConstraint(
                fields=["service"], name="notices_outage_open", condition=models.Q(ended_at__isnull=True)
            )
        ]
