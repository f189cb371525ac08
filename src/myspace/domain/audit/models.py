"""The append-only record of who did what for whom. Schema only; nobody but `audit.service` writes it."""

from django.db import models


class Event(models.Model):
    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()  # the subject: whose folder
    viewer_id = models.UUIDField()
    at = models.DateTimeField()
    event = models.TextField()
    session_id = models.UUIDField(null=True)
    about = models.UUIDField(null=True)
    facts = models.JSONField()
    once = models.TextField(null=True)  # a person's own reads leave one row per session and area

    class Meta:
        db_table = "audit_event"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "id"], name="audit_event_of"),
            models.UniqueConstraint(fields=["person_id", "once"], name="audit_event_once"),
        ]
        indexes = [
            models.Index(fields=["person_id", "-at"], name="audit_event_of_at"),
            models.Index(fields=["viewer_id", "-at"], name="audit_event_by_at"),
        ]
