"""The session job: a platform's list is read with the token of whoever is in, by the worker, which holds nothing but lists.

    a page leaves a wish with its session ─▶ the worker opens the token ─▶ listed ─▶ stored ─▶ the page hears of it
                                             └─▶ the session or its token is over: nobody is asked, the wish is gone

The token is read from the session's row, where it is sealed and ends with the session. It is written nowhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from myspace.connector_kit.notices import Asker
from myspace.domain.gathering import errands, sinks
from myspace.domain.gathering import service as gathering
from myspace.domain.gathering.errands import Thread
from myspace.domain.kernel import db
from myspace.domain.kernel.keyring import keyring
from myspace.domain.notices import ended, lists, needing, outages
from myspace.domain.notices.store import store
from myspace.domain.people import service as people
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Answer, Fresh, Late
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.notices import Notice

SCOPE = "notices"
WINDOW = timedelta(days=180)  # the longest term a platform gives (contracts §6); its own default would show a month
FRESH_FOR = timedelta(minutes=15)
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """One platform to be read with one session's token; `asker` None: that session or its token is over."""

    service: str
    wanted_at: datetime
    asker: Asker | None


async def read_lists(person: UUID, thread: Thread) -> None:
    """Reads every platform that is wanted for this person, each for itself."""
    wanted: list[Wanted] = await thread(_wanted, person)
    await asyncio.gather(*(_read(person, one, thread) for one in wanted))


async def _read(person: UUID, wanted: Wanted, thread: Thread) -> None:
    notice_list = lists.of(wanted.service)
    if wanted.asker is None or notice_list is None:
        await thread(_give_up, person, wanted)
        return
    until = datetime.now(MADRID).date()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await notice_list.listed(wanted.asker, until - WINDOW, until)
    except TimeoutError:
        answer = Late()
    await thread(_write, person, wanted, answer)


def _wanted(person: UUID) -> list[Wanted]:
    with db.as_person(person) as tx:
        ended.hear(tx, datetime.now(UTC))
        needing.write(tx, datetime.now(UTC))
        found = tx.run(
            "SELECT r.service, r.wanted_at, s.viewer_id <> s.person_id, s.provider_token_sealed"
            " FROM notices_reading r LEFT JOIN people_session s ON s.person_id = myspace_subject() AND s.id = r.session_id"
            " AND s.ended_at IS NULL AND least(s.idle_until, s.ends_at) > now() AND s.method <> 'openid'"
            " AND s.provider_token_until > now()"
            " WHERE r.person_id = myspace_subject() AND r.session_id IS NOT NULL"
        )
        whom = people.whom_to_ask_about(tx) if any(r[3] for r in found) else None
    return [
        Wanted(
            service,
            wanted_at,
            # The certificate of whoever acts for a company counts as their own: it is asked in the company's name (Q-EN-8).
            Asker(_opened(sealed), whom.identifier if for_another else None) if sealed and whom else None,
        )
        for service, wanted_at, for_another, sealed in found
    ]


def _opened(sealed: str) -> str:
    return keyring().unseal(sealed, "people_session.provider_token")


def _give_up(person: UUID, wanted: Wanted) -> None:
    with db.as_person(person) as tx:
        _met(tx, wanted)
        ring(tx, person)


def _write(person: UUID, wanted: Wanted, answer: Answer[Notice]) -> None:
    """What was told and what became of the question, in one transaction."""
    now = datetime.now(UTC)
    since = now.astimezone(MADRID).date() - WINDOW
    with db.as_person(person, lasting=False) as tx:
        if isinstance(answer, Fresh) and store(tx, wanted.service, answer.items, now):
            needing.write(tx, now)
        tx.run(
            "UPDATE notices_reading SET outcome = %(outcome)s, fault = %(fault)s, answered_at = %(now)s,"
            " known_at = CASE WHEN %(known)s THEN %(now)s ELSE known_at END,"
            " known_by = CASE WHEN %(known)s THEN 'login' ELSE known_by END,"
            " known_since = CASE WHEN %(known)s THEN %(since)s ELSE known_since END,"
            " complete = CASE WHEN %(known)s THEN %(complete)s ELSE complete END"
            " WHERE person_id = myspace_subject() AND service = %(service)s",
            {
                "outcome": answer.outcome.value, "fault": getattr(answer, "fault", None), "now": now, "since": since,
                "known": answer.outcome.known, "complete": answer.complete, "service": wanted.service,
            },
        )  # fmt: skip
        outages.note(tx, wanted.service, answer.outcome, now)
        _met(tx, wanted)
        ring(tx, person)


def _met(tx: db.Tx, wanted: Wanted) -> None:
    """The wish is met; one that was renewed meanwhile stays."""
    tx.run(
        "UPDATE notices_reading SET session_id = NULL, wanted_at = NULL WHERE person_id = myspace_subject()"
        " AND service = %s AND wanted_at = %s",
        (wanted.service, wanted.wanted_at),
    )


def ring(tx: db.Tx, person: UUID) -> None:
    tx.run("SELECT pg_notify('changed', %s)", (f"{person.hex} notices",))


def _on_answers(tx: db.Tx, heard: Sequence[sinks.Heard], _now: datetime) -> None:
    """A body's entry may have come again of what was opened here, or have ended what waits: what needs the person is then
    another (needing.py), which is worked out in a moment.
    """
    if any(each.topic is Topic.ENTRIES and each.changes for each in heard):
        tx.at_the_end(gathering.wish(SCOPE))


sinks.hear(_on_answers)
errands.register(SCOPE, read_lists)
