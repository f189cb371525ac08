"""Where answers go: each topic registers one sink, called inside the ask's own transaction; and who hears of changes.

    answer ─▶ the topic's sink ─▶ Changes ─▶ every hearer, in the same transaction, once for what arrived together

A hearer leaves a wish and no more (`tx.at_the_end`, or a row of its own): it is called while the statements of the answers wait
in a pipeline, where whatever it read would come back empty, and it would not be told so. What is to be done about a change is
worked out later from the rows, so that a wish lost or made twice does no harm. It must not fail: the answers that it hears of
would be lost with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from myspace.domain.kernel.db import Tx
from myspace.vocabulary.activity import Item, Topic
from myspace.vocabulary.answers import Answer


class Changes(Protocol):
    """Truthy when something changed; `held` is how many things the person now has from this source and topic."""

    @property
    def held(self) -> int: ...


class Sink(Protocol):
    """Stores a known answer for the person the transaction sees."""

    def __call__(
        self, tx: Tx, connection_id: UUID, topic: Topic, answer: Answer[Item], *, name: str, first: bool, now: datetime,
        today: date,
    ) -> Changes: ...  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of one question. `changes` None: it was not answered, and what was known stays as it was."""

    connection_id: UUID
    topic: Topic
    changes: Changes | None


Hearer = Callable[[Tx, Sequence[Heard], datetime], None]

_sinks: dict[Topic, Sink] = {}
_hearers: list[Hearer] = []


def register(topic: Topic, sink: Sink) -> None:
    _sinks[topic] = sink


def sink_for(topic: Topic) -> Sink:
    return _sinks[topic]


def hear(hearer: Hearer) -> None:
    """From now on `hearer` is told what became of the questions about each person, within their transaction.

    It runs inside a pipeline: it may write and leave a wish, and must read nothing.
    """
    if hearer not in _hearers:
        _hearers.append(hearer)


def tell(tx: Tx, heard: Sequence[Heard], now: datetime) -> None:
    for hearer in _hearers:
        hearer(tx, heard, now)
