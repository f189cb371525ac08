"""How the simulated platform reads what comes: the package, the envelope, the message. Its own reading: it shares none.

open_letter(content_type, body) ── Letter(root, parts)
read(letter) ── Message            Peticion or SolicitudRespuesta
    anything else is a SoapFault of the client, as a schema's error would be
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from email.message import Message as Headers

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import SoapFault

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
OPEN = "http://www.openuri.org/"
SCSP = "http://gencat.net/scsp/esquemes/"
CAOC = "http://www.aocat.net/scsp/esquemes/caoc-extensions"
XOP = "http://www.w3.org/2004/08/xop/include"
MOST = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """The envelope as a tree, and what lay beside it by Content-ID."""

    root: etree._Element
    parts: dict[str, bytes] = field(default_factory=dict)

    @property
    def body(self) -> etree._Element:
        found = self.root.find(f"{{{SOAP}}}Body")
        if self.root.tag != f"{{{SOAP}}}Envelope" or found is None:
            raise client("no SOAP 1.1 envelope")
        return found


@dataclass(frozen=True, slots=True)
class Item:
    """One SolicitudTransmision; `generic` is the element, which an answer says back."""

    generic: etree._Element
    modality: str
    id: str
    specific: etree._Element | None
    files: dict[str, bytes] = field(default_factory=dict)
    printable: bool = False
    evidence: bool = False

    def said(self, path: str) -> str:
        return text(self.generic, path)


@dataclass(frozen=True, slots=True)
class Message:
    """`collects` for a SolicitudRespuesta, which has no items."""

    attributes: etree._Element
    items: tuple[Item, ...]
    collects: bool

    def said(self, path: str) -> str:
        return text(self.attributes, path)

    @property
    def requester(self) -> str:
        return self.said("DatosAutorizacion/IdentificadorSolicitante") or self.said(
            "DatosAutoritzacion/IdentificadorSolicitante"  # Q-PC-5: the prose's spelling
        )


def client(words: str) -> SoapFault:
    return SoapFault(words, "Client")


def text(element: etree._Element, path: str) -> str:
    """The words at a path of local names, "" where there is nothing."""
    found: etree._Element | None = element
    for name in path.split("/"):
        found = None if found is None else found.find(f"{{*}}{name}")
    return "" if found is None else "".join(map(str, found.itertext())).strip()


def open_letter(content_type: str, body: bytes) -> Letter:
    said = Headers()
    said["Content-Type"] = content_type
    if said.get_content_type() == "text/xml":
        return Letter(_tree(body))
    if said.get_content_type() != "multipart/related":
        raise client("neither text/xml nor multipart/related")
    boundary, start = said.get_boundary(), str(said.get_param("start", "")).strip("<>")
    pieces = dict(_pieces(body, (boundary or "").encode()))
    if not boundary or not pieces:
        raise client("a package without parts")
    root = pieces.pop(start or next(iter(pieces)), None)
    if root is None:
        raise client("a package without its start")
    return Letter(_tree(root), pieces)


def _pieces(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    for chunk in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:]:
        if chunk.startswith(b"--"):
            return
        head, _, octets = chunk.partition(b"\r\n\r\n")
        headers = Headers()
        for line in head.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(":")
            if name:
                headers[name] = value.strip()
        yield str(headers.get("Content-ID", "")).strip("<>"), octets
    raise client("a package that does not end")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)


def _tree(octets: bytes) -> etree._Element:
    try:
        root = etree.fromstring(octets, _parser())
    except etree.XMLSyntaxError as broken:
        raise client(f"cvc: {broken}") from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise client("a DOCTYPE")
    return root


def read(letter: Letter) -> Message:
    operation = list(letter.body)
    if len(operation) != 1 or operation[0].tag != f"{{{OPEN}}}procesa" or len(operation[0]) != 1:
        raise client("not the operation procesa with one message")
    root = operation[0][0]
    attributes = root.find("{*}Atributos")
    if attributes is None or not all(
        text(attributes, name) for name in ("IdPeticion", "NumElementos", "CodigoCertificado", "CodigoProducto")
    ):
        raise client("cvc-complex-type.2.4.b: Atributos")
    if root.tag == f"{{{SCSP}solicitudRespuesta}}SolicitudRespuesta":
        return Message(attributes, (), True)
    if root.tag != f"{{{SCSP}peticion}}Peticion":
        raise client("cvc-elt.1: neither Peticion nor SolicitudRespuesta")
    items = root.findall("{*}Solicitudes/{*}SolicitudTransmision")
    if not 1 <= len(items) <= MOST:
        raise client("cvc-complex-type.2.4.b: Solicitudes")
    return Message(attributes, tuple(_item(one, letter) for one in items), False)


def _item(element: etree._Element, letter: Letter) -> Item:
    generic = element.find("{*}DatosGenericos")
    if (
        generic is None
        or not text(generic, "Transmision/CodigoCertificado")
        or not text(generic, "Transmision/IdSolicitud")
    ):
        raise client("cvc-complex-type.2.4.b: Transmision")
    if text(generic, "Solicitante/Consentimiento") not in ("Si", "Ley", "NoOpo"):
        raise client("cvc-enumeration-valid: Consentimiento")
    asked = element.find(f"{{*}}DatosEspecificos/{{{CAOC}}}ExtensionesPeticion")
    own = [each for each in element.findall("{*}DatosEspecificos/*") if not str(each.tag).startswith(f"{{{CAOC}}}")]
    wants = {name: asked is not None and text(asked, name) in ("true", "1") for name in ("PDF", "Evidencia")}
    return Item(
        generic,
        text(generic, "Transmision/CodigoCertificado"),
        text(generic, "Transmision/IdSolicitud"),
        _alone(own[0]) if own else None,
        {text(one, "Id"): _content(one, letter) for one in generic.findall("{*}Ficheros/{*}Fichero")},
        wants["PDF"],
        wants["Evidencia"],
    )


def _alone(element: etree._Element) -> etree._Element:
    """The element as a document of its own."""
    return etree.fromstring(etree.tostring(deepcopy(element), with_tail=False), _parser())


def _content(file: etree._Element, letter: Letter) -> bytes:
    holder = file.find("{*}Contenido")
    if holder is None:
        return b""
    beside = holder.find(f"{{{XOP}}}Include")
    if beside is not None:
        name = beside.get("href", "").removeprefix("cid:")
        if name not in letter.parts:
            raise client("a cid that is not in the package")
        return letter.parts[name]
    try:
        return base64.b64decode("".join((holder.text or "").split()), validate=True)
    except binascii.Error as wrong:
        raise client("cvc-datatype-valid: base64Binary") from wrong
