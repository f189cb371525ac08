"""What a file of products/ gives: its codes by family, and for each modality what is asked and how the answer is read.

    Product        code, whose register it is, in which namespaces it speaks, what each of its result codes means
    └─ Modality    which sheet it gives, what it must be told, the question's element, the roots of its answers, the reader

Knows the shape alone. A product that is not in products/__init__.py is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connector_kit.personal_data import Need as Need  # noqa: PLC0414 - products name it with the rest of their shape
from myspace.connectors.via_oberta.elements import Node
from myspace.vocabulary.answers import Down, Fault, Unknown
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind
from myspace.vocabulary.personal_data import Absence, Declined, NoData, Sheet, SheetKind, Why

BROKEN: Final = Down(Fault.SERVER_ERROR)
PEOPLE: Final = frozenset({IdentifierKind.NIF, IdentifierKind.NIE})


class CannotAsk(Exception):
    """A question that would be another one if it were written: a name that has to be cut. Nothing is sent."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Every documented result code, by what it is worth. One that is in none of the four is garbled.

    The same codes stand in protocols/pci/products.py, where only success, nothing and refusal are told apart.
    """

    known: frozenset[str]
    none: Mapping[str, Absence] = field(default_factory=dict)
    declined: Mapping[str, Why] = field(default_factory=dict)
    failed: Mapping[str, Unknown] = field(default_factory=dict)


Told = Sheet | NoData | Declined | Unknown  # what a reader may make of a good answer; only the first is known


@dataclass(frozen=True, slots=True)
class Modality:
    """`ask` gives the element of the question, None where the contract has none; `reference` is ours, for their records.

    `read` raises Unreadable; what is no sheet is for who says inside a good answer that there is none. `ask` raises CannotAsk for a
    question that its contract has no room for. `years` is the longest period that may be asked for. `codes` where they are not
    the product's. `level`: how surely who asks has to have entered, at the least; a deployment may ask for more.
    """

    code: str
    sheet: SheetKind
    roots: frozenset[str]
    ask: Callable[[DataQuestion, str], bytes | None]
    read: Callable[[DataQuestion, Node], Told]
    needs: frozenset[Need] = frozenset()
    identifiers: frozenset[IdentifierKind] = PEOPLE
    years: int | None = None
    codes: Codes | None = None
    level: AssuranceLevel = AssuranceLevel.LOW


@dataclass(frozen=True, slots=True)
class Product:
    """`codes` None: its contract has no result code, and whether it went well stands in the answer itself."""

    code: str
    namespaces: frozenset[str]
    codes: Codes | None
    modalities: tuple[Modality, ...]

    def codes_of(self, modality: Modality) -> Codes | None:
        return modality.codes or self.codes


def element(namespace: str, name: str, *children: tuple[str, str] | etree._Element) -> etree._Element:
    """An element with its children in order: names with their words, or elements that are made already."""
    root = etree.Element(f"{{{namespace}}}{name}", nsmap={"q": namespace})
    for child in children:
        if isinstance(child, tuple):
            etree.SubElement(root, f"{{{namespace}}}{child[0]}").text = child[1]
        else:
            root.append(child)
    return root


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8")
