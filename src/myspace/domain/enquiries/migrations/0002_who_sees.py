"""A person writes and reads their own letters; nobody by mandate does, for what they ask about is never given by one."""

from django.db import migrations

from myspace.domain.kernel.protect import OWN, Protect

_MINE = f"person_id = myspace_subject() AND {OWN}"


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial"), ("people", "0002_who_sees"), ("mandates", "0002_who_sees")]
    operations = [
        Protect(
            "enquiries_enquiry",
            web=("SELECT", "INSERT", "UPDATE", "DELETE"),
            worker=("SELECT", "UPDATE", "DELETE"),
            web_test=_MINE,
        ),
    ]
