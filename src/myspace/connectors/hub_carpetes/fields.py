"""How one message's fields are read: by name, with the field's name in every complaint. Pure; knows no topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from myspace.connector_kit.links import judge_link
from myspace.connector_kit.values import Unreadable
from myspace.connectors.hub_carpetes import names
from myspace.connectors.hub_carpetes.values import ine10, name_of, text
from myspace.vocabulary.activity import Link
from myspace.vocabulary.answers import QuarantineReason

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question and the connection let us check an answer against."""

    ine10: str
    dir3: str | None
    hosts: frozenset[str]
    document: str
    holder_names: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Asked({self.ine10}, ···)"


class Aside(Exception):
    """This item is kept aside: why, and for which field (the supplier's name, with its path when nested)."""

    def __init__(self, reason: QuarantineReason, field: str) -> None:
        super().__init__(f"{reason.value}: {field}")
        self.reason = reason
        self.field = field


@dataclass(frozen=True, slots=True)
class Fields:
    """One message being read. `maybe` gives None when the field is absent; `need` puts the item aside."""

    message: Any  # one of the structs of wire.py
    asked: Asked
    path: str = ""

    def maybe(self, field: str, how: Callable[[Any], V | None]) -> V | None:
        try:
            return how(getattr(self.message, field))
        except Unreadable as wrong:
            raise Aside(wrong.reason, self.path + field) from None

    def need(self, field: str, how: Callable[[Any], V | None]) -> V:
        value = self.maybe(field, how)
        if value is None:
            raise Aside(QuarantineReason.MISSING_FIELD, self.path + field)
        return value

    def first(self, fields: tuple[str, ...], how: Callable[[Any], V | None]) -> V | None:
        """The first of several spellings of one field that says something."""
        return next((value for field in fields if (value := self.maybe(field, how)) is not None), None)

    def link(self, raw: str | None) -> Link | None:
        return judge_link(raw, self.asked.hosts) if raw is not None and text(raw) is not None else None

    def each(self, field: str, build: Callable[[Fields], V]) -> tuple[V, ...]:
        """A list of nested messages, each read with its path."""
        nested = getattr(self.message, field) or ()
        return tuple(build(Fields(one, self.asked, f"{self.path}{field}[{n}].")) for n, one in enumerate(nested))

    def ids(self, *fields: str) -> tuple[str, ...]:
        """Identifiers from one field and its plural, in order, each once."""
        found: dict[str, None] = {}
        for field in fields:
            raw = getattr(self.message, field)
            for one in raw if isinstance(raw, tuple) else (raw,):
                try:
                    clean = name_of(one)
                except Unreadable as wrong:
                    raise Aside(wrong.reason, self.path + field) from None
                if clean is not None:
                    found[clean] = None
        return tuple(found)

    def body(self, *, dir3_is_enough: bool = False) -> str:
        """The INE10 of the body, which must be the one asked. A tax may name its body by DIR3 alone."""
        found = self.maybe("codiINE10", ine10)
        dir3 = self.maybe("codiDIR3Organisme", text)
        if found is None and dir3_is_enough and dir3 is not None and self.asked.dir3 is not None:
            if dir3.upper() != self.asked.dir3.upper():
                raise Aside(QuarantineReason.OTHER_BODY, "codiDIR3Organisme")
            return self.asked.ine10
        if found is None:
            raise Aside(QuarantineReason.MISSING_FIELD, "codiINE10")
        if found != self.asked.ine10:
            raise Aside(QuarantineReason.OTHER_BODY, "codiINE10")
        return found

    def same_document(self, written: tuple[str, ...], field: str) -> None:
        if names.another_document(written, self.asked.document):
            raise Aside(QuarantineReason.OTHER_PERSON, field)

    def contradicts(self, name: str | None) -> bool:
        return names.another_person(name, self.asked.holder_names)
