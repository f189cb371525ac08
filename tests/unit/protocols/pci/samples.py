"""The published messages, where their folder is beside the repository; and messages of our own with the cast's people."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from myspace.protocols.pci import messages as m
from myspace.protocols.pci.reading import SCSP
from myspace.protocols.pci.wording import day, stamp, write_stamp
from myspace.protocols.soap.envelope import wrap, write
from myspace.simulation.cast import person
from tests.unit.protocols.identities import NOW

CONTRACTS = Path(__file__).parents[4] / "../shared/contracts"
SCHEMAS = CONTRACTS / "pci/esquemes"
_MACROS = (
    (re.compile(r"\$\{=\(long\)\(System\.currentTimeMillis\(\)\)\}"), "1764496800000"),
    (re.compile(r"\$\{=java\.time\.LocalDateTime[^}]*\}"), "2026-11-30T10:00:00"),
    (re.compile(r"\$\{=[^}]*\}"), "1"),
    (re.compile(r"\$\{[^}#]*#(?:IdentificadorSolicitante|[A-Za-z]*INE10)\}"), "9821920002"),
    (re.compile(r"\$\{[^}#]*#NIFFuncionario\}"), "00000000T"),
    (re.compile(r"\$\{[^}]*\}"), "X"),
)
# Names of namespaces that are broken as printed: three where a line of the page ended, one where a letter was lost.
_BROKEN_LINES = (
    ("utility- 1.0", "utility-1.0"),
    ("200401- wss", "200401-wss"),
    ("oasis- open", "oasis-open"),
    ("htt //", "http://"),
)


def published(*patterns: str) -> list[Path]:
    """The files, or a test that says it was skipped because the folder is not here."""
    if not CONTRACTS.is_dir():
        return []
    return sorted(path for pattern in patterns for path in CONTRACTS.glob(pattern))


def skip_without_contracts() -> None:
    if not CONTRACTS.is_dir():
        pytest.skip("../shared/contracts is not here: the published messages cannot be read")


def filled_in(path: Path) -> bytes:
    """A request as SoapUI would send it: its macros replaced, its line-end escape taken out."""
    text = path.read_text("utf-8").replace("\\r", "")
    for printed, meant in _BROKEN_LINES:
        text = text.replace(printed, meant)
    for macro, value in _MACROS:
        text = macro.sub(value, text)
    return text.encode()


FILES = {
    "peticion": "pci3-peticion.xsd",
    "respuesta": "pci3-respuesta.xsd",
    "confirmacionPeticion": "confirmacion-peticion.2.0.xsd",
    "solicitudRespuesta": "solicitud-respuesta.2.0.xsd",
}


@cache
def schema(name: str) -> etree.XMLSchema:
    """As published, but for one thing: a `choice` inside an `all`, which XML Schema 1.0 forbids, is put in a sequence."""
    tree = etree.parse(str(SCHEMAS / FILES[name]))
    for each in tree.iter("{http://www.w3.org/2001/XMLSchema}all"):
        if each.find("{*}choice") is not None:
            each.tag = "{http://www.w3.org/2001/XMLSchema}sequence"
    return etree.XMLSchema(tree)


def wrong(element: etree._Element) -> list[str]:
    """What the schema of this message finds wrong with it."""
    known = schema((etree.QName(element).namespace or "").removeprefix(SCSP))
    alone = etree.fromstring(re.sub(rb">cid:[^<]*<", b">AA==<", etree.tostring(element)))  # what SoapUI sends beside
    return [] if known.validate(alone) else [error.message for error in known.error_log]


MARTA = person("marta")
OFFICIAL = m.Official("Pere Parra Polser", "00000000T", organism="9821920002")
REQUESTER = m.Requester("9821920002", "Ajuntament de prova", m.StatedPurpose("PROVES"))
ISSUER = m.Issuer("Q0000000J", "CAOC")
HOLDER = m.Holder(m.DocumentKind.NIF, MARTA.identifier.value)
ATTRIBUTES = m.Attributes(
    "AOC0000000000001", "RESIDENT", "PADRO", 1, stamp(write_stamp(NOW)), m.State(), REQUESTER, ISSUER, None, OFFICIAL
)
ASKED = b'<p:peticionResidente xmlns:p="http://www.aocat.net/padro"><p:numExpediente>1</p:numExpediente></p:peticionResidente>'
ITEM = m.Item(
    ISSUER, REQUESTER, m.Consent.LAW, m.Transmission("RESIDENT", "1"), OFFICIAL, HOLDER, (), (ASKED,)
)  # fmt: skip
REQUEST = m.Request(ATTRIBUTES, (ITEM,))


def told(code: str) -> bytes:
    return (
        '<p:respuestaResidente xmlns:p="http://www.aocat.net/padro">'
        f"<p:codigoResultado>{code}</p:codigoResultado></p:respuestaResidente>"
    ).encode()


def response(code: str = "1", state: str = "0003", items: int = 1) -> m.Response:
    said = m.State(m.StateCode(state), state, "", "OK" if state == "0003" else "Error", 0)
    attributes = m.Attributes(
        ATTRIBUTES.id,
        "RESIDENT",
        "PADRO",
        1,
        stamp(write_stamp(NOW + timedelta(seconds=1))),
        said,
        None,
        ISSUER,
        None,
        OFFICIAL,
    )
    transmission = m.Transmission("RESIDENT", "1", "T1", day("2026-11-30"))
    one = m.Item(ISSUER, REQUESTER, m.Consent.LAW, transmission, OFFICIAL, HOLDER, (), (told(code),))
    return m.Response(attributes, (one,) * items)


def sent(message: m.Message) -> bytes:
    from myspace.protocols.pci.writing import write_message

    return write(wrap(write_message(message, deferred=isinstance(message, m.Confirmation))))
