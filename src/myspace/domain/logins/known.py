"""How far what is known of logins elsewhere goes: whether there is a feed, since when it tells of this person, whether it works.

A feed tells only of whoever has a folder, so of somebody the record begins no sooner than they first came in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from myspace.domain.logins import source
from myspace.domain.logins.reserved import RESERVED
from myspace.vocabulary.legal_calendar import MADRID

STOPPED_AFTER = timedelta(hours=24)  # its contract asks for a beat each hour

READ = (
    "SELECT f.since, f.recorded_until, (SELECT created_at FROM people_person WHERE person_id = myspace_subject()),"
    f" (SELECT min(at) FROM logins_login WHERE person_id = myspace_subject() AND NOT {RESERVED})"
    " FROM (SELECT min(coalesce(since, first_heard_at::date)) AS since, max(recorded_until) AS recorded_until FROM logins_feed) f"
)


class State(StrEnum):
    """How far the list can be believed to be whole. The screen has words for each."""

    NO_FEED = "no_feed"
    STOPPED = "stopped"  # its heartbeat stopped, or never came: the last time is said
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Reading:
    """`since`: of this person the record begins there, None: nobody ever told anything."""

    state: State
    since: date | None = None
    recorded_until: datetime | None = None


def reading_from(row: Sequence[Any], now: datetime) -> Reading:
    """From the one row of READ. What a feed told of before the person had a folder counts too."""
    feed_since, recorded, made_at, first = row
    begins = max(feed_since, made_at.astimezone(MADRID).date()) if feed_since and made_at else None
    if first is not None:
        day = first.astimezone(MADRID).date()
        begins = min(begins, day) if begins else day
    if not source.connected():
        return Reading(State.NO_FEED, begins, recorded)
    if recorded is None or now - recorded >= STOPPED_AFTER:
        return Reading(State.STOPPED, begins, recorded)
    return Reading(State.KNOWN, begins, recorded)
