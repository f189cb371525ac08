"""From Representa's elements to the vocabulary: the border. Pure; what cannot be believed is put aside with its reason.

A mandate is read as it stands: its type as it is declared, also where what it names contradicts it (Q-RE-4); the rules of
mandates take the narrower. What must never happen here is that something unread makes it wider: a body or a procedure that
is there and cannot be told apart puts the whole mandate aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from myspace.connector_kit.mandates import Side
from myspace.connectors.representa import values
from myspace.connectors.representa.values import Unreadable
from myspace.connectors.representa.wire import Doubled, Node
from myspace.vocabulary.answers import Quarantined, QuarantineReason
from myspace.vocabulary.mandates import MandateCapacity, MandateParty, MandateState, Named, Representation
from myspace.vocabulary.people import Identifier

V = TypeVar("V")


class _Aside(Exception):
    def __init__(self, reason: QuarantineReason, field: str) -> None:
        super().__init__(f"{reason.value}: {field}")
        self.reason, self.field = reason, field


@dataclass(frozen=True, slots=True)
class _Fields:
    """One element being read by name, with the path of each field in every complaint."""

    node: Node
    path: str = ""

    def maybe(self, field: str, how: Callable[[str], V | None]) -> V | None:
        try:
            return how(self.node.text(field))
        except Unreadable as wrong:
            raise _Aside(wrong.reason, self.path + field) from None
        except Doubled:
            raise _Aside(QuarantineReason.MALFORMED_FIELD, self.path + field) from None

    def need(self, field: str, how: Callable[[str], V | None]) -> V:
        value = self.maybe(field, how)
        if value is None:
            raise _Aside(QuarantineReason.MISSING_FIELD, self.path + field)
        return value

    def inside(self, field: str) -> _Fields | None:
        try:
            found = self.node.get(field)
        except Doubled:
            raise _Aside(QuarantineReason.MALFORMED_FIELD, self.path + field) from None
        return None if found is None else _Fields(found, f"{self.path}{field}.")

    def must(self, field: str) -> _Fields:
        found = self.inside(field)
        if found is None:
            raise _Aside(QuarantineReason.MISSING_FIELD, self.path + field)
        return found


def representation(node: Node) -> Representation | Quarantined:
    try:
        return _representation(_Fields(node))
    except _Aside as wrong:
        return Quarantined(wrong.reason, wrong.field, node.raw)


def of_person(
    nodes: Iterable[Node], who: Identifier, side: Side
) -> tuple[tuple[Representation, ...], tuple[Quarantined, ...]]:
    """Those in which this person is on this side. Another person's, and two that differ under one id, are put aside."""
    found: dict[str, tuple[Representation, str]] = {}
    aside: list[Quarantined] = []
    disputed: set[str] = set()
    for node in nodes:
        read = representation(node)
        if isinstance(read, Quarantined):
            aside.append(read)
        elif _party(read, side).identifier != who:
            aside.append(Quarantined(QuarantineReason.OTHER_PERSON, _FIELD[side], node.raw))
        elif read.source_id in found and found[read.source_id][0] != read:
            disputed.add(read.source_id)
            aside.append(Quarantined(QuarantineReason.DUPLICATE_ID, "identificadorLegal", node.raw))
        else:
            found[read.source_id] = (read, node.raw)
    aside += [
        Quarantined(QuarantineReason.DUPLICATE_ID, "identificadorLegal", found[one][1]) for one in sorted(disputed)
    ]
    return tuple(read for one, (read, _) in found.items() if one not in disputed), tuple(aside)


def bears_out(result: Node, grantor: Identifier, representative: Identifier) -> bool:
    """Whether the mandate that a good answer to a validation shows is one that could say yes to what was asked.

    Only the mandate is looked at: the words beside it name the two people the other way round in a sample (Q-RE-7).
    """
    shown = result.all("representacio")
    if not shown or shown[0].empty:  # it is optional in the schema
        return True
    read = representation(shown[0])
    if isinstance(read, Quarantined) or len(shown) > 1 or read.state is not MandateState.VALID:
        return False
    return (read.grantor.identifier, read.representative.identifier) == (grantor, representative)


_LIMITS = frozenset({"administracio", "tramit", "capacitats"})
_FIELD = {Side.GRANTOR: "poderdant", Side.REPRESENTATIVE: "representant"}


def _party(read: Representation, side: Side) -> MandateParty:
    return read.grantor if side is Side.GRANTOR else read.representative


def named(node: Node, id_field: str, how: Callable[[str], str | None]) -> Named | None:
    """A body or a procedure with its words; None for one that cannot be named in a mandate, and for one that is not active.

    Of a catalogue nothing is put aside: what is left out of a list to choose from opens nothing.
    """
    told = _Fields(node)
    try:
        if (told.node.text("activa") or told.node.text("actiu")).lower() in ("false", "0"):
            return None
        return Named(told.need(id_field, how), told.maybe("nom", values.text))
    except (_Aside, Doubled):
        return None


def bodies(nodes: Iterable[Node]) -> tuple[Named, ...]:
    return tuple(one for node in nodes if (one := named(node, "codi", values.body_code)) is not None)


def procedures(families: Iterable[Node]) -> tuple[Named, ...]:
    """Those of all the families, each once by its uuid."""
    found: dict[str, Named] = {}
    for family in families:
        for many in family.all("tramits"):
            for one in many.all("tramit"):
                if (read := named(one, "uuid", values.source_id)) is not None:
                    found.setdefault(read.id, read)
    return tuple(found.values())


def _representation(told: _Fields) -> Representation:
    scope = told.inside("ambitRepresentacio")
    if scope and not scope.node.names <= _LIMITS:  # whatever else it may be limited to, we would not keep to it
        raise _Aside(QuarantineReason.UNKNOWN_CODE, "ambitRepresentacio")
    return Representation(
        source_id=told.need("identificadorLegal", values.source_id),
        grantor=_person(told.must("poderdant")),
        representative=_person(told.must("representant")),
        state=told.need("estat", values.state),
        declared=told.maybe("tipusRepresentacio", values.type_of),
        capacities=_capacities(scope),
        bodies=_scope(scope, "administracio", "codi", values.body_code),
        procedures=_scope(scope, "tramit", "uuid", values.source_id),
        begins=told.maybe("dataIniciVigencia", values.instant),
        ends=told.maybe("dataFiVigencia", values.instant),
        ends_at_most=told.maybe("dataMaxVigencia", values.instant),
    )


def _person(told: _Fields) -> MandateParty:
    kind = told.maybe("tipusDocumentIdentificatiu", values.text) or ""
    number = told.need("valorDocumentIdentificatiu", lambda raw: values.person(kind, raw))
    surnames = told.maybe("cognoms", values.text) or " ".join(
        part for name in ("cognom1", "cognom2") if (part := told.maybe(name, values.text))
    )
    name = " ".join(part for part in (told.maybe("nomRaoSocial", values.text), surnames) if part)
    return MandateParty(number, name or None)


def _scope(scope: _Fields | None, field: str, id_field: str, how: Callable[[str], str | None]) -> tuple[Named, ...]:
    """What it is limited to. There and without an id is not the same as not there: that would open everything."""
    told = scope.inside(field) if scope else None
    return () if told is None else (Named(told.need(id_field, how), told.maybe("nom", values.text)),)


def _capacities(scope: _Fields | None) -> frozenset[MandateCapacity]:
    """Of all the `capacitat`, also of one that holds two codes (Q-RE-3). None at all: it is for nothing."""
    told = scope.inside("capacitats") if scope else None
    if told is None:
        return frozenset()
    found = set()
    for each in told.node.all("capacitat"):
        for code in each.all("codi"):
            try:
                found.add(values.capacity(code.words))
            except Unreadable as wrong:
                raise _Aside(wrong.reason, f"{told.path}capacitat.codi") from None
    return frozenset(one for one in found if one is not None)


def code_of(catalogue: Node) -> str | None:
    """The code by which a catalogue is asked for; None where it has none that can be read."""
    try:
        return _Fields(catalogue).maybe("codi", values.text)
    except _Aside:
        return None
