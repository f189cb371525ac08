"""Writes what became of questions: the asks, the items through the topics' sinks, what was kept aside.

What arrives together is one transaction, whichever bodies told it. Called from worker threads. Refuses to know how
sources are asked.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import structlog

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import Connected
from myspace.domain.gathering import aside, sinks
from myspace.domain.gathering.asking import fresh_for, likeness
from myspace.domain.gathering.visits import ring
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Statement, Tx
from myspace.vocabulary.activity import Item, Topic
from myspace.vocabulary.answers import Answer, Fault, Fresh, Garbled

log = structlog.get_logger("worker")

# Joint cases are normal (a family of three sees the same case); the same full answer for this many people is not.
ALIKE_PEOPLE = 6
_MADRID = ZoneInfo("Europe/Madrid")


@dataclass(frozen=True, slots=True)
class Told:
    """What one body told about one topic. `nobody` is the likeness of what it tells about nobody."""

    connected: Connected
    topic: Topic
    answer: Answer[Item]
    nobody: bytes | None


def write(person: UUID, told: Sequence[Told]) -> None:
    """Store what was told of this person: what arrived together in one transaction, and each alone if that one fails.

    An answer that cannot be stored (a text that PostgreSQL refuses: a defect of ours) takes no other down with it, and
    is itself told as one that we could not read: else its question would be asked again and again.
    """
    try:
        suspects = _write_together(person, told)
    except (psycopg.Error, UnicodeError):
        suspects = set().union(*(_write_alone(person, one) for one in told))
    for ine10 in suspects:
        administrations.switch(ine10, off=True, why="same_for_everyone")


def _write_alone(person: UUID, told: Told) -> set[str]:
    try:
        return _write_together(person, [told])
    except (psycopg.Error, UnicodeError) as wrong:
        # Only the type: the message may carry what a source said.
        log.error("an answer could not be stored", topic=told.topic.value, error=type(wrong).__name__)
        return _write_together(person, [replace(told, answer=Garbled(Fault.NOT_THE_CONTRACT), nobody=None)])


def _write_together(person: UUID, told: Sequence[Told]) -> set[str]:
    """The codes of the bodies that seem to tell everybody the same."""
    now = datetime.now(UTC)
    with db.as_person(person, lasting=False) as tx:
        read = [_read_one(tx, one, before, now) for one, before in _before(tx, person, told)]
        with tx.together():  # one round trip for all that nobody waits for
            for one in read:
                aside.keep(tx, one.told.connected.connection.id, one.told.topic, one.answer, now)
                _update_ask(tx, one, now)
            if any(one.changed for one in read):
                ring(tx, person, "activity")
            ring(tx, person, "sources")
            sinks.tell(tx, [one.heard for one in read], now)
    return {one.told.connected.connection.ine10 for one in read if one.suspect}


class _Read(NamedTuple):
    """What became of one answer: as it was believed, whether something changed, how many things it leaves."""

    told: Told
    answer: Answer[Item]
    changes: sinks.Changes | None
    suspect: bool

    @property
    def changed(self) -> bool:
        return bool(self.changes)

    @property
    def held(self) -> int:
        return self.changes.held if self.changes is not None else 0

    @property
    def heard(self) -> sinks.Heard:
        return sinks.Heard(self.told.connected.connection.id, self.told.topic, self.changes)


def _read_one(tx: Tx, told: Told, before: _Before, now: datetime) -> _Read:
    """Hands an answer to its topic's sink, unless this body seems to tell everybody the same."""
    answer, alike = told.answer, before.alike
    suspect = alike is not None and (alike == told.nobody or before.people_alike >= ALIKE_PEOPLE)
    if suspect:
        answer = aside.all_of_it(answer)
    if not answer.outcome.known:
        return _Read(told, answer, None, suspect)
    changes = sinks.sink_for(told.topic)(
        tx, told.connected.connection.id, told.topic, answer, name=told.connected.administration.name,
        first=before.known_at is None, now=now, today=now.astimezone(_MADRID).date(),
    )  # fmt: skip
    return _Read(told, answer, changes, suspect)


class _Before(NamedTuple):
    """When this was last known; the answer's likeness, and for how many people this week it came (hashes only)."""

    known_at: datetime | None
    alike: bytes | None
    people_alike: int


def _before(tx: Tx, person: UUID, told: Sequence[Told]) -> Iterator[tuple[Told, _Before]]:
    """Each of what was told with what was known before: one round trip for all."""
    statements: list[Statement] = [
        (
            "SELECT connection_id, topic, known_at FROM gathering_ask"
            " WHERE person_id = myspace_subject() AND connection_id = ANY(%s)",
            ([one.connected.connection.id for one in told],),
        )
    ]
    likenesses = [likeness(one.answer) for one in told]
    for one, alike in zip(told, likenesses, strict=True):
        if alike is not None:
            statements += _counting(one.connected.connection.id, one.topic, alike, person)
    asked, *noted = tx.batch(statements)
    known, counts = {(row[0], row[1]): row[2] for row in asked}, iter(noted[1::2])
    for one, alike in zip(told, likenesses, strict=True):
        known_at = known.get((one.connected.connection.id, one.topic.value))
        yield one, _Before(known_at, alike, next(counts)[0][0] if alike is not None else 0)


def _counting(connection_id: UUID, topic: Topic, alike: bytes, person: UUID) -> list[Statement]:
    """Note that this person was told this, and count how many were."""
    salt = _salt_of_the_week(this_week(datetime.now(UTC)))
    where = (connection_id, topic.value, hmac.new(salt, alike, hashlib.sha256).digest())
    asker = hmac.new(salt, person.bytes, hashlib.sha256).digest()
    return [
        (
            "INSERT INTO gathering_likeness (connection_id, topic, answer_hash, asker_hash, at)"
            " VALUES (%s, %s, %s, %s, now()) ON CONFLICT DO NOTHING",
            (*where, asker),
        ),
        (
            "SELECT count(*) FROM gathering_likeness WHERE connection_id = %s AND topic = %s AND answer_hash = %s",
            where,
        ),
    ]


def _update_ask(tx: Tx, read: _Read, now: datetime) -> None:
    answer, fault, connected = read.answer, getattr(read.answer, "fault", None), read.told.connected
    tx.run(
        "UPDATE gathering_ask SET asking_until = NULL, outcome = %(outcome)s, fault = %(fault)s, answered_at = %(now)s,"
        " fresh_until = %(fresh_until)s,"
        " known_at = CASE WHEN %(known)s THEN %(now)s ELSE known_at END,"
        " known_outcome = CASE WHEN %(known)s THEN %(outcome)s ELSE known_outcome END,"
        " complete = CASE WHEN %(known)s THEN %(complete)s ELSE complete END,"
        " items = CASE WHEN %(known)s THEN %(held)s ELSE items END,"
        " kept_aside = CASE WHEN %(known)s THEN %(aside)s ELSE kept_aside END,"
        " knows_me_since = CASE WHEN %(known)s AND %(held)s > 0 THEN coalesce(knows_me_since, %(now)s) ELSE knows_me_since END"
        " WHERE person_id = myspace_subject() AND connection_id = %(connection)s AND topic = %(topic)s",
        {
            "outcome": answer.outcome.value, "fault": fault.value if fault else None, "now": now,
            "fresh_until": now + fresh_for(answer, connected), "known": answer.outcome.known,
            "complete": answer.complete, "held": read.held,
            "aside": len(answer.quarantined) if isinstance(answer, Fresh) else 0,
            "connection": connected.connection.id, "topic": read.told.topic.value,
        },
    )  # fmt: skip


def this_week(now: datetime) -> date:
    """The Monday of the week of a moment, in Catalonia: salts are called by it."""
    today = now.astimezone(_MADRID).date()
    return today - timedelta(days=today.weekday())


@lru_cache(maxsize=1)
def _salt_of_the_week(week: date) -> bytes:
    """This week's salt, made by whoever needs it first; last week's goes, and with it the meaning of its hashes."""
    with db.bare() as tx:
        tx.run("DELETE FROM gathering_likeness WHERE EXISTS (SELECT FROM gathering_salt WHERE week < %s)", (week,))
        tx.run("DELETE FROM gathering_salt WHERE week < %s", (week,))
        tx.run("INSERT INTO gathering_salt (week, salt) VALUES (%s, %s) ON CONFLICT DO NOTHING", (week, os.urandom(32)))
        row = tx.one("SELECT salt FROM gathering_salt WHERE week = %s", (week,))
    assert row is not None
    return bytes(row[0])
