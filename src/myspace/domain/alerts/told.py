"""What an issuer tells of somebody's notice, kept for whoever has a folder here. Hides whether they have one, also from the door.

No event in the person's record: it says who looked, and nobody did. The person sees who told, and when, on the reminder.
"""

from __future__ import annotations

from datetime import date, datetime

from myspace.domain.kernel import db
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people import finding
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.notices import Hint

_TELL = f"SELECT told_by_issuer({', '.join(['%s'] * 15)})"


def tell(issuer: str, hint: Hint, *, a_minute: int) -> bool:
    """False: this issuer sent more than `a_minute`. Told twice, or late, it changes nothing. Raises DatabaseAway."""
    text = finding.hashed_text(finding.value_of(hint.to, hint.country), hint.to.kind.value)
    hashes = keyring().every_hash(text)
    with db.bare() as tx:
        row = tx.one(
            _TELL,
            (
                issuer, a_minute, list(hashes), list(hashes.values()), uuid7(), hint.event, hint.at, hint.sender,
                hint.reference, hint.registry_number, *_two(hint.available), *_two(hint.until), hint.ended,
            ),
        )  # fmt: skip
    assert row is not None
    return bool(row[0])


def _two(moment: Moment | None) -> tuple[date | None, datetime | None]:
    return (moment.day, moment.at) if moment else (None, None)
