"""Whom a message tells of, by every hash under which each may be known: what the closed list is given to find folders.

Who is told learns only places; whether anybody has a folder stays in the database.
"""

from __future__ import annotations

from myspace.domain.kernel.keyring import keyring
from myspace.domain.people import finding
from myspace.vocabulary.people import Identifier


class Sought:
    """`whose`, `keys` and `hashes` are lists of one length: a place, the name of a hash key, the hash by it."""

    def __init__(self) -> None:
        self.whose: list[int] = []
        self.keys: list[str] = []
        self.hashes: list[bytes] = []
        self._places: dict[tuple[str, str], int] = {}

    def place_of(self, number: Identifier, country: str | None) -> int:
        """From 1, the same each time for the same person."""
        who = (number.kind.value, finding.value_of(number, country))
        if who not in self._places:
            self._places[who] = len(self._places) + 1
            for key, value in keyring().every_hash(finding.hashed_text(who[1], who[0])).items():
                self.whose.append(self._places[who])
                self.keys.append(key)
                self.hashes.append(value)
        return self._places[who]
