"""What Representa answers inside DatosEspecificos: bytes to elements. Reaches no socket, knows no meaning.

What an answer is worth, by `resposta/codi`, once PCI's own two layers let it through:

    0                          Heard, when the root is the answer of what was asked
    001                        Absent: there is none, or none that is VALIDA (Q-RE-16)
    002 … 009, 100             No: understood and not done; never a fault
    500                        down     server_error: its own breakdown
    any other, none, or two    garbled  unknown_result
    no XML, another root       garbled  not_the_contract

`descripcio` is never read: it names people by their numbers, and where the schema was not kept it holds a parser's
raw words (Q-RE-13). Success is `0`, of one digit (Q-RE-6): the row of REPRESENTA in protocols/pci/products.py says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from myspace.connectors.representa.questions import NAMESPACES, PRODUCT, Question
from myspace.protocols.pci.extensions import products_own
from myspace.protocols.pci.failures import NotTheContract, ProductRefused, UnknownCode
from myspace.protocols.pci.products import Meaning, result
from myspace.protocols.soap.failures import Unreadable
from myspace.protocols.soap.hardened import read_xml
from myspace.vocabulary.answers import Down, Fault, Garbled, Unknown

MOST_PAGES: Final = 50
BROKEN: Final = "500"
_READ: Final = frozenset({*NAMESPACES.values(), None})
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True, slots=True)
class Heard:
    """A good answer: its `resultat`, still to be judged."""

    result: Node


@dataclass(frozen=True, slots=True)
class Absent:
    """001: nothing found. On a validation it is also what is said of one that is there and not VALIDA."""


@dataclass(frozen=True, slots=True)
class No:
    """A documented code that is no success."""

    code: str


@dataclass(frozen=True, slots=True)
class Failed:
    answer: Unknown


class Doubled(Exception):
    """A name that stands twice where the contract has it once. Carries the contract's name alone."""


class Node:
    """An element by the names of its children, in either namespace or in none."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element

    def all(self, name: str) -> tuple[Node, ...]:
        return tuple(Node(child) for child in self._children() if etree.QName(child).localname == name)

    def get(self, name: str) -> Node | None:
        found = self.all(name)
        if len(found) > 1:
            raise Doubled(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        found = self.get(name)
        return "" if found is None else found.words

    @property
    def words(self) -> str:
        """Its own text. That of an element with children is none: `...` beside them would be a value of nobody."""
        nothing = len(self._element) or self._element.get(_NIL) in ("true", "1")
        return "" if nothing else (self._element.text or "").strip()

    @property
    def names(self) -> frozenset[str]:
        """Of all its children, also of those that are nobody's of ours."""
        return frozenset(etree.QName(child).localname for child in self._element)

    @property
    def empty(self) -> bool:
        return not len(self._element) and not self.words

    @property
    def raw(self) -> str:
        return etree.tostring(self._element, encoding="unicode", with_tail=False)

    def _children(self) -> Iterator[etree._Element]:
        return (child for child in self._element if etree.QName(child).namespace in _READ)


def read(question: Question, specific: tuple[bytes, ...]) -> Heard | Absent | No | Failed:
    """What the product said to this question. Never raises for what is in `specific`."""
    try:
        known = result(PRODUCT, question.modality.value, specific)
        own = [read_xml(piece) for piece in products_own(specific)]
    except ProductRefused as refused:
        return Failed(Down(Fault.SERVER_ERROR)) if refused.code == BROKEN else No(refused.code)
    except UnknownCode:
        return Failed(Garbled(Fault.UNKNOWN_RESULT))
    except (NotTheContract, Unreadable):
        return Failed(Garbled(Fault.NOT_THE_CONTRACT))
    name = etree.QName(own[0]) if len(own) == 1 else None
    found = Node(own[0]).all("resultat") if name is not None and name.namespace in _READ else ()
    if name is not None and len(found) == 1:
        answers = name.localname == f"{question.operation.value}Response"
        if known.meaning is Meaning.NONE and (answers or name.localname == "ErrorResponse"):
            return Absent()
        if known.meaning is Meaning.DONE and answers:
            return Heard(found[0])
    return Failed(Garbled(Fault.NOT_THE_CONTRACT))


@dataclass(frozen=True, slots=True)
class Page:
    """What one page brought: its elements, those that hold nothing left out, and how many there are said to be in all."""

    elements: tuple[Node, ...]
    told: int | None


def page(result: Node, many: str, one: str, counted: str) -> Page | Failed:
    """`numPaginesTotal` is not read: the published one contradicts its own size and total (Q-RE-5, Q-RE-9)."""
    try:
        held = result.get(many)
        words = result.text(counted)
    except Doubled:
        return Failed(Garbled(Fault.NOT_THE_CONTRACT))
    told = int(words) if words.isascii() and words.isdigit() and len(words) < 8 else None
    if words and told is None:
        return Failed(Garbled(Fault.NOT_THE_CONTRACT))
    elements = () if held is None else tuple(each for each in held.all(one) if not each.empty)
    return Page(elements, told)


@dataclass(slots=True)
class Pages:
    """Which page to ask for next, and whether what was taken is the whole. Pages are counted from 0.

    It goes on until as many have come as were told, or a page brings nothing: the far side may give fewer on a page than
    were asked for. A total that moves, or a page that comes again, is not whole.
    """

    taken: int = 0
    number: int = 0
    told: int | None = None
    whole: bool = True
    over: bool = False
    _last: tuple[str, ...] = ()

    def take(self, came: Page) -> tuple[Node, ...]:
        """The new elements of this page; none when it is one that was there already."""
        now = tuple(each.raw for each in came.elements)
        again = bool(now) and now == self._last
        moved = self.number > 0 and came.told != self.told
        fresh = () if again else came.elements
        self._last, self.told = now, came.told
        self.taken += len(fresh)
        self.number += 1
        enough = self.told is not None and self.taken >= self.told
        ran_out = not fresh or self.number >= MOST_PAGES
        self.over = enough or ran_out
        untold_end = self.told is None and not now  # nobody said how many, and there are no more
        if moved or again or (ran_out and not enough and not untold_end):
            self.whole = False
        return fresh
