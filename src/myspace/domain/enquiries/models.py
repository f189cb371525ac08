"""Letters to administrations: what each says, where it stands, what was answered. Schema only."""

from django.db import models


class Enquiry(models.Model):
    """One letter. `facts_sealed` is what it says; its clock begins with the register's number, and not before."""

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    kind = models.TextField()
    topic = models.TextField()
    ref_id = models.UUIDField()
    ine10 = models.TextField()
    addressee = models.TextField()  # the body, its data protection officer, or the authority
    after_id = models.UUIDField(null=True)  # the letter of which this one complains
    facts_sealed = models.TextField()
    sensitive = models.BooleanField()
    made_at = models.DateTimeField()
    registered_number_sealed = models.TextField(null=True)
    registered_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    answer_sealed = models.TextField(null=True)
    answered_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enquiries_enquiry"
        constraints = [models.UniqueConstraint(fields=["person_id", "id"], name="enquiries_enquiry_of")]
        indexes = [models.Index(fields=["person_id", "topic", "ref_id"], name="enquiries_enquiry_about")]
