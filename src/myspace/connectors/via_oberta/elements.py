"""Elements by name, strictly: what stands twice, or is of no namespace of the product, is never read as something else.

Pure; knows no product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


class Unreadable(Exception):
    """What a register told is not what its contract says. Carries the contract's name alone, never a value."""


@dataclass(frozen=True, slots=True, repr=False)
class Node:
    """An element of a product. `namespaces` are those in which its names are believed; in none, nothing is."""

    element: etree._Element
    namespaces: frozenset[str]

    @property
    def name(self) -> str:
        return etree.QName(self.element).localname

    @property
    def believed(self) -> bool:
        return etree.QName(self.element).namespace in self.namespaces

    @property
    def words(self) -> str:
        """Its own text. That of an element with children is none."""
        nothing = len(self.element) or self.element.get(_NIL) in ("true", "1")
        return "" if nothing else (self.element.text or "").strip()

    def all(self, name: str) -> tuple[Node, ...]:
        return tuple(child for child in self._children() if child.name == name)

    def get(self, name: str) -> Node | None:
        found = self.all(name)
        if len(found) > 1:
            raise Unreadable(name)
        return found[0] if found else None

    def must(self, name: str) -> Node:
        found = self.get(name)
        if found is None:
            raise Unreadable(name)
        return found

    def text(self, name: str) -> str:
        """Empty and absent are the same to who reads words."""
        found = self.get(name)
        return "" if found is None else found.words

    def _children(self) -> Iterator[Node]:
        for child in self.element:
            node = Node(child, self.namespaces)
            if node.believed:
                yield node
