"""Messages to elements, in the order and within the shortest lengths of all the documents. Knows no signature.

write_message(message) ── element, ready for `soap.envelope.wrap`
                       └─ CannotSay(where)     before anything leaves: what the far side would refuse
"""

from __future__ import annotations

import base64

from lxml import etree

from myspace.protocols.pci import messages as m
from myspace.protocols.pci.reading import MOST_ITEMS, OPENURI, SCSP
from myspace.protocols.pci.wording import SHORTEST
from myspace.protocols.soap.attachments import Attachment, include
from myspace.protocols.soap.hardened import read_xml


class CannotSay(ValueError):
    """A message that the contract has no room for. `where` is the contract's name, never the value."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{where}: the contract does not allow it; see SHORTEST in pci/wording.py")
        self.where = where


class _Writer:
    """One namespace, and what of the content goes beside the envelope."""

    def __init__(self, name: str, beside: dict[str, Attachment] | None) -> None:
        self.namespace = SCSP + name
        self.beside = beside

    def root(self, parent: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{self.namespace}}}{name}", nsmap={"p": self.namespace})

    def under(self, parent: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{self.namespace}}}{name}")

    def say(self, parent: etree._Element, name: str, words: str, most: int | None = None) -> None:
        """An element with these words, also when there are none: the schemas ask for it."""
        if len(words) > (most or SHORTEST.get(name, 1_000)):
            raise CannotSay(name)
        try:
            self.under(parent, name).text = words
        except ValueError:
            raise CannotSay(name) from None  # a control character; the library's text is not needed

    def may(self, parent: etree._Element, name: str, words: str) -> None:
        if words:
            self.say(parent, name, words)


def write_message(
    message: m.Message, *, deferred: bool = False, beside: dict[str, Attachment] | None = None
) -> etree._Element:
    """`procesa` or `procesaResponse` with the message. With `beside`, contents of files go there (MTOM) by their ids."""
    answer = isinstance(message, m.Response | m.Confirmation)
    outer = etree.Element(f"{{{OPENURI}}}{'procesaResponse' if answer else 'procesa'}", nsmap={"open": OPENURI})
    a = message.attributes
    deferred = deferred or isinstance(message, m.Collection | m.Confirmation)
    most = SHORTEST["IdPeticion, deferred"] if deferred else SHORTEST["IdPeticion"]
    match message:
        case m.Request():
            if not 1 <= len(message.items) <= (MOST_ITEMS if deferred else 1) or a.count != len(message.items):
                raise CannotSay("NumElementos")
            writer = _Writer("peticion", beside)
            root = writer.root(outer, "Peticion")
            _attributes(writer, root, a, most, authorisation=True)
            _items(writer, root, ("Solicitudes", "SolicitudTransmision"), message.items)
        case m.Response():
            writer = _Writer("respuesta", beside)
            root = writer.root(outer, "Respuesta")
            _attributes(writer, root, a, most, authorisation=False)
            if message.items:
                _items(writer, root, ("Transmisiones", "TransmisionDatos"), message.items)
        case m.Confirmation():
            writer = _Writer("confirmacionPeticion", beside)
            _attributes(writer, writer.root(outer, "ConfirmacionPeticion"), a, most, authorisation=False)
        case m.Collection():
            if a.requester and a.requester.purpose.procedure:
                raise CannotSay("Procedimiento")  # the collection's schema has only Finalidad
            writer = _Writer("solicitudRespuesta", beside)
            _attributes(writer, writer.root(outer, "SolicitudRespuesta"), a, most, authorisation=True)
    return outer


def _attributes(w: _Writer, parent: etree._Element, a: m.Attributes, most: int, *, authorisation: bool) -> None:
    at = w.under(parent, "Atributos")
    if not (a.id and a.modality and a.product):
        raise CannotSay("Atributos")
    if not 0 <= a.count <= 9_999_999:
        raise CannotSay("NumElementos")
    w.say(at, "IdPeticion", a.id, most)
    w.say(at, "NumElementos", str(a.count))
    w.say(at, "TimeStamp", a.stamp.said, 29)
    if a.state != m.State():
        _state(w, at, a.state)
    w.say(at, "CodigoCertificado", a.modality)
    w.say(at, "CodigoProducto", a.product)
    if authorisation and a.requester:
        _requester(w, w.under(at, "DatosAutorizacion"), a.requester)
    if a.issuer:
        _issuer(w, at, a.issuer)
    if a.original:
        w.say(at, "IdSolicitanteOriginal", a.original[0])
        w.say(at, "NomSolicitanteOriginal", a.original[1])
    if a.official:
        _official(w, at, a.official)


def _state(w: _Writer, parent: etree._Element, state: m.State) -> None:
    at = w.under(parent, "Estado")
    w.say(at, "CodigoEstado", state.said or state.code.value, 4)
    w.say(at, "CodigoEstadoSecundario", state.secondary, 16)
    w.say(at, "LiteralError", state.literal, 255)
    if state.hours is not None:
        w.say(at, "TiempoEstimadoRespuesta", str(state.hours), 4)


def _requester(w: _Writer, at: etree._Element, requester: m.Requester) -> None:
    purpose = requester.purpose
    if bool(purpose.finality) == bool(purpose.procedure):
        raise CannotSay("Finalidad or Procedimiento")  # Q-PC-1: the schema takes exactly one
    w.say(at, "IdentificadorSolicitante", requester.ine10)
    w.say(at, "NombreSolicitante", requester.name)
    if purpose.procedure:
        if len(purpose.procedure) < 3:
            raise CannotSay("Procedimiento")
        w.say(at, "Procedimiento", purpose.procedure)
    else:
        w.say(at, "Finalidad", purpose.finality)


def _issuer(w: _Writer, parent: etree._Element, issuer: m.Issuer) -> None:
    at = w.under(parent, "Emisor")
    w.say(at, "NifEmisor", issuer.nif)
    w.say(at, "NombreEmisor", issuer.name)


def _official(w: _Writer, parent: etree._Element, official: m.Official) -> None:
    at = w.under(parent, "Funcionario")
    w.may(at, "NombreCompletoFuncionario", official.name)
    w.may(at, "NifFuncionario", official.nif)
    w.may(at, "EMailFuncionario", official.mail)
    w.may(at, "CodigoOrganismoFuncionario", official.organism)
    if official.certificate:
        w.under(at, "CertificadoDigital").text = base64.b64encode(official.certificate).decode("ascii")


def _items(w: _Writer, parent: etree._Element, names: tuple[str, str], items: tuple[m.Item, ...]) -> None:
    each = w.under(parent, names[0])
    for item in items:
        at = w.under(each, names[1])
        generic = w.under(at, "DatosGenericos")
        if item.issuer is None:
            raise CannotSay("Emisor")
        if item.consent is None:
            raise CannotSay("Consentimiento")
        _issuer(w, generic, item.issuer)
        requester = w.under(generic, "Solicitante")
        _requester(w, requester, item.requester)
        w.say(requester, "Consentimiento", item.consent.value)
        if item.official:
            _official(w, requester, item.official)
        if item.holder:
            _holder(w, generic, item.holder)
        _transmission(w, generic, item.transmission, answer=names[0] == "Transmisiones")
        if item.files:
            _files(w, generic, item.files)
        if item.specific or item.specific_text:
            specific = w.under(at, "DatosEspecificos")
            specific.text = item.specific_text or None
            specific.extend(read_xml(piece) for piece in item.specific)


def _holder(w: _Writer, parent: etree._Element, holder: m.Holder) -> None:
    if holder.kind is None:
        raise CannotSay("TipoDocumentacion")
    at = w.under(parent, "Titular")
    w.say(at, "TipoDocumentacion", holder.kind.value)
    w.say(at, "Documentacion", holder.document)
    w.may(at, "NombreCompleto", holder.full_name)
    w.may(at, "Nombre", holder.name)
    w.may(at, "Apellido1", holder.surname1)
    w.may(at, "Apellido2", holder.surname2)


def _transmission(w: _Writer, parent: etree._Element, transmission: m.Transmission, *, answer: bool) -> None:
    if not (transmission.modality and transmission.request_id):
        raise CannotSay("Transmision")
    at = w.under(parent, "Transmision")
    w.say(at, "CodigoCertificado", transmission.modality)
    w.say(at, "IdSolicitud", transmission.request_id)
    if answer:  # obligatory there, and may be empty
        w.say(at, "IdTransmision", transmission.id)
        w.say(at, "FechaGeneracion", transmission.generated.said, 29)
    else:
        w.may(at, "IdTransmision", transmission.id)
        w.may(at, "FechaGeneracion", transmission.generated.said)


def _files(w: _Writer, parent: etree._Element, files: tuple[m.File, ...]) -> None:
    every = w.under(parent, "Ficheros")
    for file in files:
        at = w.under(every, "Fichero")
        w.may(at, "NombreFichero", file.name)
        if file.place is m.Place.CONTENT:
            _content(w, w.under(at, "Contenido"), file)
        else:
            w.say(at, file.place.value, file.where)
        w.say(at, "Id", file.id)
        for name, octets in (("Hash", file.digest), ("Firma", file.signature)):
            if octets:
                w.under(at, name).text = base64.b64encode(octets).decode("ascii")
        w.may(at, "Via", file.way)


def _content(w: _Writer, at: etree._Element, file: m.File) -> None:
    if w.beside is None:
        at.text = base64.b64encode(file.octets).decode("ascii")
        return
    name = f"file-{len(w.beside) + 1}@my-space"  # never the file's own name: it may say who it is about
    w.beside[name] = Attachment("application/octet-stream", file.octets)
    include(at, name)
