"""PADRO_HISTORIC: where a person was registered on the days of a period, and who else was.

The codes are PADRO's, for the whole and again for each day. A day that could not be told is an entry that says so: it is
neither a day on which they were not registered nor a reason to hide the others.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import slip, values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Codes, Modality, Product, element, written
from myspace.connectors.via_oberta.products.padro import DOCUMENTS, NAMESPACE
from myspace.connectors.via_oberta.values import YEAR_FIRST
from myspace.vocabulary.personal_data import (
    Absence,
    Address,
    Datum,
    DatumKind,
    Entry,
    EntryKind,
    HeldBy,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

_THEN: Final = {
    "1": EntryKind.PERIOD,
    "2": EntryKind.NOT_THEN,
    "3": EntryKind.NOT_TOLD,
    "4": EntryKind.NOT_TOLD,
}


def ask(root: str, question: DataQuestion, reference: str) -> bytes:
    about = question.about
    who = element(
        NAMESPACE,
        "documentacionTitular",
        ("tipoDocumentacion", DOCUMENTS[about.who.kind]),
        ("documentacion", about.who.value),
    )
    days = [
        (name, day.isoformat()) for name, day in (("fechaInicio", question.since), ("fechaFin", question.until)) if day
    ]
    return written(element(NAMESPACE, root, ("numExpediente", reference), who, *days))


def read(modality: str, question: DataQuestion, root: Node) -> Sheet:
    days, people = root.all("periodo"), root.get("titulares")
    if days and people is not None:
        raise Unreadable("periodo and titulares")
    if not days and people is None:
        raise Unreadable("periodo")
    entries = [_day(each, question) for each in days]
    if people is not None:
        entries += [_found(each, people, question) for each in people.all("titular")]
        if not entries:
            raise Unreadable("titular")
    return Sheet(
        question.sheet,
        Source(HeldBy.MUNICIPAL_REGISTER, "PADRO_HISTORIC", modality),
        Standing.ON_RECORD,
        entries=tuple(each for group in entries for each in group[0]),
        complete=all(group[1] for group in entries),
    )


def _day(node: Node, question: DataQuestion) -> tuple[tuple[Entry, ...], bool]:
    """What was held on one day, with who else where that was asked; and whether it was told whole."""
    kind = _THEN.get(node.text("codigoResultado"))
    on = values.partial(node.text("fecha"), YEAR_FIRST)
    if kind is None or on is None:
        raise Unreadable("periodo")
    found = node.get(slip.SLIP) if kind is EntryKind.PERIOD else None
    held = () if found is None else slip.holder(found, question.about.who)
    first = Entry(kind, (Datum(DatumKind.ON, on), *held))
    if found is None or question.sheet is not SheetKind.HOUSEHOLD_HISTORY:
        return (first,), kind is not EntryKind.NOT_TOLD
    mates, whole = slip.housemates(found)
    return (first, *(Entry(each.kind, (Datum(DatumKind.ON, on), *each.data)) for each in mates)), whole


def _found(node: Node, people: Node, question: DataQuestion) -> tuple[tuple[Entry, ...], bool]:
    """The other shape: people whom a search found. Asked by a document, whoever has another is somebody else."""
    if not values.same_document(question.about.who, node.text("documentacion")):
        raise Unreadable("documentacion of another person")
    on = values.partial(people.text("fecha"), YEAR_FIRST)
    line = values.text(node.text("domicilio"))
    town = values.municipality(node.text("codigoProvincia"), node.text("codigoMunicipio"))
    told = values.data(
        (DatumKind.ON, on),
        (DatumKind.NAME, values.text(node.text("nombre"))),
        (DatumKind.SURNAME_1, values.text(node.text("primerApellido"))),
        (DatumKind.SURNAME_2, values.text(node.text("segundoApellido"))),
        (DatumKind.BORN_ON, values.partial(node.text("fechaNacimiento"), YEAR_FIRST)),
        (DatumKind.ADDRESS, Address(municipality=town, line=line) if town or line else None),
    )
    # Who else lived there is not in this shape: it is not the whole of what was asked.
    return (Entry(EntryKind.PERIOD, told),), question.sheet is SheetKind.REGISTRATION_HISTORY


def _modality(code: str, sheet: SheetKind, name: str) -> Modality:
    return Modality(
        code,
        sheet,
        frozenset({f"respuesta{name}"}),
        lambda question, reference: ask(f"peticion{name}", question, reference),
        lambda question, root: read(code, question, root),
        identifiers=frozenset(DOCUMENTS),
    )


PRODUCT: Final = Product(
    "PADRO_HISTORIC",
    frozenset({NAMESPACE, slip.NAMESPACE}),
    Codes(
        frozenset({"1"}),
        none={"2": Absence.NOT_ON_RECORD_THEN},
        declined={"4": Why.BODY_TAKES_NO_PART},
        failed={"3": BROKEN},
    ),
    (
        _modality("TITULAR_HISTORIC", SheetKind.REGISTRATION_HISTORY, "DatosTitularHistorico"),
        _modality("CONVIVENTS_HISTORIC", SheetKind.HOUSEHOLD_HISTORY, "DatosConvivientesHistorico"),
    ),
)
