"""What a feed tells becomes rows, each once, for whoever has a folder, through the closed list; the feed learns nothing.

No event in the person's record: it says who looked here, and no feed does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from myspace.domain.kernel import db
from myspace.domain.kernel.ids import uuid7
from myspace.domain.people.sought import Sought
from myspace.vocabulary.logins import LoginOf

_TAKE = "SELECT take_logins(%s, %s, %s::integer[], %s::text[], %s::bytea[], %s::json)"
_encoder = msgspec.json.Encoder()


class _Row(msgspec.Struct):
    """As take_logins reads it. `n`: the place of its person, from 1."""

    n: int
    id: UUID
    reference: str
    at: datetime
    service: str
    ine10: str
    method: str
    level: int
    device: str
    place: str


def take(feed: str, told: Sequence[LoginOf], *, a_minute: int) -> bool:
    """False: this feed sent more messages than `a_minute`. Raises DatabaseAway."""
    sought = Sought()
    rows = {}
    for one in told:
        n, login = sought.place_of(one.whose, one.country), one.login
        rows[n, login.reference] = _Row(
            n, uuid7(), login.reference, login.at, login.service, login.ine10 or "", login.method or "",
            int(login.level or 0), login.device or "", login.place or "",
        )  # fmt: skip
    with db.bare() as tx:
        row = tx.one(
            _TAKE,
            (feed, a_minute, sought.whose, sought.keys, sought.hashes, _encoder.encode(list(rows.values())).decode()),
        )
    assert row is not None
    return bool(row[0])


def hear(feed: str, since: date | None, recorded_until: datetime) -> None:
    """A feed says that it works. Raises DatabaseAway."""
    with db.bare() as tx:
        tx.run("SELECT hear_login_feed(%s, %s, %s)", (feed, since, recorded_until))
