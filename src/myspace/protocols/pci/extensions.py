"""PCI's optional extensions: a printable copy and signed evidence, asked for and given. Knows no product.

They stand beside the product's XML in DatosEspecificos. `PDFGuid` is described in prose but is not in the schema (Q-PC-7):
it is read where it comes, as the opaque name it is, and never asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from myspace.protocols.pci.failures import NotTheContract
from myspace.protocols.pci.reading import Octets, in_place
from myspace.protocols.soap.failures import Unreadable
from myspace.protocols.soap.hardened import read_xml

CAOC = "http://www.aocat.net/scsp/esquemes/caoc-extensions"
_MOST = 20


@dataclass(frozen=True, slots=True)
class Given:
    """What came beside the answer. Several of each may come, one for each piece."""

    printable: tuple[bytes, ...] = field(default=(), repr=False)
    evidence: tuple[bytes, ...] = field(default=(), repr=False)
    guids: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    printable: bool = False
    evidence: bool = False


def ask(printable: bool, evidence: bool) -> bytes:
    """The piece to put first among an item's `specific`."""
    root = etree.Element(f"{{{CAOC}}}ExtensionesPeticion", nsmap={"caoc": CAOC})
    for name, wanted in (("PDF", printable), ("Evidencia", evidence)):
        etree.SubElement(root, f"{{{CAOC}}}{name}").text = "true" if wanted else "false"
    return etree.tostring(root)


def asked(specific: tuple[bytes, ...]) -> Asked:
    """As a server reads it. Anything but xs:boolean is a NotTheContract."""
    wanted = {"PDF": False, "Evidencia": False}
    for root in _roots(specific, "ExtensionesPeticion"):
        for child in root:
            name = etree.QName(child).localname
            if name in wanted:
                words = (child.text or "").strip()
                if words not in ("true", "false", "1", "0"):
                    raise NotTheContract("ExtensionesPeticion")
                wanted[name] = words in ("true", "1")
    return Asked(wanted["PDF"], wanted["Evidencia"])


def given(specific: tuple[bytes, ...], octets: Octets = in_place) -> Given:
    """What came. Raises NotTheContract for content that is no base64."""
    found: dict[str, list[etree._Element]] = {"PDF": [], "Evidencia": [], "PDFGuid": []}
    for root in _roots(specific, "ExtensionesRespuesta"):
        for child in root:
            found.get(etree.QName(child).localname, []).append(child)
    if any(len(each) > _MOST for each in found.values()):
        raise NotTheContract("ExtensionesRespuesta")
    return Given(
        tuple(octets(one) for one in found["PDF"]),
        tuple(octets(one) for one in found["Evidencia"]),
        tuple(guid for one in found["PDFGuid"] if (guid := (one.text or "").strip()) and len(guid) <= 64),
    )


def products_own(specific: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """What is left for the product when the extensions are taken out."""
    return tuple(piece for piece in specific if _root(piece).tag not in _TAGS)


_TAGS = frozenset(f"{{{CAOC}}}{name}" for name in ("ExtensionesPeticion", "ExtensionesRespuesta"))


def _roots(specific: tuple[bytes, ...], name: str) -> list[etree._Element]:
    return [root for piece in specific if (root := _root(piece)).tag == f"{{{CAOC}}}{name}"]


def _root(piece: bytes) -> etree._Element:
    root = None
    try:
        root = read_xml(piece)
    except Unreadable:
        root = None
    if root is None:
        raise NotTheContract("DatosEspecificos")
    return root
