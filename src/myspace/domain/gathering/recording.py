"""Writes what became of questions: the asks, the items through the topics' sinks, what was kept aside.

What one body told at once is one transaction. Called from worker threads. Refuses to know how sources are asked.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator, Mapping, Sequence
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
from myspace.domain.gathering import rules, sinks
from myspace.domain.gathering.asking import fresh_for, likeness
from myspace.domain.gathering.service import READ_ASKS, digest_of_kept_aside, wish
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Statement, Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people import service as people
from myspace.domain.people.service import Asked
from myspace.vocabulary.activity import Item, Topic, encode
from myspace.vocabulary.answers import Answer, Fault, Fresh, Garbled, Quarantined, QuarantineReason

log = structlog.get_logger("worker")

# Joint cases are normal (a family of three sees the same case); the same full answer for this many people is not.
ALIKE_PEOPLE = 6
_MADRID = ZoneInfo("Europe/Madrid")


@dataclass(frozen=True, slots=True)
class Visit:
    """What one wish comes to: whom to ask about, and which topics of which connections are due, in order."""

    person: UUID
    whom: Asked
    due: tuple[tuple[Connected, tuple[Topic, ...]], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    id: UUID
    person: UUID
    scope: str
    connection_id: UUID | None
    wanted_at: datetime


def take_wishes(most: int, lease_seconds: int) -> list[Wish]:
    """Wishes nobody is working on, under a lease that frees them if this process dies."""
    with db.bare() as tx:
        until = datetime.now(UTC) + timedelta(seconds=lease_seconds)
        return [
            Wish(*row)
            for row in tx.run(
                "SELECT id, person_id, scope, connection_id, at FROM due('wanted', %s, %s)", (until, most)
            )
        ]


def go_on(taken: Wish, visit: Visit, asked: int, lease_seconds: int) -> Visit:
    """Between waves: what is left to ask. A long visit keeps its wish, so that nobody else begins it again.

    The person may have taken back "ask everyone" meanwhile: whom it alone would ask is not asked any more.
    """
    rest = visit.due[asked:]
    if not rest:
        return replace(visit, due=())
    with db.as_person(taken.person) as tx:
        tx.run(
            "UPDATE gathering_wanted SET taken_until = now() + make_interval(secs => %s)"
            " WHERE person_id = myspace_subject() AND id = %s",
            (lease_seconds, taken.id),
        )
        if taken.scope == "one":
            return replace(visit, due=rest)
        chosen = {c.connection.id for c in _chosen(people.whom_to_ask_about(tx), _facts(tx))}
        given_up = [c.connection.id for c, _ in rest if c.connection.id not in chosen]
        if given_up:
            tx.run(
                "UPDATE gathering_ask SET asking_until = NULL WHERE person_id = myspace_subject()"
                " AND connection_id = ANY(%s)",
                (given_up,),
            )
            _ring(tx, taken.person, "sources")
    return replace(visit, due=tuple((c, topics) for c, topics in rest if c.connection.id in chosen))


def done_with(met: Wish) -> None:
    """The wish is met; one that was renewed meanwhile stays, free to be taken again."""
    with db.as_person(met.person) as tx:
        gone = tx.run(
            "DELETE FROM gathering_wanted WHERE person_id = myspace_subject() AND id = %s AND wanted_at = %s RETURNING id",
            (met.id, met.wanted_at),
        )
        if not gone:
            tx.run(
                "UPDATE gathering_wanted SET taken_until = NULL WHERE person_id = myspace_subject() AND id = %s",
                (met.id,),
            )
            tx.run("SELECT pg_notify('wanted', '')")


def plan(taken: Wish) -> Visit | None:
    """Decide what is due and mark it as being asked. None when the person is no longer there."""
    now = datetime.now(UTC)
    every = administrations.connections()
    with db.as_person(taken.person) as tx:
        whom = people.whom_to_ask_about(tx)
        if whom is None:
            return None
        facts = _facts(tx)
        forced = taken.scope == "one" and taken.connection_id in every
        chosen = [every[taken.connection_id]] if forced and taken.connection_id else _chosen(whom, facts)
        due = tuple(
            (c, topics)
            for c in chosen
            if c.on and (topics := _due_topics(facts.get(c.connection.id, {}), forced=forced, now=now))
        )
        if due:  # else nothing changes, and a page that is told to look again would leave its wish again
            _mark_asking(tx, due, now)
            _ring(tx, taken.person, "sources")
    return Visit(taken.person, whom, due)


def _facts(tx: Tx) -> dict[UUID, dict[Topic, rules.AskFacts]]:
    """What is known of every question of this person's, by connection."""
    facts: dict[UUID, dict[Topic, rules.AskFacts]] = {}
    for row in tx.run(*READ_ASKS):
        fact = rules.AskFacts.from_row(row)
        facts.setdefault(row[0], {})[fact.topic] = fact
    return facts


def _chosen(whom: Asked | None, facts: Mapping[UUID, Mapping[Topic, rules.AskFacts]]) -> list[Connected]:
    """Whom this person wants asked, in order; nobody about whom is gone."""
    if whom is None:
        return []
    return rules.whom_to_ask(
        administrations.connections().values(),
        residence=whom.profile.residence_ine10,
        known=[c for c, found in facts.items() if any(f.knows_me for f in found.values())],
        everyone=whom.profile.asks_everyone_since is not None,
    )


_NOT_SOONER = timedelta(seconds=5)  # asked by hand twice in a moment is one question


def _due_topics(facts: dict[Topic, rules.AskFacts], *, forced: bool, now: datetime) -> tuple[Topic, ...]:
    def due(topic: Topic) -> bool:
        fact = facts.get(topic)
        if fact is None or fact.due(now):
            return True
        return forced and not (fact.known_at and now - fact.known_at < _NOT_SOONER)

    return tuple(t for t in Topic if due(t))


def _mark_asking(tx: Tx, due: tuple[tuple[Connected, tuple[Topic, ...]], ...], now: datetime) -> None:
    rows = [(uuid7(), c.connection.id, t.value, _lease(c, now)) for c, topics in due for t in topics]
    if rows:
        tx.run(
            "INSERT INTO gathering_ask (id, person_id, connection_id, topic, asking_until, complete, items, kept_aside) "
            "SELECT n.id, myspace_subject(), n.connection_id, n.topic, n.until, false, 0, 0 "
            "FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[]) AS n(id, connection_id, topic, until) "
            "ON CONFLICT (person_id, connection_id, topic) DO UPDATE SET asking_until = excluded.asking_until",
            tuple(list(column) for column in zip(*rows, strict=True)),
        )


def _lease(connected: Connected, now: datetime) -> datetime:
    """Until when a question counts as being asked: twice its deadline and a little; after that nobody is asking."""
    return now + timedelta(milliseconds=connected.connection.deadline_ms * 2 + 8000)


def _ring(tx: Tx, person: UUID, topic: str) -> None:
    """Tell the live process, which knows no topic and no content: whose, and which part of the page to fetch again."""
    tx.run("SELECT pg_notify('changed', %s)", (f"{person.hex} {topic}",))


@dataclass(frozen=True, slots=True)
class Told:
    """What one body told about one topic. `nobody` is the likeness of what it tells about nobody."""

    topic: Topic
    answer: Answer[Item]
    nobody: bytes | None


def write(person: UUID, connected: Connected, told: Sequence[Told]) -> None:
    """Store what one body told: what arrived together in one transaction, and each alone if that one fails.

    An answer that cannot be stored (a text that PostgreSQL refuses: a defect of ours) takes no other down with it, and
    is itself told as one that we could not read: else its question would be asked again and again.
    """
    try:
        suspect = _write_together(person, connected, told)
    except (psycopg.Error, UnicodeError):
        suspect = True in [_write_alone(person, connected, one) for one in told]  # each is written, whatever one is
    if suspect:
        administrations.switch(connected.connection.ine10, off=True, why="same_for_everyone")


def _write_alone(person: UUID, connected: Connected, told: Told) -> bool:
    try:
        return _write_together(person, connected, [told])
    except (psycopg.Error, UnicodeError) as wrong:
        # Only the type: the message may carry what a source said.
        log.error("an answer could not be stored", topic=told.topic.value, error=type(wrong).__name__)
        return _write_together(person, connected, [Told(told.topic, Garbled(Fault.NOT_THE_CONTRACT), None)])


def _write_together(person: UUID, connected: Connected, told: Sequence[Told]) -> bool:
    now = datetime.now(UTC)
    with db.as_person(person, lasting=False) as tx:
        read = [_read_one(tx, connected, one, before, now) for one, before in _before(tx, person, connected, told)]
        with tx.together():  # one round trip for all that nobody waits for
            for one in read:
                _keep_aside(tx, connected.connection.id, one.topic, one.answer, now)
                _update_ask(tx, connected, one, now)
            if any(one.changed for one in read):
                _ring(tx, person, "activity")
            _ring(tx, person, "sources")
    return any(one.suspect for one in read)


class _Read(NamedTuple):
    """What became of one answer: as it was believed, whether something changed, how many things it leaves."""

    topic: Topic
    answer: Answer[Item]
    changed: bool
    held: int
    suspect: bool


def _read_one(tx: Tx, connected: Connected, told: Told, before: _Before, now: datetime) -> _Read:
    """Hands an answer to its topic's sink, unless this body seems to tell everybody the same."""
    topic, answer, alike = told.topic, told.answer, before.alike
    suspect = alike is not None and (alike == told.nobody or before.people_alike >= ALIKE_PEOPLE)
    if suspect:
        answer = _kept_aside(answer)
    if not answer.outcome.known:
        return _Read(topic, answer, False, 0, suspect)
    changes = sinks.sink_for(topic)(
        tx, connected.connection.id, topic, answer, name=connected.administration.name, first=before.known_at is None,
        now=now, today=now.astimezone(_MADRID).date(),
    )  # fmt: skip
    return _Read(topic, answer, bool(changes), changes.held, suspect)


class _Before(NamedTuple):
    """When this was last known; the answer's likeness, and for how many people this week it came (hashes only)."""

    known_at: datetime | None
    alike: bytes | None
    people_alike: int


def _before(tx: Tx, person: UUID, connected: Connected, told: Sequence[Told]) -> Iterator[tuple[Told, _Before]]:
    """Each of what was told with what was known before: one round trip for all."""
    statements: list[Statement] = [
        (
            "SELECT topic, known_at FROM gathering_ask WHERE person_id = myspace_subject() AND connection_id = %s",
            (connected.connection.id,),
        )
    ]
    likenesses = [likeness(one.answer) for one in told]
    for one, alike in zip(told, likenesses, strict=True):
        if alike is not None:
            statements += _counting(connected.connection.id, one.topic, alike, person)
    asked, *noted = tx.batch(statements)
    known, counts = dict(asked), iter(noted[1::2])
    for one, alike in zip(told, likenesses, strict=True):
        yield one, _Before(known.get(one.topic.value), alike, next(counts)[0][0] if alike is not None else 0)


def _counting(connection_id: UUID, topic: Topic, alike: bytes, person: UUID) -> list[Statement]:
    """Note that this person was told this, and count how many were."""
    salt = _salt_of_the_week(_this_week())
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


def _kept_aside(answer: Answer[Item]) -> Answer[Item]:
    """Nothing of it is shown: every item is kept aside, so that the answer is partial and removes nothing."""
    assert isinstance(answer, Fresh)
    aside = tuple(Quarantined(QuarantineReason.SAME_FOR_EVERYONE, "", encode(i).decode()) for i in answer.items)
    return Fresh(items=(), quarantined=(*answer.quarantined, *aside), asked_everything=answer.asked_everything)


def _update_ask(tx: Tx, connected: Connected, read: _Read, now: datetime) -> None:
    answer, fault = read.answer, getattr(read.answer, "fault", None)
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
            "connection": connected.connection.id, "topic": read.topic.value,
        },
    )  # fmt: skip


def _keep_aside(tx: Tx, connection_id: UUID, topic: Topic, answer: Answer[Item], now: datetime) -> None:
    for one in answer.quarantined if isinstance(answer, Fresh) else ():
        digest = digest_of_kept_aside(one.reason, one.field, one.raw)
        tx.run(
            "INSERT INTO gathering_quarantine (id, person_id, connection_id, topic, reason, field, raw_sealed, digest,"
            " first_at, last_at) VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (person_id, connection_id, digest) DO UPDATE SET last_at = excluded.last_at",
            (
                uuid7(), connection_id, topic.value, one.reason.value, one.field,
                keyring().seal(one.raw, "gathering_quarantine.raw"), digest, now, now,
            ),
        )  # fmt: skip


def _this_week() -> date:
    today = datetime.now(_MADRID).date()
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


def report_of_quarantine(connection_id: UUID | None = None, most: int = 200) -> list[dict[str, object]]:
    """What is kept aside, for the operator: never whose nor what."""
    names = ("id", "connection_id", "topic", "reason", "field", "first_at", "last_at", "released_at")
    with db.bare() as tx:
        rows = tx.run(f"SELECT {', '.join(names)} FROM quarantine_list(%s, %s)", (connection_id, most))
    return [dict(zip(names, row, strict=True)) for row in rows]


def release(item: UUID) -> bool:
    """Let one kept item be read again: its source is asked anew, under the reading in force now."""
    with db.bare() as tx:
        row = tx.one("SELECT person_id, connection_id FROM quarantine_release(%s)", (item,))
    if row is None:
        return False
    with db.as_person(row[0]) as tx:
        tx.run(
            "UPDATE gathering_ask SET fresh_until = NULL WHERE person_id = myspace_subject() AND connection_id = %s",
            (row[1],),
        )
        tx.run(*wish("one", row[1]))
    return True
