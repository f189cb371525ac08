"""What is known of the platforms' lists for one person: when each was last read, and whether it can be read now.

A list that was not read is not an empty one: whoever shows what needs the person says how far that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from myspace.domain.activity.service import HEARD, Heard, heard_from
from myspace.domain.kernel import restored
from myspace.domain.kernel.db import Statement
from myspace.domain.notices import platforms
from myspace.domain.notices.listing import FRESH_FOR
from myspace.vocabulary import answers
from myspace.vocabulary.answers import Fault
from myspace.vocabulary.notices import ReadBy
from myspace.vocabulary.people import Actor


class Readable(StrEnum):
    """Whether the platforms can be asked for this person now."""

    NOW = "now"
    LOGIN_OVER = "login_over"  # the provider's token lasts an hour: come in again to read what is new
    OTHER_PROVIDER = "other_provider"  # this login came by a provider whose word the platform does not take
    NO_PLATFORM = "no_platform"  # this deployment is connected to none
    COPY = "copy"  # a restored copy: nobody is asked from here


class Reading(msgspec.Struct, frozen=True):
    """When one platform's list was last read. `known_at` None: never, so nothing can be said of what there is.

    `known_since` is the first day of deposit that was covered. `failed`: the last try told nothing; `fault` is why.
    """

    service: str
    known_at: datetime | None
    known_since: date | None
    complete: bool
    reading_now: bool
    failed: bool
    outcome: answers.Outcome | None
    fault: Fault | None
    answered_at: datetime | None
    known_by: ReadBy = ReadBy.LOGIN


@dataclass(frozen=True, slots=True)
class Lists:
    """One reading for each platform of this deployment: what it covers."""

    readings: tuple[Reading, ...]
    readable: Readable

    @property
    def all_known(self) -> bool:
        """Every platform's list is known, whole and fresh: only then may a screen say that nothing waits in these.

        By the person's own login. What another way shows of somebody's mailbox is not published, so it proves no absence.
        """
        now = datetime.now(UTC)
        return bool(self.readings) and all(
            r.known_at is not None
            and r.complete
            and not r.failed
            and now - r.known_at < FRESH_FOR
            and r.known_by is ReadBy.LOGIN
            for r in self.readings
        )

    @property
    def untold(self) -> bool:
        """There is a platform, and of what waits there now it is not all known."""
        return bool(self.readings) and not self.all_known

    @property
    def known_at(self) -> datetime | None:
        """When the oldest was last read; None: one was never read."""
        told = [r.known_at for r in self.readings if r.known_at is not None]
        return min(told) if told and len(told) == len(self.readings) else None

    @property
    def known_by(self) -> ReadBy:
        """By what the oldest was last read: that of `known_at`."""
        told = [(r.known_at, r.known_by) for r in self.readings if r.known_at is not None]
        return min(told)[1] if told else ReadBy.LOGIN

    @property
    def reading_now(self) -> bool:
        return any(r.reading_now for r in self.readings)


_LISTS = (
    # The token itself stays sealed where it is; a door only needs to know whether there is one.
    "(SELECT CASE WHEN s.method = 'openid' THEN 'other_provider' WHEN s.provider_token_sealed IS NOT NULL"
    " AND s.provider_token_until > now() THEN 'now' ELSE 'login_over' END FROM people_session s"
    " WHERE s.person_id = myspace_subject() AND s.id = %s),"
    " (SELECT json_agg(json_build_array(r.service, r.wanted_at, r.outcome, r.fault, r.answered_at, r.known_at,"
    " r.known_since, r.complete, r.known_by)) FROM notices_reading r WHERE r.person_id = myspace_subject())"
)
MINE = f"SELECT p.kind, {_LISTS}, {HEARD} FROM people_person p WHERE p.person_id = myspace_subject()"
# To be notified is not to see the folder: what its person is, the registry told too. No row when no notice is within reach.
_ANOTHERS = (
    "SELECT coalesce((SELECT p.kind FROM people_person p WHERE p.person_id = myspace_subject()),"
    " (SELECT m.other_kind FROM mandates_mandate m WHERE m.person_id = myspace_viewer() AND m.side = 'representative'"
    f" AND m.other_id = myspace_subject() LIMIT 1)), {_LISTS}, {HEARD} WHERE myspace_some_notices()"
)


@dataclass(frozen=True, slots=True)
class Mine:
    """`kind` is what the folder's person is; `heard` are their bodies' own entries about notifications."""

    kind: str
    lists: Lists
    heard: tuple[Heard, ...]


def reading_mine(actor: Actor) -> Statement:
    """One row for `mine_from`; none by a mandate that opens no notices."""
    return _ANOTHERS if actor.by_mandate else MINE, (actor.session,)


def mine_from(row: Sequence[Any], now: datetime) -> Mine:
    kind, token, read, heard = row
    return Mine(kind, _lists(token, read, now), heard_from(heard))


def reading_lists(actor: Actor) -> Statement:
    """The columns of `lists_from`, to stand among those of another page's statement."""
    return _LISTS, (actor.session,)


def lists_from(values: Sequence[Any], now: datetime) -> Lists:
    token, read = values
    return _lists(token, read, now)


def _lists(token: str | None, read: Sequence[Any] | None, now: datetime) -> Lists:
    told = {r[0]: r for r in read or ()}
    readings = tuple(_reading(name, told.get(name), now) for name in platforms.names())
    readable = Readable(token) if token else Readable.LOGIN_OVER
    if not readings:
        readable = Readable.NO_PLATFORM
    elif restored.remembered() is not None:
        readable = Readable.COPY
    return Lists(readings, readable)


def _reading(service: str, row: Sequence[Any] | None, now: datetime) -> Reading:
    if row is None:
        return Reading(service, None, None, False, False, False, None, None, None)
    _, wanted, outcome, fault, answered, known, since, complete, by = row
    wanted_at = _instant(wanted)
    return Reading(
        service=service,
        known_at=_instant(known),
        known_since=date.fromisoformat(since) if since else None,
        complete=complete,
        reading_now=wanted_at is not None and now - wanted_at < _GIVES_UP_AFTER,
        failed=outcome is not None and not answers.Outcome(outcome).known,
        outcome=answers.Outcome(outcome) if outcome else None,
        fault=Fault(fault) if fault else None,
        answered_at=_instant(answered),
        known_by=ReadBy(by),
    )


_GIVES_UP_AFTER = timedelta(minutes=2)  # a wish that nobody met for so long is none on any screen


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def stale(reading: Reading, now: datetime) -> bool:
    if reading.reading_now:
        return False
    if reading.failed and reading.answered_at and now - reading.answered_at < _AGAIN_AFTER_FAILURE:
        return False
    if reading.known_by is not ReadBy.LOGIN:  # of who is in, their own login says more
        return True
    return reading.known_at is None or now - reading.known_at >= FRESH_FOR or reading.failed


_AGAIN_AFTER_FAILURE = timedelta(minutes=1)
