"""The errand: a feed is asked who consulted somebody's data, by their number, by the worker.

    a page leaves a wish, or the person comes in ─▶ whose number ─▶ since when ─▶ stored ─▶ the page hears of it

No login is used. What cannot be asked is written as what it is, and removes nothing. Asking tells the feed that this person
has a folder here: it is asked about nobody who never came in.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import structlog

from myspace.domain.gathering import errands
from myspace.domain.gathering.errands import Thread
from myspace.domain.kernel import db
from myspace.domain.people import service as people
from myspace.domain.transparency import source
from myspace.domain.transparency.known import SCOPE
from myspace.domain.transparency.source import CannotAsk, Usage
from myspace.domain.transparency.store import keep
from myspace.vocabulary.answers import Answer, Fault, Fresh, Late, Refused
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.people import Identifier
from myspace.vocabulary.transparency import Exchange

log = structlog.get_logger("transparency")

_PATIENCE_SECONDS = 30.0
_BACK = timedelta(days=2 * 366)  # how far back a first question goes: a feed says itself since when it has records
_OVERLAP = timedelta(days=7)  # what a body records late is found all the same


@dataclass(frozen=True, slots=True)
class _Wanted:
    whose: Identifier
    since: date
    wanted_at: datetime


@dataclass(frozen=True, slots=True)
class _Without:
    """What becomes of a question that was not answered as the port says."""

    answer: Answer[Exchange]
    since: date | None = None
    recorded_until: datetime | None = None
    more: bool = False


async def ask(person: UUID, thread: Thread) -> None:
    wanted: _Wanted | None = await thread(_wanted, person)
    if wanted is None:
        return
    told, feed = await _asked(wanted)
    await thread(_write, person, wanted.wanted_at, feed, told)


def _wanted(person: UUID) -> _Wanted | None:
    with db.as_person(person) as tx:
        whom = people.whom_to_ask_about(tx)
        row = tx.one("SELECT wanted_at, known_at, more FROM transparency_reading WHERE person_id = myspace_subject()")
    if whom is None or row is None or row[0] is None:
        return None
    wanted_at, known_at, more = row
    today = datetime.now(UTC).date()
    since = today - _BACK if known_at is None or more else known_at.date() - _OVERLAP
    return _Wanted(whom.identifier, since, wanted_at)


async def _asked(wanted: _Wanted) -> tuple[Usage, str]:
    connected = source.connected()
    feed = connected.asks() if connected else None
    if connected is None or feed is None:
        return _Without(Refused(Fault.NOT_AUTHORISED)), ""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await connected.ask().usage(
                wanted.whose, wanted.since, datetime.now(UTC).date() + timedelta(days=1)
            ), feed
    except TimeoutError:
        return _Without(Late()), feed
    except CannotAsk as without:
        log.error("no feed of consultations can be asked", why=str(without))
        return _Without(Refused(Fault.NOT_AUTHORISED)), feed


def _write(person: UUID, wanted_at: datetime, feed: str, told: Usage) -> None:
    """What was told and what became of the question, in one transaction. A failure changes nothing of what was known."""
    now, answer = datetime.now(UTC), told.answer
    with db.as_person(person, lasting=False) as tx:
        if isinstance(answer, Fresh):
            keep(tx, person, feed, answer.items, now.astimezone(MADRID).date())
        if answer.outcome.known:
            tx.run("SELECT hear_feed(%s, %s, %s)", (feed, told.since, told.recorded_until))
        tx.run(
            "UPDATE transparency_reading SET outcome = %(outcome)s, fault = %(fault)s, answered_at = %(now)s,"
            " known_at = CASE WHEN %(known)s THEN %(now)s ELSE known_at END, more = %(more)s,"
            # The wish is met; one that was renewed meanwhile stays.
            " wanted_at = CASE WHEN wanted_at = %(wanted)s THEN NULL ELSE wanted_at END"
            " WHERE person_id = myspace_subject()",
            {
                "outcome": answer.outcome.value, "fault": getattr(answer, "fault", None), "now": now, "more": told.more,
                "known": answer.outcome.known, "wanted": wanted_at,
            },
        )  # fmt: skip
        tx.run("SELECT pg_notify('changed', %s)", (f"{person.hex} exchanges",))


errands.register(SCOPE, ask)
