"""Reading a list of somebody who is away, because they asked to be warned then: with what the deployment holds for them, or
with a login that they left for it (left_login.py).

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

import structlog

from myspace.connector_kit.login import LoginFailure, Screen
from myspace.connector_kit.notices import Asker, NoticeList
from myspace.domain.gathering import background, errands
from myspace.domain.gathering.errands import Thread
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Statement, Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.notices import left_login, lists, needing, outages, platforms
from myspace.domain.notices.left_login import Ended
from myspace.domain.notices.listing import PATIENCE_SECONDS, WINDOW, ring
from myspace.domain.notices.lists import Away
from myspace.domain.notices.store import store
from myspace.domain.people import service as people
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Late, Refused
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.notices import Notice, ReadBy
from myspace.vocabulary.people import Identifier

SCOPE = "notices_away"
_PER_SECOND = 1.0  # of a platform for which no quota is said
_QUESTIONS = 2  # whose the certificate is, and a page of the list
_OURS = frozenset({Fault.CERTIFICATE, Fault.TLS})  # of our own certificate, perhaps: no outage of theirs
_budget = background.Budget()
log = structlog.get_logger("notices")

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


def reads(tx: Tx) -> bool:
    """Whether there is any way to read a list of the person whom the transaction sees while they are away."""
    return bool(ways_for(tx)) or (left_login.offered() and left_login.left(tx) is not None)


async def read_away(person: UUID, thread: Thread) -> None:
    """Reads every list that may be read of this person, each for itself."""
    wanted, refresh_token = await thread(_wanted, person)
    by_certificate = (
        _read(
            person,
            one.way.notice_list,
            Asker("", one.whom),
            Told(one.way.service, one.way.row, ReadBy.CERTIFICATE),
            thread,
        )
        for one in wanted
    )
    by_login = [_read_by_login(person, refresh_token, thread)] if refresh_token else []
    await asyncio.gather(*by_certificate, *by_login)


def _wanted(person: UUID) -> tuple[list[Wanted], str | None]:
    """What the budget leaves out stays as it was, and is read the next time."""
    with db.as_person(person) as tx:
        if not any(consent(tx) for consent in _consents):
            return [], None
        wanted = [one for one in ways_for(tx) if _affordable(one.way.row, one.way.notice_list.per_second)]
        left = left_login.token(tx, datetime.now(UTC))
        affordable = left is not None and all(_affordable(name, _PER_SECOND) for name in platforms.names())
        return wanted, left if affordable else None


def _affordable(row: str, per_second: float) -> bool:
    source = uuid5(NAMESPACE_URL, row)  # the budget's own key, by the name of the row
    return _budget.take(source, _QUESTIONS, per_second, time.monotonic())


@dataclass(frozen=True, slots=True)
class Told:
    """Whose list it is, which row of the file was asked, and by what it was read."""

    service: str
    row: str
    by: ReadBy


async def _read_by_login(person: UUID, refresh_token: str, thread: Thread) -> None:
    """Renewed once for all platforms. A no is believed: the login is erased, at VALId too where it was the platform's."""
    told = [Told(name, name, ReadBy.OFFLINE) for name in platforms.names()]
    try:
        token = await thread(left_login.provider().renew, refresh_token)
    except LoginFailure as failure:
        refused = failure.screen is Screen.REFUSED
        answer = Refused(Fault.NOT_AUTHORISED) if refused else Down(Fault.UNREACHABLE)
        await thread(_not_renewed, person, told, answer)
        return
    if token.refresh_token and token.refresh_token != refresh_token:
        refresh_token = token.refresh_token
        await thread(_changed, person, refresh_token)
    asker = Asker(token.access_token)
    found = await asyncio.gather(
        *(_read(person, notice_list, asker, one, thread) for one in told if (notice_list := lists.of(one.service)))
    )
    if Refused(Fault.NOT_AUTHORISED) in found:
        await thread(_not_taken, person, refresh_token)


def _changed(person: UUID, refresh_token: str) -> None:
    with db.as_person(person) as tx:
        left_login.changed(tx, refresh_token)


def _not_renewed(person: UUID, told: list[Told], answer: Refused | Down) -> None:
    """Nobody's list was asked for: VALId said no, or did not say."""
    with db.as_person(person) as tx:
        if isinstance(answer, Refused):
            left_login.end(tx, Ended.PROVIDER)
        for one in told:
            tx.run(*_came_of_it(one, answer, datetime.now(UTC)))
        ring(tx, person)


def _not_taken(person: UUID, refresh_token: str) -> None:
    with db.as_person(person) as tx:
        left_login.end(tx, Ended.PLATFORM)
        ring(tx, person)
    try:
        left_login.provider().give_up(refresh_token)
    except LoginFailure as failure:  # it is erased here, and nothing of ours uses it any more
        log.warning("a left login was not given up at its provider", code=failure.code)


async def _read(person: UUID, notice_list: NoticeList, asker: Asker, told: Told, thread: Thread) -> Answer[Notice]:
    until = datetime.now(MADRID).date()
    answer: Answer[Notice]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await notice_list.listed(asker, until - WINDOW, until)
    except TimeoutError:
        answer = Late()
    await thread(_write, person, told, answer)
    return answer


def _write(person: UUID, told: Told, answer: Answer[Notice]) -> None:
    """What was told and what became of the question, in one transaction."""
    now = datetime.now(UTC)
    with db.as_person(person, lasting=False) as tx:
        if isinstance(answer, Fresh) and store(tx, told.service, answer.items, now, by=told.by):
            needing.write(tx, now)
        tx.run(*_came_of_it(told, answer, now))
        if answer.outcome.known:
            since = now.astimezone(MADRID).date() - WINDOW
            tx.run(_KNOWN, (uuid7(), told.service, answer.outcome, now, now, since, told.by, answer.complete))
        if getattr(answer, "fault", None) not in _OURS:
            outages.note(tx, told.row, answer.outcome, now)
        ring(tx, person)


def _came_of_it(told: Told, answer: Answer[Notice], now: datetime) -> Statement:
    known_at = now if answer.outcome.known else None
    fault = getattr(answer, "fault", None)
    return _CAME_OF_IT, (uuid7(), told.service, told.by, answer.outcome, fault, now, known_at)


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
