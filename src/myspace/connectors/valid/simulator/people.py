"""Who can log in at the simulated provider, in the provider's codes. Knows the cast; refuses to know the folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from myspace.simulation import cast
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, LoginMethod

_KINDS = {IdentifierKind.NIF: "1", IdentifierKind.NIE: "2", IdentifierKind.PASSPORT: "3", IdentifierKind.OTHER: "4"}
_LEVELS = {AssuranceLevel.LOW: "low", AssuranceLevel.SUBSTANTIAL: "substantial", AssuranceLevel.HIGH: "high"}
_METHODS = {
    LoginMethod.IDCAT_MOBIL: "idcatmobil",
    LoginMethod.CERTIFICATE: "certificat",
    LoginMethod.CLAVE: "clave",
}


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Means:
    """One way a person can identify themselves: VALId's method, level, and for certificates what they say."""

    method: str
    level: str
    certificate_type: str | None = None
    company: Company | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """`kind` is VALId's identifierType: 1 NIF, 2 NIE, 3 passport, 4 other. `phone` has no prefix."""

    key: str
    number: str
    kind: str
    given: str
    surname1: str
    surname2: str
    phone: str
    about: str
    means: tuple[Means, ...]

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.given, self.surnames) if part)

    @property
    def surnames(self) -> str:
        return f"{self.surname1} {self.surname2}".strip()

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"

    def by(self, method: str) -> tuple[Means, ...]:
        return tuple(means for means in self.means if means.method == method)


@lru_cache(maxsize=1)
def everybody() -> tuple[Person, ...]:
    return tuple(_person(neighbour) for neighbour in cast.CAST)


def find(key: str) -> Person | None:
    return next((person for person in everybody() if person.key == key), None)


def _person(neighbour: cast.Person) -> Person:
    return Person(
        key=neighbour.id,
        number=neighbour.identifier.value,
        kind=_KINDS[neighbour.identifier.kind],
        given=neighbour.name,
        surname1=neighbour.surname1,
        surname2=neighbour.surname2 or "",
        phone=neighbour.phone or "",
        about=_about(neighbour.line["ca"]),
        means=tuple(_means(login) for login in neighbour.logins),
    )


def _means(login: cast.LoginMeans) -> Means:
    company = cast.company(login.represents) if login.represents else None
    return Means(
        _METHODS[login.method],
        _LEVELS[login.level],
        None if login.certificate_type is None else str(login.certificate_type),
        Company(company.id, company.identifier.value, company.name) if company else None,
    )


def _about(line: str) -> str:
    """The cast's sentence begins with the name, which the card already says in its heading."""
    rest = line.partition(", ")[2] or line
    return rest[0].upper() + rest[1:]
