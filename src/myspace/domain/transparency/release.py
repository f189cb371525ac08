"""What a body kept hidden is shown from its day on, as if it had been told then. A round of the worker.

Until that day it is in no list, count, size or file of the person's; the body may shorten or lengthen the time by telling it
again. Nothing tells the person that something is withheld: that is what the law asks (GDPR art. 23).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from myspace.domain.gathering import rounds
from myspace.domain.kernel import db
from myspace.domain.kernel.keyring import keyring
from myspace.domain.transparency.store import WITHHELD_SEAL, from_text, keep
from myspace.vocabulary.legal_calendar import MADRID

_AT_ONCE = 100


def release(now: datetime) -> int:
    """How many people something was shown to."""
    today = now.astimezone(MADRID).date()
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM withheld_due(%s, %s)", (today, _AT_ONCE))
    for (person,) in due:
        _release(person, now)
    return len(due)


def _release(person: UUID, now: datetime) -> None:
    today = now.astimezone(MADRID).date()
    with db.as_person(person) as tx:
        rows = tx.run(
            "DELETE FROM transparency_withheld WHERE person_id = myspace_subject() AND until <= %s"
            " RETURNING source, told_sealed",
            (today,),
        )
        for source, sealed in rows:
            keep(tx, person, source, [from_text(keyring().unseal(sealed, WITHHELD_SEAL))], today)
        tx.run("SELECT pg_notify('changed', %s)", (f"{person.hex} exchanges",))


rounds.register(rounds.Round("withheld", timedelta(minutes=10), release))
