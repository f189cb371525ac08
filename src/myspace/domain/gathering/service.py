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

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import Connected
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import rules
from myspace.domain.kernel import personal, rotation
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


@dataclass(frozen=True, slots=True)
class Source:
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
    def oldest(self) -> datetime | None:
        times = [s.answered_at for s in self.answered if s.answered_at]
        return min(times) if times else None

    def source(self, connection_id: UUID) -> Source | None:
        return next((s for s in self.sources if s.connection_id == connection_id), None)


_ASK_COLUMNS = (
    "connection_id, topic, asking_until, outcome, known_at, known_outcome, fresh_until, complete, items, kept_aside,"
    " knows_me_since, answered_at, fault"
)
_ASK_WIDTH = len(_ASK_COLUMNS.split(","))
READ_ASKS: Statement = (f"SELECT {_ASK_COLUMNS} FROM gathering_ask WHERE person_id = myspace_subject()", ())
# What every page needs to say to whom it was asked, in one statement of its batch; its reader is `known_from`.
READ_KNOWN: Statement = (
    f"SELECT {', '.join('a.' + name.strip() for name in _ASK_COLUMNS.split(','))},"
    f" {', '.join('p.' + name.strip() for name in people.PROFILE_COLUMNS.split(','))}"
    " FROM people_person p LEFT JOIN gathering_ask a ON a.person_id = p.person_id WHERE p.person_id = myspace_subject()",
    (),
)


def known_from(rows: list[tuple[Any, ...]]) -> tuple[Profile, list[tuple[Any, ...]]]:
    """The person's profile, and the rows of their asks: none when nobody was ever asked."""
    return people.profile_from(rows[0][_ASK_WIDTH:]), [row for row in rows if row[0] is not None]


def coverage_from(asks: list[tuple[Any, ...]], profile: Profile, now: datetime) -> Coverage:
    """Coverage from the rows of asks: pure but for the directory and the connections, which are nobody's data."""
    all_connections = administrations.connections()
    by_connection: dict[UUID, list[rules.AskFacts]] = {}
    for row in asks:
        by_connection.setdefault(row[0], []).append(rules.AskFacts.from_row(row))
    chosen = rules.whom_to_ask(
        all_connections.values(),
        residence=profile.residence_ine10,
        known=[c for c, facts in by_connection.items() if any(f.knows_me for f in facts)],
        everyone=profile.asks_everyone_since is not None,
    )
    chosen_ids = {c.connection.id for c in chosen}
    asked_before = [
        all_connections[c]
        for c, facts in by_connection.items()
        if c in all_connections and c not in chosen_ids and rules.outlives(facts, now)
    ]
    listed = [
        c for c in (*chosen, *asked_before) if not _only_hidden(by_connection.get(c.connection.id, []), profile, c)
    ]
    sources = [
        _source(c, by_connection.get(c.connection.id, []), now, again=c.connection.id in chosen_ids) for c in listed
    ]
    home = administrations.administration(profile.residence_ine10) if profile.residence_ine10 else None
    connected = {c.connection.ine10 for c in all_connections.values()}
    return Coverage(
        sources=tuple(sources),
        home=home,
        home_connected=bool(home and home.ine10 in connected),
        residence_asked=profile.residence_asked,
        asks_everyone_since=profile.asks_everyone_since,
        connected_total=len(all_connections),
    )


def _only_hidden(facts: list[rules.AskFacts], profile: Profile, connected: Connected) -> bool:
    """A body that is asked only because it knows the person, and all of it is hidden: its name would tell what was hid."""
    if profile.asks_everyone_since or not any(f.knows_me for f in facts) or any(f.items for f in facts):
        return False
    near = rules.whom_to_ask([connected], residence=profile.residence_ine10, known=(), everyone=False)
    return not near


_STATES = {str(state): state for state in SourceState}


def _source(connected: Connected, facts: list[rules.AskFacts], now: datetime, *, again: bool) -> Source:
    """`again`: it is asked by itself once its answer is old. Whoever was asked by name is not, and so waits for nothing."""
    verdict = rules.state_of(facts, on=connected.on, now=now)
    return Source(
        connection_id=connected.connection.id,
        administration=connected.administration,
        state=_STATES[verdict.state],
        answered_at=verdict.answered_at,
        has_something=verdict.has_something,
        kept_aside=sum(f.kept_aside for f in facts),
        stale=verdict.stale and connected.on and again,
        fault=verdict.fault,
        switched_off_why=connected.switched_off_why,
        known_at={f.topic: f.known_at for f in facts if f.known_at},
    )


def coverage(actor: Actor) -> Coverage:
    """Whom we asked for this person and what became of it."""
    with as_actor(actor) as tx:
        _, rows = tx.batch([audit.reading(actor, Event.SOURCES_READ), READ_KNOWN])
        profile, asks = known_from(rows)
        found = coverage_from(asks, profile, datetime.now(UTC))
        if found.stale:
            tx.at_the_end(wish("due"))
    return found


_WANT = (
    "WITH w AS (INSERT INTO gathering_wanted (id, person_id, scope, connection_id, wanted_at, tries) "
    "VALUES (%s, myspace_subject(), %s, %s, now(), 0) ON CONFLICT (person_id, scope, connection_id) "
    "DO UPDATE SET wanted_at = now() RETURNING id) "
    "SELECT pg_notify('wanted', '') FROM w"
)


def wish(scope: str, connection_id: UUID | None = None) -> Statement:
    """The one statement by which a page says that something is stale: a row if there is none yet, and a bell."""
    return _WANT, (uuid7(), scope, connection_id)


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
        profile, asks = known_from(tx.run(*READ_KNOWN))
        for source in coverage_from(asks, profile, datetime.now(UTC)).missing:
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

__all__ = [
    "Coverage",
    "Outcome",
    "Source",
    "SourceState",
    "Topic",
    "ask_again",
    "ask_everyone",
    "coverage",
]
