"""To whom a person's things were asked and what became of it: one source, and all of them.

Knows the connections and the directory, which are nobody's data; what is known of the person is handed to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import Connected
from myspace.domain.gathering import rules
from myspace.domain.gathering.known import CONNECTION, ITEMS, KNOWS_ME, Known
from myspace.domain.kernel import restored
from myspace.domain.people.service import Profile
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import Administration
from myspace.vocabulary.answers import Fault


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


class _Listed(NamedTuple):
    """The connections remembered now, to look them up by what a page asks: made once for each reading of their table."""

    of: Mapping[UUID, Connected]
    places: Mapping[str, int]  # of each key, its place among all
    by_key: Mapping[str, Connected]
    by_ine10: Mapping[str, list[Connected]]


_listed: _Listed | None = None


def _connections() -> _Listed:
    global _listed
    every = administrations.connections()
    if _listed is None or _listed.of is not every:
        by_ine10: dict[str, list[Connected]] = {}
        for each in every.values():
            by_ine10.setdefault(each.connection.ine10, []).append(each)
        places = {each.key: n for n, each in enumerate(every.values())}
        _listed = _Listed(every, places, {each.key: each for each in every.values()}, by_ine10)
    return _listed


def coverage_from(known: Known, now: datetime) -> Coverage:
    """Coverage from what is known: pure but for the directory and the connections, which are nobody's data."""
    profile, asks = known.profile, known.asks
    listed = _connections()
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
        _candidates(listed, profile, knowing),
        residence=profile.residence_ine10,
        known=[listed.by_key[key].connection.id for key in knowing if key in listed.by_key],
        everyone=profile.asks_everyone_since is not None,
    )
    chosen_keys = {c.key for c in chosen}
    asked_before = [key for key, facts in by_key.items() if key not in chosen_keys and rules.outlives(facts, now)]
    shown = [
        c
        for c in (*chosen, *_in_order(listed, asked_before))
        if c.key in telling or c.key not in knowing or not _only_hidden(c, profile)
    ]
    copy = restored.remembered() is not None
    sources = [_source(c, by_key.get(c.key, []), now, again=c.key in chosen_keys, copy=copy) for c in shown]
    home = administrations.administration(profile.residence_ine10) if profile.residence_ine10 else None
    return Coverage(
        sources=tuple(sources),
        home=home,
        home_connected=bool(home and home.ine10 in listed.by_ine10),
        residence_asked=profile.residence_asked,
        asks_everyone_since=profile.asks_everyone_since,
        connected_total=len(listed.of),
        told_to_wait=known.told_to_wait and not copy,
        wished=known.wished and not copy,
        asks_nobody=copy,
    )


def _candidates(listed: _Listed, profile: Profile, knowing: Collection[str]) -> Iterable[Connected]:
    """Who may be asked at all, in their order: of a thousand connections a page need not look at each."""
    if profile.asks_everyone_since is not None:
        return listed.of.values()
    near = (c.key for ine10 in rules.near(profile.residence_ine10) for c in listed.by_ine10.get(ine10, ()))
    return _in_order(listed, {*near, *knowing})


def _in_order(listed: _Listed, keys: Iterable[str]) -> list[Connected]:
    return [
        listed.by_key[key] for key in sorted((k for k in keys if k in listed.places), key=listed.places.__getitem__)
    ]


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
