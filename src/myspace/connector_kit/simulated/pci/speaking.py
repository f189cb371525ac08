"""How the simulated platform writes: answers, confirmations and faults, in the document's forms and in the samples'.

A quirk is a switch: what the prose, the schemas and the samples disagree about can be said both ways (docs/protocols/PCI-3.md).
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Refused, Said, SoapFault
from myspace.connector_kit.simulated.pci.reading import CAOC, OPEN, SCSP, SOAP, XOP, Item, Message
from myspace.connector_kit.simulated.pci.security import WSSE

_MADRID = ZoneInfo("Europe/Madrid")
# Only what an answer can say otherwise; the rest of the list is about what is asked, and both forms of it are read.
QUIRKS = tuple(f"Q-PC-{number}" for number in (2, 3, 4, 6, 7, 8, 9, 10, 11, 12))
_STAMPS = ("%Y-%m-%d %H:%M:%S.000", "%Y%m%d %H:%M:%S", "", "%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True, slots=True)
class State:
    code: str
    words: str = ""
    secondary: str = ""
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """How one answer is written. `beside` takes files as MTOM does; None writes them in base64."""

    quirks: Collection[str]
    now: datetime
    beside: dict[str, bytes] | None = None

    def response(self, asked: Message, state: State, said: tuple[tuple[Item, Said], ...]) -> etree._Element:
        """procesaResponse with Respuesta; without items it only tells the state."""
        outer, root = self._root("respuesta", "Respuesta")
        self._attributes(root, "respuesta", asked, state)
        if said:
            every = etree.SubElement(root, f"{{{SCSP}respuesta}}Transmisiones")
            for item, one in said:
                self._item(every, item, one)
        return outer

    def confirmation(self, asked: Message, state: State) -> etree._Element:
        outer, root = self._root("confirmacionPeticion", "ConfirmacionPeticion")
        self._attributes(root, "confirmacionPeticion", asked, state)
        return outer

    def _root(self, namespace: str, name: str) -> tuple[etree._Element, etree._Element]:
        outer = etree.Element(f"{{{OPEN}}}procesaResponse", nsmap={"open": OPEN})
        return outer, etree.SubElement(outer, f"{{{SCSP}{namespace}}}{name}", nsmap={"res": SCSP + namespace})

    def _attributes(self, root: etree._Element, namespace: str, asked: Message, state: State) -> None:
        at = etree.SubElement(root, f"{{{SCSP}{namespace}}}Atributos")

        def say(name: str, words: str) -> None:
            etree.SubElement(at, f"{{{SCSP}{namespace}}}{name}").text = words

        say("IdPeticion", asked.said("IdPeticion"))
        say("NumElementos", asked.said("NumElementos"))
        say("TimeStamp", self._stamp())
        told = etree.SubElement(at, f"{{{SCSP}{namespace}}}Estado")
        for name, words in (
            ("CodigoEstado", state.code),
            ("CodigoEstadoSecundario", state.secondary),
            ("LiteralError", state.words),
            ("TiempoEstimadoRespuesta", str(state.hours)),
        ):
            etree.SubElement(told, f"{{{SCSP}{namespace}}}{name}").text = words
        say("CodigoCertificado", asked.said("CodigoCertificado"))
        say("CodigoProducto", asked.said("CodigoProducto"))
        for name in ("Emisor", "IdSolicitanteOriginal", "NomSolicitanteOriginal", "Funcionario"):
            found = asked.attributes.find(f"{{*}}{name}")
            emptied = name == "Funcionario" and namespace == "confirmacionPeticion" and "Q-PC-8" not in self.quirks
            if found is not None and not emptied:
                at.append(self._back(found, namespace))

    def _item(self, every: etree._Element, item: Item, said: Said) -> None:
        at = etree.SubElement(every, f"{{{SCSP}respuesta}}TransmisionDatos")
        generic = self._back(item.generic, "respuesta")
        for old in generic.findall("{*}Ficheros"):
            generic.remove(old)
        at.append(generic)
        self._transmission(generic, item)
        if said.files:
            self._files(generic, said)
        specific = etree.SubElement(at, f"{{{SCSP}respuesta}}DatosEspecificos")
        extensions = self._extensions(item, said)
        if extensions is not None:
            specific.append(extensions)
        specific.extend(deepcopy(one) for one in said.specific)

    def _transmission(self, generic: etree._Element, item: Item) -> None:
        told = generic.find("{*}Transmision")
        assert told is not None
        values = {
            "CodigoCertificado": "ALTRA_MODALITAT" if "Q-PC-12" in self.quirks else item.modality,
            "IdSolicitud": item.id,
            "IdTransmision": self._transmission_id(item),
            "FechaGeneracion": self._day(),
        }
        for child in list(told):
            told.remove(child)
        for name, words in values.items():
            etree.SubElement(told, f"{{{SCSP}respuesta}}{name}").text = words
        consent = generic.find("{*}Solicitante/{*}Consentimiento")
        if consent is not None and "Q-PC-4" in self.quirks:
            consent.text = "NoOpo"
        issuer, holder = generic.find("{*}Emisor/{*}NifEmisor"), generic.find("{*}Titular/{*}TipoDocumentacion")
        who = generic.find("{*}Solicitante/{*}IdentificadorSolicitante")
        if issuer is not None and "Q-PC-9" in self.quirks:
            issuer.text = "1Q0000000J"
        if who is not None and "Q-PC-10" in self.quirks:
            who.text = (who.text or "")[:9]
        if holder is not None and holder.text == "NIF" and "Q-PC-11" in self.quirks:
            holder.text = "DNI"

    def _transmission_id(self, item: Item) -> str:
        if "Q-PC-11" in self.quirks:
            return "monitoritzacio"
        return ("T" + item.id).ljust(29, "0")[:29] if "Q-PC-6" in self.quirks else ("T" + item.id)[:26]

    def _files(self, generic: etree._Element, said: Said) -> None:
        every = etree.SubElement(generic, f"{{{SCSP}respuesta}}Ficheros")
        for number, file in enumerate(said.files):
            at = etree.SubElement(every, f"{{{SCSP}respuesta}}Fichero")
            etree.SubElement(at, f"{{{SCSP}respuesta}}NombreFichero").text = file.name
            content = etree.SubElement(at, f"{{{SCSP}respuesta}}Contenido")
            if self.beside is None:
                content.text = base64.b64encode(file.octets).decode()
            else:
                name = f"{number}.{len(self.beside)}@pci.simulat"
                self.beside[name] = file.octets
                etree.SubElement(content, f"{{{XOP}}}Include", href=f"cid:{name}", nsmap={"xop": XOP})
            etree.SubElement(at, f"{{{SCSP}respuesta}}Id").text = file.id

    def _extensions(self, item: Item, said: Said) -> etree._Element | None:
        printable = said.printable if item.printable else b""
        evidence = said.evidence if item.evidence else b""
        if not (printable or evidence):
            return None
        root = etree.Element(f"{{{CAOC}}}ExtensionesRespuesta", nsmap={"caoc": CAOC})
        for name, octets in (("PDF", printable), ("Evidencia", evidence)):
            if octets:
                etree.SubElement(root, f"{{{CAOC}}}{name}").text = base64.b64encode(octets).decode()
        if "Q-PC-7" in self.quirks:
            etree.SubElement(root, f"{{{CAOC}}}PDFGuid").text = f"guid-{item.id}"[:64]
        return root

    def _back(self, element: etree._Element, namespace: str) -> etree._Element:
        """What was asked, said back under the answer's name."""
        copy = deepcopy(element)
        for each in copy.iter():
            if isinstance(each.tag, str) and each.tag.startswith(f"{{{SCSP}"):
                each.tag = f"{{{SCSP}{namespace}}}{etree.QName(each).localname}"
        copy.tail = None
        etree.cleanup_namespaces(copy)
        return copy

    def _stamp(self) -> str:
        here = self.now.astimezone(_MADRID)
        if "Q-PC-2" in self.quirks:
            return here.strftime(_STAMPS[here.second % len(_STAMPS)])
        return here.isoformat(timespec="milliseconds")

    def _day(self) -> str:
        here = self.now.astimezone(_MADRID)
        if "Q-PC-3" in self.quirks:
            return here.strftime("%d%m%Y") if here.second % 2 else ""
        return here.strftime("%Y-%m-%d")


def misspoken(content: etree._Element, mood: str) -> etree._Element:
    """A well written answer that says one wrong thing (moods.TOLD)."""
    (root,) = content
    changed = {
        "unknown_state": ("CodigoEstado", "0999"),
        "other_id": ("IdPeticion", "9999"),
        "other_item": ("IdSolicitud", "9999"),
    }
    attributes = root[0]
    if mood == "no_items":
        for each in root.findall("{*}Transmisiones"):
            root.remove(each)
    elif mood == "missing":
        attributes.remove(attributes[0])
    elif mood == "doubled":
        attributes.append(deepcopy(attributes[0]))
    elif mood == "extra":  # what a newer version could have: it is passed over
        etree.SubElement(attributes, f"{{{SCSP}respuesta}}CampNou").text = "1"
    else:
        name, words = changed[mood]
        for each in root.iter(f"{{*}}{name}"):
            each.text = words
    return content


def refused(wrong: Refused) -> State:
    return State(wrong.code, wrong.words, wrong.secondary)


def envelope(*content: etree._Element) -> etree._Element:
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"S": SOAP})
    etree.SubElement(root, f"{{{SOAP}}}Header")
    etree.SubElement(root, f"{{{SOAP}}}Body").extend(content)
    return root


def fault(wrong: SoapFault) -> bytes:
    """Nobody signs a fault."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"S": SOAP, "wsse": WSSE})
    at = etree.SubElement(etree.SubElement(root, f"{{{SOAP}}}Body"), f"{{{SOAP}}}Fault")
    etree.SubElement(at, "faultcode").text = wrong.code if ":" in wrong.code else f"S:{wrong.code}"
    etree.SubElement(at, "faultstring").text = wrong.words
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def package(root: bytes, parts: dict[str, bytes]) -> tuple[str, bytes]:
    """As XOP asks for: Content-Type and body."""
    boundary = f"uuid:{uuid.uuid4()}"
    pieces = [('application/xop+xml; charset=utf-8; type="text/xml"', "arrel@pci.simulat", root)]
    pieces += [("application/octet-stream", name, octets) for name, octets in parts.items()]
    body = b"".join(
        f"--{boundary}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{name}>\r\n\r\n".encode()
        + octets
        + b"\r\n"
        for kind, name, octets in pieces
    )
    said = f'multipart/related; start="<arrel@pci.simulat>"; type="application/xop+xml"; boundary="{boundary}"'
    return said + '; start-info="text/xml"', body + f"--{boundary}--".encode()
