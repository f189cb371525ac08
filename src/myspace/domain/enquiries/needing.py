"""Letters whose month runs, as rows of the agenda: in the calendar the last day to answer, on home the day after it.

    a number is entered ──▶ a round of the worker writes the row
    answered, or claimed ─▶ the row is put aside at once (web may do no more), and the round takes it away

Of sensitive letters there is no row: what they are about is in no list but their own. By mandate nobody sees a row of letters.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Need, Verb
from myspace.domain.enquiries.service import SEAL_WORDS, Words
from myspace.domain.gathering import rounds
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.keyring import keyring

TOPIC: Final = "letters"
_AT_ONCE = 200
_WAITING = (
    "SELECT e.id, e.ine10, e.addressee, e.facts_sealed, e.due_on FROM enquiries_enquiry e WHERE e.person_id = myspace_subject()"
    " AND e.due_on IS NOT NULL AND e.answered_on IS NULL AND NOT e.sensitive AND NOT EXISTS"
    " (SELECT FROM enquiries_enquiry c WHERE c.person_id = myspace_subject() AND c.after_id = e.id)"
)


def write(tx: Tx) -> None:
    """The agenda of the person whom the transaction sees has exactly these."""
    needs = [
        Need(
            id_, Verb.CLAIM, msgspec.json.decode(keyring().unseal(sealed, SEAL_WORDS), type=Words).title, ine10,
            visible_from=due_on + timedelta(days=1), due_on=due_on, who=None if ine10 else addressee,
        )
        for id_, ine10, addressee, sealed, due_on in tx.run(_WAITING)
    ]  # fmt: skip
    agenda.replace(tx, TOPIC, None, needs)


def look(_now: datetime) -> int:
    """For how many people the agenda did not say what their letters do."""
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM letters_due(%s)", (_AT_ONCE,))
    for (person,) in due:
        with db.as_person(person) as tx:
            write(tx)
    return len(due)


rounds.register(rounds.Round("letters", timedelta(minutes=10), look))
