"""Reading a list of somebody who is away, because they asked to be warned then: with what the deployment holds for them.

    the alerts' round leaves a wish ─▶ do they still want it? ─▶ whose list may be read so? ─▶ within the budget ─▶ listed
                                       └─▶ no: nobody is asked                                                     │
    what was read is stored beside what their own login reads; what could not be read is told as that ◀────────────┘

It holds a list and nothing else: it cannot open, refuse or read the detail of anything (listing-cannot-act, .importlinter).
A failure here says nothing of the mailbox: it shortens no list, and turns no list that was known into one that is not.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from myspace.connector_kit.notices import Asker
from myspace.domain.gathering import background, errands
from myspace.domain.gathering.errands import Thread
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.notices import lists, needing, outages
from myspace.domain.notices.listing import PATIENCE_SECONDS, WINDOW, ring
from myspace.domain.notices.lists import Away
from myspace.domain.notices.store import store
from myspace.domain.people import service as people
from myspace.vocabulary.answers import Answer, Fault, Fresh, Late
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.notices import Notice, ReadBy
from myspace.vocabulary.people import Identifier

SCOPE = "notices_away"
_QUESTIONS = 2  # whose the certificate is, and a page of the list
_OURS = frozenset({Fault.CERTIFICATE, Fault.TLS})  # of our own certificate, perhaps: no outage of theirs
_budget = background.Budget()

Consent = Callable[[Tx], bool]
_consents: list[Consent] = []


def ask_consent_of(consent: Consent) -> None:
    """A package above says whether the person whom the transaction sees still wants it. Without one nobody is read for."""
    _consents[:] = [consent]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One list to be read of one person, whose number is opened for the call and kept nowhere."""

    way: Away
    whom: Identifier


def ways_for(tx: Tx) -> tuple[Wanted, ...]:
    """The lists that may be read so of the person whom the transaction sees; mostly none."""
    every = lists.away()
    whom = people.whom_to_ask_about(tx) if every else None
    if whom is None:
        return ()
    return tuple(Wanted(way, whom.identifier) for way in every if way.notice_list.stands_for(whom.identifier))


async def read_away(person: UUID, thread: Thread) -> None:
    """Reads every list that may be read of this person, each for itself."""
    wanted: list[Wanted] = await thread(_wanted, person)
    await asyncio.gather(*(_read(person, one, thread) for one in wanted))


def _wanted(person: UUID) -> list[Wanted]:
    """What the budget leaves out stays as it was, and is read the next time."""
    with db.as_person(person) as tx:
        if not any(consent(tx) for consent in _consents):
            return []
        return [one for one in ways_for(tx) if _affordable(one.way)]


def _affordable(way: Away) -> bool:
    source = uuid5(NAMESPACE_URL, way.row)  # the budget's own key, by the name of the row
    return _budget.take(source, _QUESTIONS, way.notice_list.per_second, time.monotonic())


async def _read(person: UUID, wanted: Wanted, thread: Thread) -> None:
    until = datetime.now(MADRID).date()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await wanted.way.notice_list.listed(Asker("", wanted.whom), until - WINDOW, until)
    except TimeoutError:
        answer = Late()
    await thread(_write, person, wanted.way, answer)


def _write(person: UUID, way: Away, answer: Answer[Notice]) -> None:
    """What was told and what became of the question, in one transaction."""
    now, by = datetime.now(UTC), ReadBy.CERTIFICATE
    with db.as_person(person, lasting=False) as tx:
        if isinstance(answer, Fresh) and store(tx, way.service, answer.items, now, by=by):
            needing.write(tx, now)
        fault, known = getattr(answer, "fault", None), answer.outcome.known
        tx.run(_CAME_OF_IT, (uuid7(), way.service, by, answer.outcome, fault, now, now if known else None))
        if known:
            since = now.astimezone(MADRID).date() - WINDOW
            tx.run(_KNOWN, (uuid7(), way.service, answer.outcome, now, now, since, by, answer.complete))
        if fault not in _OURS:
            outages.note(tx, way.row, answer.outcome, now)
        ring(tx, person)


_CAME_OF_IT = (
    "INSERT INTO notices_away (id, person_id, service, read_by, outcome, fault, answered_at, known_at)"
    " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s) ON CONFLICT (person_id, service, read_by) DO UPDATE SET"
    " outcome = excluded.outcome, fault = excluded.fault, answered_at = excluded.answered_at,"
    " known_at = coalesce(excluded.known_at, notices_away.known_at)"
)
_KNOWN = (
    "INSERT INTO notices_reading AS r (id, person_id, service, outcome, answered_at, known_at, known_since, known_by,"
    " complete) VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (person_id, service) DO UPDATE SET"
    " outcome = excluded.outcome, fault = NULL, answered_at = excluded.answered_at, known_at = excluded.known_at,"
    " known_since = excluded.known_since, known_by = excluded.known_by, complete = excluded.complete"
)
errands.register(SCOPE, read_away)
