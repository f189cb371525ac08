"""MEPSYD: the official degrees of somebody, of universities and of other studies.

    0003 told · 0238 none on record · 0232 several people · 0231, 0233 not identified · 0502 error

The register answers for titles from 1999 on: before, some may be missing, and none on record is no word that there is none. By
a NIE it finds Spanish titles alone. Dates are of a day, a month or a year (Q-VO-12). The lists that are searched by name are not
asked: they may tell of somebody else.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Codes, Modality, Product
from myspace.vocabulary.people import IdentifierKind
from myspace.vocabulary.personal_data import (
    Absence,
    DatumKind,
    Entry,
    EntryKind,
    HeldBy,
    NoData,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

NAMESPACES: Final = frozenset({"http://www.aocat.net/mepsyd", "http://www.map.es/scsp/esquemas/datosespecificos"})
RELIABLE_SINCE: Final = PartialDate(1999)
_TEXTS: Final = (
    (DatumKind.DEGREE_KIND, "TipoTitulo"),
    (DatumKind.STUDIES, "TipoEstudio"),
    (DatumKind.LEVEL, "Nivel"),
    (DatumKind.COUNTRY, "PaisExpedicion"),
    (DatumKind.TITLE_NUMBER, "NumTitulo"),
    (DatumKind.REGISTER_NUMBER, "RegistroUniv"),
    (DatumKind.REGISTER_NUMBER, "NumRegistroNacional"),
    (DatumKind.REGISTER_NUMBER, "NumRegistroAutonomico"),
    (DatumKind.REGISTER_NUMBER, "NumRegistroMec"),
    (DatumKind.LAW, "Ley"),
)


def read(modality: str, block: str, question: DataQuestion, root: Node) -> Sheet | NoData:
    several = root.must(block).get("ListaTitulos")
    titles = () if several is None else several.all("DatosTitulacion")
    if not titles:
        return NoData(Absence.NO_DEGREE_ON_RECORD)
    return Sheet(
        question.sheet,
        Source(HeldBy.MINISTRY_OF_EDUCATION, "MEPSYD", modality),
        Standing.ON_RECORD,
        data=values.data(
            (DatumKind.RELIABLE_SINCE, RELIABLE_SINCE),
            (DatumKind.SPANISH_ONLY, True if question.about.who.kind is IdentifierKind.NIE else None),
        ),
        entries=tuple(_degree(each) for each in titles),
    )


def _degree(node: Node) -> Entry:
    at, told = node.get("DatosCentro"), node.must("DatosTitulo")
    name = values.text(told.text("NombreCarrera")) or values.text(told.text("Titulacion"))
    if name is None:
        raise Unreadable("NombreCarrera")
    return Entry(
        EntryKind.DEGREE,
        values.data(
            (DatumKind.DEGREE, name),
            *((kind, values.text(told.text(element))) for kind, element in _TEXTS),
            (DatumKind.ENDED_ON, values.partial(told.text("FechaFinalizacion"))),
            (DatumKind.ISSUED_ON, values.partial(told.text("FechaExpedicion"))),
            (DatumKind.UNIVERSITY, None if at is None else values.text(at.text("Universidad"))),
            (DatumKind.SCHOOL, None if at is None else values.text(at.text("Centro"))),
        ),
    )


def _modality(code: str, sheet: SheetKind, root_name: str, block: str) -> Modality:
    return Modality(
        code,
        sheet,
        frozenset({root_name}),
        lambda _question, _reference: None,
        lambda question, root: read(code, block, question, root),
    )


PRODUCT: Final = Product(
    "MEPSYD",
    NAMESPACES,
    Codes(
        frozenset({"0003"}),
        none={"0238": Absence.NO_DEGREE_ON_RECORD},
        declined={"0231": Why.NOT_IDENTIFIED, "0232": Why.MORE_THAN_ONE_PERSON, "0233": Why.NOT_IDENTIFIED},
        failed={"0502": BROKEN},
    ),
    (
        _modality(
            "TITOLS_UNIVERSITARIS",
            SheetKind.UNIVERSITY_DEGREES,
            "respostaVerificacioTitolsUniversitaris",
            "titolsUniversitaris",
        ),
        _modality(
            "TITOLS_NO_UNIVERSITARIS",
            SheetKind.OTHER_DEGREES,
            "respostaVerificacioTitolsNoUniversitaris",
            "titolsNoUniversitaris",
        ),
    ),
)
