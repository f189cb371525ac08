"""What became of something that is to reach an administration, in one type, so that no screen can promise more than was done.

    Registered        the body's register has it: a number and a moment. Only of this a screen says that it was sent
    ByEmail           somebody's own mail program: nothing proves that it arrived, and no term begins
    HandedToPerson    a file is ready; to take it to the register is up to the person
    NoChannel         nobody carries it from here

Knows these four. Refuses to know letters, bodies' systems and words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Registered:
    """`number` as the register gave it, `at` the day of the entry: terms are counted from that day (Law 39/2015, art. 30).

    Both rest on what the person noted from their receipt: no register was asked, and a screen says so.
    """

    number: str = field(repr=False)
    at: date


@dataclass(frozen=True, slots=True)
class ByEmail:
    """The address to which the person was shown they may write."""

    address: str


@dataclass(frozen=True, slots=True)
class HandedToPerson:
    """`file` is the name of what was made for them; `where_to_take_it` an address of the body, None where we know none."""

    file: str
    where_to_take_it: str | None


@dataclass(frozen=True, slots=True)
class NoChannel:
    pass


Delivery = Registered | ByEmail | HandedToPerson | NoChannel


def was_sent(delivery: Delivery) -> bool:
    """Whether a screen may use that word. A letter in somebody's hands has not been sent, nor has a mail without an answer."""
    return isinstance(delivery, Registered)
