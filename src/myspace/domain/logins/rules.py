"""What is out of the ordinary of a login, and which ways in may be closed and opened: pure decisions. Facts in, verdict out.

    of a login        the first of all ─▶ nothing │ another way │ another device │ the middle of the night: the gravest alone
    to close a way    not the one this login came by; not one that was seen to be surer than this login
    to open it again  by another way than that one, as sure as it was at the least, a day after it was closed; else by itself

The way by which one is in is never closed, and of two people who are in as one, neither can close the other's surer one: so
there is always a way left, and whoever stole the weakest cannot lock the strongest. docs/adr/0022 argues each figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from myspace.domain.people.guarding import Way
from myspace.vocabulary.legal_calendar import MADRID

LASTS: Final = timedelta(days=90)
COOLS_FOR: Final = timedelta(hours=24)
NIGHT: Final = range(6)  # hours of the clock: from midnight to six
_ENOUGH: Final = 3  # earlier logins by which one knows when somebody sleeps


class Unusual(StrEnum):
    WAY = "way"
    DEVICE = "device"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Seen:
    """A login as it is compared. What was not told is empty, and is nothing new."""

    id: UUID
    at: datetime
    way: str
    device: str


def unusual(one: Seen, earlier: Sequence[Seen], ways: frozenset[str] = frozenset()) -> Unusual | None:
    """`earlier` are the same person's logins before it, of one kind; `ways` are known of elsewhere besides."""
    if not earlier and not ways:
        return None
    if one.way and one.way not in ways and one.way not in {each.way for each in earlier}:
        return Unusual.WAY
    devices = {each.device for each in earlier if each.device}
    if one.device and devices and one.device not in devices:
        return Unusual.DEVICE
    if _at_night(one) and len(earlier) >= _ENOUGH and not any(map(_at_night, earlier)):
        return Unusual.NIGHT
    return None


def _at_night(one: Seen) -> bool:
    return one.at.astimezone(MADRID).hour in NIGHT


@dataclass(frozen=True, slots=True)
class Closed:
    """A way that the person closed. `level`: the surest login by it that was known then, 0 if none was."""

    way: Way
    level: int
    closed_at: datetime
    until: datetime


class Unclosable(StrEnum):
    """Why this login may not close a way, for a screen to word."""

    IN_USE = "in_use"
    SURER = "surer"


class Unopenable(StrEnum):
    SAME_WAY = "same_way"
    LESS_SURE = "less_sure"
    TOO_SOON = "too_soon"


def unclosable(way: Way, seen_level: int, *, mine: Way, my_level: int) -> Unclosable | None:
    if way == mine:
        return Unclosable.IN_USE
    return Unclosable.SURER if seen_level > my_level else None


def unopenable(closed: Closed, *, mine: Way, my_level: int, now: datetime) -> Unopenable | None:
    if closed.way == mine:
        return Unopenable.SAME_WAY
    if closed.level > my_level:
        return Unopenable.LESS_SURE
    return Unopenable.TOO_SOON if now - closed.closed_at < COOLS_FOR else None
