"""Ask many, wait little, tell who did not answer. The doors' side: wishes and coverage. The worker's side: worker.py.

A page never asks a source: it reads what is known, says how old that is, and leaves a wish. Unknown is not nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import Connected
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import rules
from myspace.domain.gathering.known import (
    CONNECTION,
    ITEMS,
    KNOWS_ME,
    READ_KNOWN,
    Known,
    besides_from,
    known_from,
    reading_known,
)
from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.rotation import SealedColumn
from myspace.domain.people import service as people
from myspace.domain.people.service import Profile
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import Administration
from myspace.vocabulary.answers import Fault, Outcome, QuarantineReason
from myspace.vocabulary.people import Actor


class SourceState(StrEnum):
    """One source in the person's eyes, worst topic first. The screen has a sentence for each."""

    ANSWERED = "answered"  # every topic known and fresh or merely older than its time
    PARTLY = "partly"  # answered, but some items could not be read, or some topic failed and others did not
    ASKING = "asking"  # not yet: the question is out
    LATE = "late"
    DID_NOT_ANSWER = "did_not_answer"  # down
    REFUSED = "refused"
    GARBLED = "garbled"  # answered something we cannot read
    SWITCHED_OFF = "switched_off"
    NOT_ASKED = "not_asked"


class Source(msgspec.Struct, frozen=True):
    """One connection as far as this person is concerned.

    `answered_at` is the oldest of its topics' last known answers: all of it is at least that recent; None = never known.
    `known_at` is the age of each topic that is known, which is the age of a single line of a list.
    `has_something` is None while unknown. `fault` is the reason when nothing at all is known.
    """

    connection_id: UUID
    administration: Administration
    state: SourceState
    answered_at: datetime | None
    has_something: bool | None
    kept_aside: int
    stale: bool
    switched_off_why: str | None
    known_at: Mapping[Topic, datetime]
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """To whom it was asked and what became of it. `home` is the residence's administration, connected or not."""

    sources: tuple[Source, ...]
    home: Administration | None
    home_connected: bool
    residence_asked: bool
    asks_everyone_since: datetime | None
    connected_total: int
    told_to_wait: bool = False  # many ask at once: this person's turn comes by itself
    wished: bool = False  # a wish is out; whom it is about may not be among the sources before it is taken
    asks_nobody: bool = False  # a restored copy that nobody adopted: no answer is on its way

    def _in(self, *states: SourceState) -> tuple[Source, ...]:
        return tuple(s for s in self.sources if s.state in states)

    @property
    def answered(self) -> tuple[Source, ...]:
        return self._in(SourceState.ANSWERED, SourceState.PARTLY)

    @property
    def asking(self) -> tuple[Source, ...]:
        return self._in(SourceState.ASKING)

    @property
    def missing(self) -> tuple[Source, ...]:
        """Asked, and we do not know (all of) what they have: to be named wherever a list or a total is shown."""
        return self._in(
            SourceState.LATE, SourceState.DID_NOT_ANSWER, SourceState.REFUSED, SourceState.GARBLED,
            SourceState.SWITCHED_OFF, SourceState.PARTLY,
        )  # fmt: skip

    @property
    def all_known(self) -> bool:
        """Every source asked answered, completely and freshly: only then may a screen say that there is nothing."""
        return bool(self.sources) and all(
            s.state is SourceState.ANSWERED and not s.stale and not s.kept_aside for s in self.sources
        )

    @property
    def stale(self) -> bool:
        """Something is older than its time, or was never asked: the page leaves a wish."""
        return any(s.stale for s in self.sources)

    @property
    def awaited(self) -> bool:
        """An answer may come between the drawing of the page and the opening of its stream: the page looks again then."""
        return self.wished or self.stale or bool(self.asking)

    @property
    def oldest(self) -> datetime | None:
        times = [s.answered_at for s in self.answered if s.answered_at]
        return min(times) if times else None

    def source(self, connection_id: UUID) -> Source | None:
        return next((s for s in self.sources if s.connection_id == connection_id), None)


def coverage_from(known: Known, now: datetime) -> Coverage:
    """Coverage from what is known: pure but for the directory and the connections, which are nobody's data."""
    profile, asks = known.profile, known.asks
    all_connections = administrations.connections()
    by_key: dict[str, list[rules.AskFacts]] = {}
    knowing, telling = set[str](), set[str]()  # who knows the person, and who has something that is not hidden
    for row in asks:
        key = row[CONNECTION]
        facts = by_key.get(key)
        if facts is None:
            facts = by_key[key] = []
        facts.append(rules.AskFacts.from_row(row))
        if row[KNOWS_ME]:
            knowing.add(key)
        if row[ITEMS]:
            telling.add(key)
    chosen = rules.whom_to_ask(
        all_connections.values(),
        residence=profile.residence_ine10,
        known=[c.connection.id for c in all_connections.values() if c.key in knowing],
        everyone=profile.asks_everyone_since is not None,
    )
    chosen_keys = {c.key for c in chosen}
    asked_before = [
        c
        for c in all_connections.values()
        if c.key in by_key and c.key not in chosen_keys and rules.outlives(by_key[c.key], now)
    ]
    listed = [
        c for c in (*chosen, *asked_before) if c.key in telling or c.key not in knowing or not _only_hidden(c, profile)
    ]
    copy = restored.remembered() is not None
    sources = [_source(c, by_key.get(c.key, []), now, again=c.key in chosen_keys, copy=copy) for c in listed]
    home = administrations.administration(profile.residence_ine10) if profile.residence_ine10 else None
    connected = {c.connection.ine10 for c in all_connections.values()}
    return Coverage(
        sources=tuple(sources),
        home=home,
        home_connected=bool(home and home.ine10 in connected),
        residence_asked=profile.residence_asked,
        asks_everyone_since=profile.asks_everyone_since,
        connected_total=len(all_connections),
        told_to_wait=known.told_to_wait and not copy,
        wished=known.wished and not copy,
        asks_nobody=copy,
    )


def _only_hidden(connected: Connected, profile: Profile) -> bool:
    """Of a body that knows the person and all of whose things are hidden: whether it is asked for that alone.

    Its name would tell what was hidden.
    """
    if profile.asks_everyone_since:
        return False
    return not rules.whom_to_ask([connected], residence=profile.residence_ine10, known=(), everyone=False)


_STATES = {str(state): state for state in SourceState}


def _source(connected: Connected, facts: list[rules.AskFacts], now: datetime, *, again: bool, copy: bool) -> Source:
    """`again`: it is asked by itself once its answer is old. Whoever was asked by name is not, and so waits for nothing.

    `copy`: nobody is asked from here, whatever was on its way when the backup was made.
    """
    verdict = rules.state_of(facts, on=connected.on, now=now)
    state = _STATES[verdict.state]
    return Source(
        connection_id=connected.connection.id,
        administration=connected.administration,
        state=SourceState.NOT_ASKED if copy and state is SourceState.ASKING else state,
        answered_at=verdict.answered_at,
        has_something=verdict.has_something,
        kept_aside=sum([f.kept_aside for f in facts]),
        stale=verdict.stale and connected.on and again,
        fault=verdict.fault,
        switched_off_why=connected.switched_off_why,
        known_at={f.topic: f.known_at for f in facts if f.known_at},
    )


def covered(tx: Tx, rows: list[tuple[Any, ...]], now: datetime) -> tuple[Known, Coverage]:
    """What the rows of READ_KNOWN come to. Where something is stale, a wish goes with the page's COMMIT."""
    known = known_from(rows)
    found = coverage_from(known, now)
    if found.stale:
        tx.at_the_end(wish("due"))
    return known, found


def coverage(actor: Actor) -> Coverage:
    """Whom we asked for this person and what became of it."""
    with as_actor(actor) as tx:
        _, rows = tx.batch([audit.reading(actor, Event.SOURCES_READ), READ_KNOWN])
        return covered(tx, rows, datetime.now(UTC))[1]


# Who looks again while waiting keeps their place in the line; a wish that is being met is renewed.
_WANT = (
    "WITH w AS (INSERT INTO gathering_wanted (id, person_id, scope, connection_id, wanted_at, tries) "
    "VALUES (%s, myspace_subject(), %s, %s, now(), 0) ON CONFLICT (person_id, scope, connection_id) "
    "DO UPDATE SET wanted_at = CASE WHEN gathering_wanted.taken_until > now() THEN now() ELSE gathering_wanted.wanted_at END"
    " RETURNING id) "
    "SELECT pg_notify('wanted', '') FROM w"
)


def wish(scope: str, connection_id: UUID | None = None) -> Statement:
    """The one statement by which a page says that something is stale: a row if there is none yet, and a bell."""
    return _WANT, (uuid7(), scope, connection_id)


def errand(scope: str, also: Statement) -> Statement:
    """A wish that another package meets (errands.py), in one statement with `also`, an INSERT or UPDATE of that package."""
    sql, params = also
    return f"WITH also AS ({sql}), {_WANT.removeprefix('WITH ')}", (*params, uuid7(), scope, None)


def want_due(actor: Actor) -> None:
    """Ask again whatever is due for this person (a stale page; the refresh button). No event: nothing is shown by it."""
    with as_actor(actor) as tx:
        tx.run(*wish("due"))


def ask_again(actor: Actor, connection_id: UUID) -> bool:
    """One body by name, at once. False when there is no such connection."""
    connected = administrations.connections().get(connection_id)
    if connected is None:
        return False
    with as_actor(actor) as tx:
        tx.run(*wish("one", connection_id))
        audit.record(tx, actor, Event.ASKED_ONE, administration=connected.administration.name)
    return True


def ask_missing(actor: Actor) -> None:
    """Whoever did not answer well, each by name and at once: by itself a failed source is only due minutes later."""
    with as_actor(actor) as tx:
        for source in coverage_from(known_from(tx.run(*READ_KNOWN)), datetime.now(UTC)).missing:
            if source.state is not SourceState.SWITCHED_OFF:
                tx.run(*wish("one", source.connection_id))
                audit.record(tx, actor, Event.ASKED_ONE, administration=source.administration.name)
        tx.run(*wish("due"))


def ask_everyone(actor: Actor, wanted: bool) -> None:
    """The person's choice to have every connected body asked; or to stop. Bodies that know them stay asked."""
    with as_actor(actor) as tx:
        people.ask_everyone(actor, wanted)
        if wanted:
            tx.run(*wish("due"))


def count_hidden(tx: Tx, connection_id: UUID, topic: Topic, by: int) -> None:
    """Within the act that hides (by=-1) or shows again (+1): what is hidden counts nowhere, not even in a total."""
    tx.run(
        "UPDATE gathering_ask SET items = greatest(0, items + %s) "
        "WHERE person_id = myspace_subject() AND connection_id = %s AND topic = %s",
        (by, connection_id, topic.value),
    )


def report_not_mine(tx: Tx, connection_id: UUID, topic: Topic, payload: str) -> None:
    """The person says that a body's item is not theirs: kept for the operator's report to that body, sealed."""
    tx.run(
        "INSERT INTO gathering_quarantine (id, person_id, connection_id, topic, reason, field, raw_sealed, digest,"
        " first_at, last_at) VALUES (%s, myspace_subject(), %s, %s, %s, '', %s, %s, now(), now()) ON CONFLICT DO NOTHING",
        (
            uuid7(), connection_id, topic.value, QuarantineReason.NOT_MINE.value,
            keyring().seal(payload, "gathering_quarantine.raw"), digest_of_kept_aside(QuarantineReason.NOT_MINE, "", payload),
        ),
    )  # fmt: skip


def digest_of_kept_aside(reason: str, field: str, raw: str) -> bytes:
    """Tells whether the same is kept twice. Keyed, for the text is personal and short enough to be guessed.

    It only spares doubles: what comes again after a rotation is kept once more, under the new key.
    """
    return keyring().hash(f"gathering_quarantine|{reason}|{field}|{raw}")


# Of somebody else, or of nobody knows whom: what they are is said, their text is not given (GDPR art. 15.4).
_NOT_TO_GIVE = (QuarantineReason.OTHER_PERSON.value, QuarantineReason.SAME_FOR_EVERYONE.value)


def _kept_aside(tx: Tx) -> list[dict[str, Any]]:
    columns = ("connection_id", "topic", "reason", "field", "first_at", "last_at", "released_at", "raw_sealed")
    connections = administrations.connections()
    kept = personal.rows_as_dicts(tx, "gathering_quarantine", columns)
    for row in kept:
        connected, sealed = connections.get(row["connection_id"]), row.pop("raw_sealed")
        given = row["reason"] not in _NOT_TO_GIVE
        row["administration"] = connected.administration.name if connected else None
        row["raw"] = keyring().unseal(sealed, "gathering_quarantine.raw") if given else None
        row["raw_may_be_of_somebody_else"] = not given
    return kept


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    return {
        "asked": personal.rows_as_dicts(
            tx, "gathering_ask", ("connection_id", "topic", "outcome", "answered_at", "items")
        ),
        "kept_aside": _kept_aside(tx),
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in ("gathering_quarantine", "gathering_wanted", "gathering_ask"):
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


personal.register(
    personal.Keeper(
        "gathering", ("gathering_ask", "gathering_wanted", "gathering_quarantine"), _hand_over, _forget, _forget
    )
)
rotation.register(SealedColumn("gathering_quarantine", "raw_sealed", "gathering_quarantine.raw"))
restored.register(
    restored.Left("questions not yet put, dropped", "DELETE FROM gathering_wanted"),
    restored.Left(
        "questions under way, dropped",
        "UPDATE gathering_ask SET asking_until = NULL WHERE asking_until IS NOT NULL",
    ),
)

__all__ = [
    "READ_KNOWN",
    "Coverage",
    "Outcome",
    "Source",
    "SourceState",
    "Topic",
    "ask_again",
    "ask_everyone",
    "besides_from",
    "coverage",
    "known_from",
    "reading_known",
]
