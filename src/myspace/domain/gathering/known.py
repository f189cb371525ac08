"""What every page reads of a person's asking: one statement of its batch, and the value that its rows come to.

Knows the columns of `gathering_ask` by their places, with `rules.AskFacts`, so that no package above counts them. Refuses
to know what a page makes of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from myspace.domain.gathering import rules
from myspace.domain.kernel.db import Statement
from myspace.domain.people import service as people
from myspace.domain.people.service import Profile
from myspace.vocabulary.activity import Topic

# Moments come as seconds: psycopg takes 1.5 µs to read one with its zone, and a page with fifty sources reads hundreds.
_ASK_COLUMNS = (
    "connection_id, topic, date_part('epoch',asking_until), outcome, date_part('epoch',known_at), known_outcome,"
    " date_part('epoch',fresh_until), complete, items, kept_aside, knows_me_since IS NOT NULL, fault"
)
_ASK_WIDTH = len(_ASK_COLUMNS.split(", "))
CONNECTION, TOPIC, KNOWN_AT, ITEMS, KNOWS_ME = 0, 1, 4, 8, 10  # places in a row of _ASK_COLUMNS
READ_ASKS: Statement = (f"SELECT {_ASK_COLUMNS} FROM gathering_ask WHERE person_id = myspace_subject()", ())
_PROFILE_WIDTH = len(people.PROFILE_COLUMNS.split(", "))
_BESIDES = _ASK_WIDTH + _PROFILE_WIDTH + 1  # its place, after the profile and whether who wished was told to wait
# What every page needs to say to whom it was asked, in one statement of its batch; its reader is `known_from`. The
# profile is a row of its own: beside each of two hundred asks, its dates were a third of what the page read.
_READ_KNOWN = (
    f"SELECT {'NULL, ' * _ASK_WIDTH}{people.PROFILE_COLUMNS},"
    # NULL: no wish is out. One stays until its visit has ended, so that it tells also of what nobody took up yet.
    " (SELECT bool_or(told_to_wait_at IS NOT NULL) FROM gathering_wanted WHERE person_id = myspace_subject()"
    " AND scope IN ('due', 'one')){besides}"
    " FROM people_person WHERE person_id = myspace_subject()"
    f" UNION ALL SELECT {_ASK_COLUMNS.replace('connection_id', 'connection_id::text')}{', NULL' * (_PROFILE_WIDTH + 1)}"
    "{nothing} FROM gathering_ask WHERE person_id = myspace_subject()"
)
READ_KNOWN: Statement = (_READ_KNOWN.replace("{besides}", "").replace("{nothing}", ""), ())


class Known(NamedTuple):
    """What is known of a person's asking: their profile, the rows of their asks (none: nobody was ever asked).

    In a row the connection is text, which is looked up faster than a UUID.
    """

    profile: Profile
    asks: list[tuple[Any, ...]]
    told_to_wait: bool = False
    wished: bool = False  # somebody is to be asked, or is being asked, because a page or the person wanted it

    @property
    def things(self) -> int:
        """How many are held in all; what is hidden does not count."""
        return sum(row[ITEMS] for row in self.asks)

    @property
    def tellers(self) -> int:
        """How many bodies told something that is held."""
        return len({row[CONNECTION] for row in self.asks if row[ITEMS]})

    def ages(self, topic: Topic) -> list[datetime]:
        """When this topic was last known, of each body that has something of it."""
        told = (row for row in self.asks if row[TOPIC] == topic and row[ITEMS])
        return [at for row in told if (at := rules.moment(row[KNOWN_AT]))]

    def known_at(self, connection_id: UUID, topic: Topic) -> datetime | None:
        key = str(connection_id)
        own = (row[KNOWN_AT] for row in self.asks if row[CONNECTION] == key and row[TOPIC] == topic)
        return rules.moment(next(own, None))


def reading_known(besides: str | None) -> Statement:
    """READ_KNOWN with one value more in the row of the profile, for `besides_from`: another topic's, at no statement more."""
    if besides is None:
        return READ_KNOWN
    return _READ_KNOWN.replace("{besides}", f", {besides}").replace("{nothing}", ", NULL"), ()


def besides_from(rows: list[tuple[Any, ...]]) -> Any:
    """The value that was asked for besides; None where none was."""
    own = next(row for row in rows if row[0] is None)
    return own[_BESIDES] if len(own) > _BESIDES else None


def known_from(rows: list[tuple[Any, ...]]) -> Known:
    """From the rows of READ_KNOWN: the one without a connection is the profile's."""
    own = next(row for row in rows if row[0] is None)
    asks = [row for row in rows if row[0] is not None]
    told_to_wait = own[_BESIDES - 1]
    return Known(
        people.profile_from(own[_ASK_WIDTH:]), asks, told_to_wait=bool(told_to_wait), wished=told_to_wait is not None
    )
