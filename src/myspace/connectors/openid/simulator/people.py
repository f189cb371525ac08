"""Who can log in at the simulated OpenID provider, in its own claims. Knows the cast; refuses to know the folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from myspace.simulation import cast
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind

# The words of this provider. Whoever configures it writes what they mean (docs/howto/add-a-login-provider.md).
LEVELS = {
    AssuranceLevel.LOW: "urn:identitat-nord:basic",
    AssuranceLevel.SUBSTANTIAL: "urn:identitat-nord:mitja",
    AssuranceLevel.HIGH: "urn:identitat-nord:alt",
}
_KINDS = {IdentifierKind.NIF: "DNI", IdentifierKind.NIE: "NIE", IdentifierKind.PASSPORT: "PASSAPORT"}


@dataclass(frozen=True, slots=True)
class Person:
    """`subject` is what this provider calls them: it says nothing of their number. `levels` from the lowest."""

    key: str
    subject: str
    number: str
    kind: str
    given: str
    surnames: str
    about: str
    levels: tuple[str, ...]

    @property
    def full_name(self) -> str:
        return f"{self.given} {self.surnames}"

    def level(self, wanted: tuple[str, ...]) -> str:
        """The first of the wanted levels that this person can reach, else their ordinary one: `acr_values` is a wish."""
        return next((word for word in wanted if word in self.levels), self.levels[0])


@lru_cache(maxsize=1)
def everybody() -> tuple[Person, ...]:
    return tuple(_person(neighbour) for neighbour in cast.CAST if neighbour.identifier.kind in _KINDS)


def find(key: str) -> Person | None:
    return next((person for person in everybody() if person.key == key), None)


def _person(neighbour: cast.Person) -> Person:
    own = {means.level for means in neighbour.logins if not means.represents}
    line = neighbour.line["ca"].partition(", ")[2] or neighbour.line["ca"]
    return Person(
        key=neighbour.id,
        subject=hashlib.sha256(f"identitat-nord:{neighbour.id}".encode()).hexdigest()[:24],
        number=neighbour.identifier.value,
        kind=_KINDS[neighbour.identifier.kind],
        given=neighbour.name,
        surnames=neighbour.surnames,
        about=line[0].upper() + line[1:],
        levels=tuple(LEVELS[level] for level in sorted(own or {AssuranceLevel.LOW})),
    )
