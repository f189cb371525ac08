"""Elements to messages: as a server reads requests, as we read answers. Knows the wire's names; refuses to know products.

    read_message(element) ── Request │ Response │ Confirmation │ Collection
                          └─ NotTheContract(where)

Order is free (the schemas say `all`), what is unknown is passed over, what must be there and is not stops the message, and
so does a name that stands twice. Lengths are the longest that any of the documents gives (Q-PC-6).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import NoReturn

from lxml import etree

from myspace.protocols.pci.failures import NotTheContract
from myspace.protocols.pci.messages import (
    Attributes,
    Collection,
    Confirmation,
    Consent,
    DocumentKind,
    File,
    Holder,
    Issuer,
    Item,
    Message,
    Official,
    Place,
    Request,
    Requester,
    Response,
    State,
    StateCode,
    StatedPurpose,
    Transmission,
)
from myspace.protocols.pci.wording import LONGEST, SHORTEST, day, stamp

SCSP = "http://gencat.net/scsp/esquemes/"
OPENURI = "http://www.openuri.org/"
MOST_ITEMS = 500  # of a deferred request; a synchronous one has one
Octets = Callable[[etree._Element], bytes]


def in_place(element: etree._Element) -> bytes:
    """The content that stands in the element itself, for who was given no attachments."""
    if len(element):
        raise NotTheContract("cid")
    octets = None
    try:
        octets = base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        octets = None
    if octets is None:
        raise NotTheContract(etree.QName(element).localname[:40])
    return octets


def read_message(element: etree._Element, octets: Octets = in_place) -> Message:
    """The message that `element` is, or that it holds as `procesa` and `procesaResponse` do. Raises NotTheContract."""
    if etree.QName(element).namespace == OPENURI:
        if len(element) != 1:
            raise NotTheContract("procesa")
        element = element[0]
    match element.tag:
        case _Tag.REQUEST:
            return Request(*_whole(element, "Solicitudes", "SolicitudTransmision", octets))
        case _Tag.RESPONSE:
            return Response(*_whole(element, "Transmisiones", "TransmisionDatos", octets))
        case _Tag.CONFIRMATION:
            return Confirmation(_attributes(_Children(element).must("Atributos"), octets))
        case _Tag.COLLECTION:
            return Collection(_attributes(_Children(element).must("Atributos"), octets))
        case _:
            raise NotTheContract("root")


class _Tag:
    REQUEST = f"{{{SCSP}peticion}}Peticion"
    RESPONSE = f"{{{SCSP}respuesta}}Respuesta"
    CONFIRMATION = f"{{{SCSP}confirmacionPeticion}}ConfirmacionPeticion"
    COLLECTION = f"{{{SCSP}solicitudRespuesta}}SolicitudRespuesta"


class _Children:
    """The children of an element by their names, those of its own namespace only."""

    def __init__(self, element: etree._Element) -> None:
        self.name = etree.QName(element)
        self._found: dict[str, etree._Element] = {}
        for child in element:
            name = etree.QName(child)
            if name.namespace != self.name.namespace:
                continue
            if name.localname in self._found:
                raise NotTheContract(f"{_known(name.localname)} twice")
            self._found[name.localname] = child

    def get(self, *names: str) -> etree._Element | None:
        return next((self._found[name] for name in names if name in self._found), None)

    def must(self, *names: str) -> etree._Element:
        found = self.get(*names)
        if found is None:
            _missing(names[0])
        return found

    def text(self, name: str) -> str:
        """Empty and absent are the same to the samples; too long is another contract."""
        element = self.get(name)
        if element is None:
            return ""
        if len(element):
            raise NotTheContract(name)
        words = (element.text or "").strip()
        most = LONGEST.get(name, SHORTEST.get(name, 1_000))
        # The shortest limits are what we write; a far side may use twice as much before it is another contract.
        if len(words) > max(most, 100):
            raise NotTheContract(f"{name} too long")
        return words

    def octets(self, name: str, read: Octets) -> bytes:
        element = self.get(name)
        return b"" if element is None else read(element)


def _missing(name: str) -> NoReturn:
    raise NotTheContract(f"{name} missing")


def _known(name: str) -> str:
    """A name for an exception: only the contract's, for an element can be called anything."""
    return name if name in SHORTEST or name in _NAMES else "a child"


_NAMES = frozenset(
    {"Atributos", "Solicitudes", "Transmisiones", "DatosGenericos", "DatosEspecificos", "Estado", "Titular"}
)


def _whole(
    element: etree._Element, list_name: str, item_name: str, octets: Octets
) -> tuple[Attributes, tuple[Item, ...]]:
    children = _Children(element)
    attributes = _attributes(children.must("Atributos"), octets)
    if list_name == "Solicitudes":
        children.must(list_name)
    holder = children.get(list_name)
    namespace = children.name.namespace
    each = [] if holder is None else [one for one in holder if one.tag == f"{{{namespace}}}{item_name}"]
    if len(each) > MOST_ITEMS:
        raise NotTheContract(f"{list_name} over {MOST_ITEMS}")
    if holder is not None and not each:
        _missing(item_name)
    return attributes, tuple(_item(one, octets) for one in each)


def _attributes(element: etree._Element, octets: Octets) -> Attributes:
    c = _Children(element)  # TimeStamp is obligatory, and HESTIA's printed requests are without: then it says nothing
    original = (c.text("IdSolicitanteOriginal"), c.text("NomSolicitanteOriginal"))
    authorisation = c.get("DatosAutorizacion", "DatosAutoritzacion")  # Q-PC-5: the prose's spelling
    issuer, official = c.get("Emisor"), c.get("Funcionario")
    return Attributes(
        _must_say(c, "IdPeticion"),
        _must_say(c, "CodigoCertificado"),
        _must_say(c, "CodigoProducto"),
        _number(c.must("NumElementos")),
        stamp(c.text("TimeStamp")),
        _state(c.get("Estado")),
        None if authorisation is None else _requester(_Children(authorisation)),
        None if issuer is None else _issuer(issuer),
        original if any(original) else None,
        None if official is None else _official(official, octets),
    )


def _must_say(children: _Children, name: str) -> str:
    children.must(name)
    return children.text(name) or _missing(name)


def _number(element: etree._Element) -> int:
    words = (element.text or "").strip()
    if len(element) or not words.isascii() or not words.isdigit() or len(words) > 7:
        raise NotTheContract(_known(etree.QName(element).localname) + " no number")
    return int(words)


def _state(element: etree._Element | None) -> State:
    if element is None:
        return State()
    c = _Children(element)
    said = c.text("CodigoEstado")
    code = StateCode(said) if said in set(StateCode) - {StateCode.OTHER} else StateCode.OTHER
    hours = c.get("TiempoEstimadoRespuesta")
    estimate = None if hours is None or not (hours.text or "").strip() else _number(hours)
    return State(code, said, c.text("CodigoEstadoSecundario"), c.text("LiteralError"), estimate)


def _requester(c: _Children) -> Requester:
    purpose = StatedPurpose(c.text("Finalidad"), c.text("Procedimiento"))
    return Requester(c.text("IdentificadorSolicitante"), c.text("NombreSolicitante"), purpose)


def _issuer(element: etree._Element) -> Issuer:
    c = _Children(element)
    return Issuer(c.text("NifEmisor"), c.text("NombreEmisor"))


def _official(element: etree._Element, octets: Octets) -> Official:
    c = _Children(element)
    return Official(
        c.text("NombreCompletoFuncionario"), c.text("NifFuncionario"), c.text("EMailFuncionario"),
        c.text("CodigoOrganismoFuncionario"), c.octets("CertificadoDigital", octets),
    )  # fmt: skip


def _item(element: etree._Element, octets: Octets) -> Item:
    c = _Children(element)
    generic = _Children(c.must("DatosGenericos"))
    requester = _Children(generic.must("Solicitante"))
    issuer, official = generic.get("Emisor"), requester.get("Funcionario")
    consent = requester.text("Consentimiento")
    files = generic.get("Ficheros")
    specific = c.get("DatosEspecificos")
    return Item(
        None if issuer is None else _issuer(issuer),
        _requester(requester),
        Consent(consent) if consent in set(Consent) else None,
        _transmission(_Children(generic.must("Transmision"))),
        None if official is None else _official(official, octets),
        _holder(generic.get("Titular")),
        () if files is None else tuple(_file(_Children(one), octets) for one in files),
        () if specific is None else tuple(etree.tostring(one, encoding="utf-8", with_tail=False) for one in specific),
        "" if specific is None else (specific.text or "").strip(),
    )


def _transmission(c: _Children) -> Transmission:
    return Transmission(
        _must_say(c, "CodigoCertificado"),
        _must_say(c, "IdSolicitud"),
        c.text("IdTransmision"),
        day(c.text("FechaGeneracion")),
    )


def _holder(element: etree._Element | None) -> Holder | None:
    if element is None:
        return None
    c = _Children(element)
    kind = c.text("TipoDocumentacion")
    names = [c.text(name) for name in ("NombreCompleto", "Nombre", "Apellido1", "Apellido2")]
    return Holder(DocumentKind(kind) if kind in set(DocumentKind) else None, c.text("Documentacion"), *names)


def _file(c: _Children, octets: Octets) -> File:
    said = [place for place in Place if c.get(place.value) is not None]
    if len(said) != 1:
        raise NotTheContract("Fichero")
    place = said[0]
    inside = place is Place.CONTENT
    return File(
        c.text("Id"), place, c.text("NombreFichero"), "" if inside else c.text(place.value),
        octets(c.must(place.value)) if inside else b"",
        c.octets("Hash", octets), c.octets("Firma", octets), c.text("Via"),
    )  # fmt: skip
