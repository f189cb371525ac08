"""People as the folder knows them: identifiers, assurance, who looks at whose folder.

Knows the form of Spanish identifiers and their control characters. Refuses to know names, sessions or tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from uuid import UUID


class IdentifierKind(StrEnum):
    """Kinds of identifier; the value is the word the folder uses inside, not a supplier's code."""

    NIF = "nif"  # natural person with a Spanish DNI (also K, L, M forms)
    NIE = "nie"
    PASSPORT = "passport"
    COMPANY = "company"  # NIF of a legal person or an entity
    OTHER = "other"


class MalformedIdentifier(ValueError):
    """The text is not an identifier. The message never carries the text: it may be somebody's number."""


_CONTROL = "TRWAGMYFPDXBNJZSQVHLCKE"
# [0-9] and not \d: other scripts have digits too, and one person must not become two.
_NIF = re.compile(r"([0-9]{8})([A-Z])")
_NIE = re.compile(r"([XYZ])([0-9]{7})([A-Z])")
_OLD_NIF = re.compile(r"[KLM]([0-9]{7})([A-Z])")
_COMPANY = re.compile(r"([ABCDEFGHJNPQRSUVW])([0-9]{7})([0-9A-J])")
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")

# AOC prints two test ids with a wrong control letter (contracts §20): allowed by name, never by rule.
PRINTED_WITH_A_WRONG_LETTER = frozenset({"12121212Z", "Z2757735Z"})


@dataclass(frozen=True, slots=True)
class Identifier:
    """A person's or company's number: kind and canonical value (capitals, no separators).

    Its repr and str hide the value, so that no log line or exception text can carry it by accident.
    """

    kind: IdentifierKind
    value: str

    def __repr__(self) -> str:
        return f"Identifier({self.kind.value}, ···)"

    __str__ = __repr__

    @property
    def of_a_country(self) -> bool:
        """Whether two countries may both give it: without its country it could open another person's folder."""
        return self.kind in (IdentifierKind.PASSPORT, IdentifierKind.OTHER)

    @property
    def masked(self) -> str:
        """The form shown on a screen: `···4567X`, enough to recognise one's own, too little to copy."""
        return "···" + self.value[-4:]


def _nif_letter(digits: str) -> str:
    return _CONTROL[int(digits) % 23]


def _company_control(digits: str) -> tuple[str, str]:
    """The control of a company number in both its spellings: digit and letter."""
    odd = sum(sum(divmod(int(d) * 2, 10)) for d in digits[0::2])
    control = (10 - (odd + sum(int(d) for d in digits[1::2])) % 10) % 10
    return str(control), "JABCDEFGHI"[control]


def identifier(text: str, kind: IdentifierKind | None = None) -> Identifier:
    """Read an identifier as people and suppliers write it (`00000000-t`, ` x0000000 t`).

    With `kind`, the text must be of that kind; without, the kind is found from the form.
    Raises MalformedIdentifier, whose text does not repeat the input.
    """
    value = re.sub(r"[\s.\-·/]", "", text).upper()
    if kind in (IdentifierKind.PASSPORT, IdentifierKind.OTHER):
        if not _PASSPORT.fullmatch(value):
            raise MalformedIdentifier("a passport has 5 to 20 letters and digits")
        return Identifier(kind, value)
    found = _recognise(value)
    if found is None:
        raise MalformedIdentifier("not a NIF, NIE or company number, or its control character is wrong")
    if kind is not None and found is not kind:
        raise MalformedIdentifier(f"a {found.value} was given where a {kind.value} was expected")
    return Identifier(found, value)


def _recognise(value: str) -> IdentifierKind | None:
    if m := _NIF.fullmatch(value):
        good = m[2] == _nif_letter(m[1]) or value in PRINTED_WITH_A_WRONG_LETTER
        return IdentifierKind.NIF if good else None
    if m := _NIE.fullmatch(value):
        good = m[3] == _nif_letter(f"{'XYZ'.index(m[1])}{m[2]}") or value in PRINTED_WITH_A_WRONG_LETTER
        return IdentifierKind.NIE if good else None
    if m := _OLD_NIF.fullmatch(value):
        return IdentifierKind.NIF if m[2] == _nif_letter(m[1]) else None
    if m := _COMPANY.fullmatch(value):
        return IdentifierKind.COMPANY if m[3] in _company_control(m[2]) else None
    return None


class AssuranceLevel(IntEnum):
    """How sure the identity provider is (eIDAS art. 8). Ordered: `level >= AssuranceLevel.SUBSTANTIAL`."""

    LOW = 1
    SUBSTANTIAL = 2
    HIGH = 3


class LoginMethod(StrEnum):
    IDCAT_MOBIL = "idcatmobil"
    CERTIFICATE = "certificat"
    CLAVE = "clave"
    OPENID = "openid"  # a provider of the configuration; the session says which
    OTHER = "other"


class Basis(StrEnum):
    """On what ground the viewer looks at the subject's folder."""

    OWN = "own"  # viewer and subject are the same person
    COMPANY_CERTIFICATE = "company_certificate"  # certificate types 11/12 of the subject company
    MANDATE = "mandate"  # inscribed in the registry of representations, for what it says and as long as it says


@dataclass(frozen=True, slots=True)
class Actor:
    """Who looks, at whose folder, on what ground, at what assurance. Resolved once by the door."""

    viewer: UUID
    subject: UUID
    basis: Basis
    level: AssuranceLevel
    session: UUID

    @property
    def looks_at_own(self) -> bool:
        return self.viewer == self.subject

    @property
    def by_mandate(self) -> bool:
        """Somebody else's folder, and only as far as a mandate reaches: what is the person's own stays closed."""
        return self.basis is Basis.MANDATE

    @property
    def themself(self) -> Actor:
        """The same viewer in their own folder."""
        return replace(self, subject=self.viewer, basis=Basis.OWN)
