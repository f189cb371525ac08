"""PADRO: where a person is registered, and who else is (municipal registers, through the AOC).

    1 on record · 2 not in this municipality's register · 3 error · 4 this municipality does not take part

Another modality compares and says 0 for "does not match" (Q-VO-2): here 0 is no code. The number of the town is a code and
keeps its zeros (Q-VO-1). Where the town hall does not take part or is down, the statistical office's copy may answer: the
source says so. A printed slip is the town hall's own, so the copy is never asked for one.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import slip, values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import (
    BROKEN,
    Codes,
    Modality,
    Need,
    Product,
    element,
    written,
)
from myspace.vocabulary.people import IdentifierKind
from myspace.vocabulary.personal_data import (
    Absence,
    DataPaper,
    Datum,
    DatumKind,
    Entry,
    HeldBy,
    NotFirstHand,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

NAMESPACE: Final = "http://www.aocat.net/padro"
DOCUMENTS: Final = {IdentifierKind.NIF: "1", IdentifierKind.PASSPORT: "2", IdentifierKind.NIE: "3"}
_SOURCES: Final = {"PADRON": HeldBy.MUNICIPAL_REGISTER, "IDESCAT": HeldBy.STATISTICAL_OFFICE}
_COPY_BECAUSE: Final = {"1": NotFirstHand.BODY_TAKES_NO_PART, "2": NotFirstHand.BODY_WAS_DOWN}
_PDF: Final = b"%PDF-"


def ask(root: str, question: DataQuestion, reference: str, *, copy: bool) -> bytes:
    """`copy`: the statistical office may answer in the town hall's place."""
    about, town = question.about, question.about.municipality or ""
    return written(
        element(
            NAMESPACE,
            root,
            ("numExpediente", reference),
            ("tipoDocumentacion", DOCUMENTS[about.who.kind]),
            ("documentacion", about.who.value),
            ("codigoMunicipio", town[2:5]),
            ("codigoProvincia", town[:2]),
            ("idescat", "1" if copy else "0"),
        )
    )


def read(modality: str, question: DataQuestion, root: Node) -> Sheet:
    about = question.about
    if not values.same_document(about.who, root.text("documentacion")):
        raise Unreadable("documentacion of another person")
    found, kind = root.get(slip.SLIP), question.sheet
    data: tuple[Datum, ...] = ()
    entries: tuple[Entry, ...] = ()
    complete = True
    if found is not None:
        data = slip.holder(found, about.who)
        if kind is SheetKind.HOUSEHOLD:  # a paper names nobody else on its sheet: it says what it says
            entries, complete = slip.housemates(found)
    elif kind is SheetKind.HOUSEHOLD:
        raise Unreadable(slip.SLIP)  # a household of which nothing is told is not one person alone
    if kind is SheetKind.HOUSEHOLD_SIZE:
        place, size = root.get(slip.ADDRESS), values.whole(root.text("numeroConvivientes"), 9_999)
        if size is None:
            raise Unreadable("numeroConvivientes")
        data = values.data(
            (DatumKind.HOUSEHOLD_SIZE, size), (DatumKind.ADDRESS, None if place is None else slip.address(place))
        )
    papers = _papers(root) if kind in (SheetKind.REGISTRATION_PAPER, SheetKind.HOUSEHOLD_PAPER) else ()
    return Sheet(
        kind,
        _source(root, modality, about.municipality or ""),
        Standing.ON_RECORD,
        None if found is None else slip.told_on(found),
        data,
        entries,
        papers=papers,
        complete=complete,
    )


def _papers(root: Node) -> tuple[DataPaper, ...]:
    """The slip as its maker printed it. PCI's own printable copy of an answer is none, and is not asked for."""
    found = values.octets(root.text("volante"))
    if not found.startswith(_PDF):
        raise Unreadable("volante")
    return (DataPaper("application/pdf", found),)


def _source(root: Node, modality: str, town: str) -> Source:
    said, why = root.text("fuente"), root.text("idescatMotivo")
    held_by = _SOURCES.get(said)
    if held_by is None:
        raise Unreadable("fuente")
    copied = held_by is HeldBy.STATISTICAL_OFFICE
    if copied and why and why not in _COPY_BECAUSE:
        raise Unreadable("idescatMotivo")
    return Source(held_by, "PADRO", modality, town[:5], _COPY_BECAUSE.get(why) if copied else None)


def _modality(code: str, sheet: SheetKind, name: str, *, copy: bool = True) -> Modality:
    return Modality(
        code,
        sheet,
        frozenset({f"respuesta{name}"}),
        lambda question, reference: ask(f"peticion{name}", question, reference, copy=copy),
        lambda question, root: read(code, question, root),
        frozenset({Need.MUNICIPALITY}),
        frozenset(DOCUMENTS),
    )


PRODUCT: Final = Product(
    "PADRO",
    frozenset({NAMESPACE, slip.NAMESPACE}),
    Codes(
        frozenset({"1"}),
        none={"2": Absence.NOT_ON_RECORD_HERE},
        declined={"4": Why.BODY_TAKES_NO_PART},
        failed={"3": BROKEN},
    ),
    (
        _modality("TITULAR", SheetKind.REGISTRATION, "DatosTitular"),
        _modality("TITULAR_PDF", SheetKind.REGISTRATION_PAPER, "DatosTitularPDF", copy=False),
        _modality("CONVIVENTS", SheetKind.HOUSEHOLD, "DatosConvivientes"),
        _modality("CONVIVENTS_PDF", SheetKind.HOUSEHOLD_PAPER, "DatosConvivientesPDF", copy=False),
        _modality("NUMERO_CONVIVENTS", SheetKind.HOUSEHOLD_SIZE, "NumeroConvivientes"),
    ),
)
