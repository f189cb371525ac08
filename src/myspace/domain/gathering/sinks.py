"""Where answers go: each topic registers one sink, called inside the ask's own transaction."""

from __future__ import annotations

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


_sinks: dict[Topic, Sink] = {}


def register(topic: Topic, sink: Sink) -> None:
    _sinks[topic] = sink


def sink_for(topic: Topic) -> Sink:
    return _sinks[topic]
