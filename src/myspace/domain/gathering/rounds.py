"""What the active worker does by the clock besides asking: a package above registers its round, and the worker runs it.

A round finds out by itself what is due, from rows; if one is missed or comes twice nothing is lost and nothing is doubled.
It may not last: it runs on the threads that write answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Round:
    """`call` is a sync function that is given the moment. `every` is how long after its end the next begins."""

    name: str
    every: timedelta
    call: Callable[[datetime], object]


_rounds: dict[str, Round] = {}


def register(one: Round) -> None:
    _rounds[one.name] = one


def registered() -> tuple[Round, ...]:
    return tuple(_rounds.values())
