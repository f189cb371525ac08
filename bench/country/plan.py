"""Who is in the made-up country and how much each has: numbers only, the same every time. Knows no table.

Nobody has a number of their own: the 99 numbers that are made to be seen as invented serve all. What finds a folder is
the hash of the number and the folder's place, so that each is found and none by a number that somebody could have.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from proofs._stage import neighbour

SOURCES_EACH = 4  # an ordinary person: residence, comarca, Generalitat, and one that knows them
VARIANTS = 16  # of what a body tells: nobody's words are their own, and a loader need not remember them all
FIRST_ID = 0x0193_0000_0000  # milliseconds in an id (RFC 9562 version 7), so that ids grow as time does


@dataclass(frozen=True, slots=True)
class Reader:
    """One whose pages are measured: so many matters, of so many sources."""

    name: str
    matters: int
    sources: int


@dataclass(frozen=True, slots=True)
class Plan:
    """`people` and `items` in all, readers included. Readers come first: their places are the lowest."""

    people: int
    items: int
    readers: tuple[Reader, ...]

    def place(self, reader: str) -> int:
        return next(place for place, each in enumerate(self.readers) if each.name == reader)

    @property
    def ordinary(self) -> range:
        """The places of everybody else."""
        return range(len(self.readers), self.people)

    def things_of(self, place: int, left: int) -> int:
        """How many of the `left` things that are not the readers' an ordinary person has."""
        each, more = divmod(left, len(self.ordinary))
        return each + (place - len(self.readers) < more)


class TooSmall(ValueError):
    """The country has not enough people or things for its readers."""


def whole(people: int, items: int) -> Plan:
    """The country asked for. The histories of its readers are 30, 3,000 and 100,000 matters, or what it has room for."""
    middle, long = min(3_000, items // 30), min(100_000, items // 4)
    if people < 20 or middle < 40:
        raise TooSmall("a country needs 20 people and 1,200 items at least")
    readers = (
        Reader("short", 30, 20), Reader("middle", middle, 20), Reader("long", long, 20),
        Reader("few_sources", middle, 5), Reader("many_sources", middle, 50),
    )  # fmt: skip
    return Plan(people, items, readers)


def hundredth(plan: Plan) -> Plan:
    """The same reader among a hundredth of the people."""
    short = next(each for each in plan.readers if each.name == "short")
    return Plan(max(10, plan.people // 100), max(400, plan.items // 100), (short,))


def person_id(place: int) -> UUID:
    return _id("person", place)


def session_id(place: int) -> UUID:
    return _id("session", place)


def _id(what: str, place: int) -> UUID:
    chance = int.from_bytes(hashlib.sha256(f"{what} {place}".encode()).digest()[:10], "big")
    value = (FIRST_ID + place) << 80 | chance
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | (0x7 << 76) | (0x2 << 62))


def ids(what: str) -> Iterator[str]:
    """Ids without end, growing, as 32 hexadecimal digits: cheaper by far than a UUID, and there are millions."""
    base = int.from_bytes(hashlib.sha256(what.encode()).digest()[:5], "big") << 22
    for number in count(1):
        chance = (base + number * 2_654_435_761) & 0xFFF_FFFF_FFFF_FFFF
        yield f"{FIRST_ID + (number >> 8):012x}7{(number & 0xFF) << 4:03x}8{chance:015x}"


def document(place: int) -> str:
    """Whose number a source is asked about: one of those that the generated bodies know (20 to 99)."""
    return neighbour(20 + place % 80)


def token(place: int) -> str:
    """The session's token, as long as a real one."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"token {place}".encode()).digest()).decode().rstrip("=")
