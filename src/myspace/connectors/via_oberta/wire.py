"""What a product answers inside DatosEspecificos: bytes to one of the answers. Reaches no socket, knows no product.

Once PCI's own two layers let it through, by the product's result code:

    a code of `known`      Known, when the root is the answer of what was asked and its reader understood it
    a code of `none`       NoData: it looked, and has nothing
    a code of `declined`   Declined: neither yes nor no
    a code of `failed`     what that code is worth
    any other, none, two   garbled  unknown_result
    no code in its contract         what its reader finds in the answer: a sheet, nothing, neither, or the error that it says
    no XML, another root, what its reader cannot read      garbled  not_the_contract

The words beside a code are never read: they name people.
"""

from __future__ import annotations

from lxml import etree

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import Codes, Modality, Product
from myspace.protocols.pci.extensions import products_own
from myspace.protocols.pci.failures import NotTheContract, ProductRefused, UnknownCode
from myspace.protocols.pci.products import Meaning, result
from myspace.protocols.soap.failures import Unreadable as NotXml
from myspace.protocols.soap.hardened import read_xml
from myspace.vocabulary.answers import Fault, Garbled
from myspace.vocabulary.personal_data import DataAnswer, Declined, Known, NoData, Sheet

_NOT_THE_CONTRACT = Garbled(Fault.NOT_THE_CONTRACT)
_UNKNOWN = Garbled(Fault.UNKNOWN_RESULT)


def read(product: Product, modality: Modality, question: DataQuestion, specific: tuple[bytes, ...]) -> DataAnswer:
    """What the product said to this question. Never raises for what is in `specific`."""
    codes = product.codes_of(modality)
    if codes is None:
        return _read(product, modality, question, specific)
    try:
        said = result(product.code, modality.code, specific)
    except ProductRefused as refused:
        return _without(codes, refused.code)
    except UnknownCode:
        return _UNKNOWN
    except NotTheContract:
        return _NOT_THE_CONTRACT
    if said.meaning is Meaning.NONE:
        return _without(codes, said.code) if _is_own(product, modality, specific) else _NOT_THE_CONTRACT
    return _read(product, modality, question, specific) if said.code in codes.known else _UNKNOWN


def _read(product: Product, modality: Modality, question: DataQuestion, specific: tuple[bytes, ...]) -> DataAnswer:
    try:
        root = _root(product, modality, specific)
        if root is None:
            return _NOT_THE_CONTRACT
        told = modality.read(question, root)
        return Known(told) if isinstance(told, Sheet) else told
    except (Unreadable, NotXml, NotTheContract):
        return _NOT_THE_CONTRACT


def _is_own(product: Product, modality: Modality, specific: tuple[bytes, ...]) -> bool:
    try:
        return _root(product, modality, specific) is not None
    except (Unreadable, NotXml, NotTheContract):
        return False


def _without(codes: Codes, code: str) -> DataAnswer:
    """What a code that brings no data means."""
    if code in codes.none:
        return NoData(codes.none[code])
    if code in codes.declined:
        return Declined(codes.declined[code])
    return codes.failed.get(code, _UNKNOWN)


def _root(product: Product, modality: Modality, specific: tuple[bytes, ...]) -> Node | None:
    """The one element that is the product's own, when it is an answer to what was asked."""
    own = [read_xml(piece) for piece in products_own(specific)]
    if len(own) != 1 or not isinstance(own[0], etree._Element):
        return None
    node = Node(own[0], product.namespaces)
    return node if node.believed and node.name in modality.roots else None
