"""Messaging 4.0 of e-NOTUM, the half that acts and opens: Practicar, Consulta and Evidencia out and in. Pure.

Nothing that lists may import this module (.importlinter): a job that cannot name the act cannot cause it. Consulta is
here because it makes a communication read; of a notification it tells the content only when it has ended.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from lxml import etree

from myspace.connector_kit.values import Unreadable
from myspace.connectors.enotum import values, wire
from myspace.connectors.enotum.codes import Failed
from myspace.connectors.enotum.wire import NT, Heard, add, checked
from myspace.vocabulary.answers import Fault, Garbled
from myspace.vocabulary.notices import Contents, Document, NoticeAct, Ternary
from myspace.vocabulary.people import Identifier

MOST_ANNEXES: Final = 5  # four by messaging, five by REST (Q-EN-5): the larger is read
_DECISIONS: Final = {NoticeAct.OPEN: "ACCEPTAR", NoticeAct.REFUSE: "REBUTJAR"}
# The four ways of writing an xs:boolean. What is none of them takes no document away: it only says nothing.
_OBLIGED: Final = {"true": Ternary.YES, "1": Ternary.YES, "false": Ternary.NO, "0": Ternary.NO}
_GARBLED: Final = Failed(None, Garbled(Fault.NOT_THE_CONTRACT))


class Place(StrEnum):
    """Where the bytes of a document are, by the name of the element that says it."""

    INLINE = "Dades"
    ADDRESS = "URLDescarrega"
    ELSEWHERE = "UUID"  # in DESA'L, which has no published way in for a folder


@dataclass(frozen=True, slots=True)
class Lying:
    """A document and where it lies. `digest` is its hash by `algorithm` (SHA-1, SHA-256) when the answer gives one."""

    document: Document
    place: Place
    octets: bytes = field(repr=False, default=b"")
    address: str = field(repr=False, default="")
    algorithm: str = ""
    digest: bytes = field(repr=False, default=b"")


# --- out


def practise(token: str, interested: Identifier | None, number: str, act: NoticeAct) -> bytes:
    top = wire.root("PeticioPracticar", token, interested)
    add(top, "IdNotificacio", checked(number))
    add(top, "Decisio", _DECISIONS[act])
    return wire.octets(top)


def consult(token: str, interested: Identifier | None, number: str, *, whole: bool) -> bytes:
    """With `whole` its words and documents come; without, only how it stands: enough to read a communication."""
    top = wire.root("PeticioConsulta", token, interested)
    add(top, "IdNotificacio", checked(number))
    if whole:
        add(top, "IncloureDadesOfici", "true")
        add(top, "IncloureDocuments", "true")
    return wire.octets(top)


def evidence(token: str, interested: Identifier | None, number: str) -> bytes:
    """The receipt as a PDF, in Catalan, which is what it is when no language is asked."""
    top = wire.root("PeticioEvidencia", token, interested)
    add(top, "IdNotificacio", checked(number))
    add(top, "TipusEvidencia", "PDF")
    return wire.octets(top)


# --- in


def practised(specific: tuple[bytes, ...], number: str, act: NoticeAct) -> Failed | None:
    """None: it says that this act was done to this notice. Another number or decision is no such answer."""
    said = wire.read("RespostaPracticar", specific)
    if isinstance(said, Failed):
        return said
    same = _text(said.root, "IdNotificacio") == checked(number) and _text(said.root, "Decisio") == _DECISIONS[act]
    return None if same else _GARBLED


def consulted(specific: tuple[bytes, ...], number: str) -> Heard | Failed:
    said = wire.read("RespostaConsulta", specific)
    if isinstance(said, Heard) and _text(said.root, "IdNotificacio") != checked(number):
        return _GARBLED
    return said


def contents(answer: Heard) -> Contents | Failed:
    lying = documents(answer)
    if isinstance(lying, Failed):
        return lying
    words = answer.root.find(f"{{{NT}}}DadesOfici")
    try:
        head, foot = (
            values.text(None if words is None else words.findtext(f"{{{NT}}}{one}"))
            for one in ("CosNotificacio", "PeuRecurs")
        )
    except Unreadable:
        return _GARBLED
    return Contents(tuple(one.document for one in lying), head, foot, _compulsory(answer))


def _compulsory(answer: Heard) -> Ternary:
    """`Obligat` of the one addressee that the answer names; unknown where it names none or several, or is no boolean.

    Addressees are not asked for (IncloureDestinataris brings everybody's names and numbers): this is read where it comes by
    itself. Of several, which one the person is would have to be found by those numbers.
    """
    told = answer.root.findall(f"{{{NT}}}Destinataris/{{{NT}}}Destinatari")
    said = [one.findtext(f"{{{NT}}}Obligat") for one in told]
    return _OBLIGED.get((said[0] or "").strip(), Ternary.UNKNOWN) if len(said) == 1 else Ternary.UNKNOWN


def documents(answer: Heard) -> tuple[Lying, ...] | Failed:
    """The resolution first, then its annexes. One that cannot be read spoils all: half a notice is none."""
    block = answer.root.find(f"{{{NT}}}Documents")
    if block is None:
        return ()
    main, others = list(block.iterchildren(f"{{{NT}}}Resolucio")), list(block.iterchildren(f"{{{NT}}}Annex"))
    if len(main) != 1 or len(others) > MOST_ANNEXES:
        return _GARBLED
    try:
        found = [_lying(one, n, main=n == 0) for n, one in enumerate((*main, *others))]
    except Unreadable:
        return _GARBLED
    return tuple(found) if len({one.document.source_id for one in found}) == len(found) else _GARBLED


def receipt(specific: tuple[bytes, ...], number: str) -> str | Failed:
    """The address of the receipt."""
    said = wire.read("RespostaEvidencia", specific)
    if isinstance(said, Failed):
        return said
    address = (said.root.findtext(f"{{{NT}}}EvidenciaPDF/{{{NT}}}URLDescarrega") or "").strip()
    return address if address and _text(said.root, "IdNotificacio") == checked(number) else _GARBLED


def _lying(element: etree._Element, position: int, *, main: bool) -> Lying:
    name = values.text(element.findtext(f"{{{NT}}}Nom"))
    ids = [values.uuid(element.findtext(f"{{{NT}}}{one}")) for one in ("UUID", "UUIDDocument", "UUIDFitxer")]
    inline, address = (element.findtext(f"{{{NT}}}{one}") for one in ("Dades", "URLDescarrega"))
    if name is None:
        raise Unreadable
    document = Document(
        source_id=next((one for one in ids if one), f"{position}"),  # what is told without an id has its place
        name=name,
        main=main,
        bytes=values.whole(element.findtext(f"{{{NT}}}Mida")),
    )
    digest = element.find(f"{{{NT}}}Hash")
    algorithm = "" if digest is None else (digest.get("Algoritme") or "")
    place = Place.INLINE if inline is not None else Place.ADDRESS if address else Place.ELSEWHERE
    return Lying(
        document,
        place,
        _base64(inline or ""),
        (address or "").strip(),
        algorithm,
        _base64("" if digest is None else digest.text or ""),
    )


def _base64(said: str) -> bytes:
    found = None
    try:
        found = base64.b64decode("".join(said.split()), validate=True)
    except (binascii.Error, ValueError):
        found = None
    if found is None:
        raise Unreadable
    return found


def _text(root: etree._Element, name: str) -> str:
    return (root.findtext(f"{{{NT}}}{name}") or "").strip()
