"""DEPENDENCIA: the resolution on somebody's dependency, its degree, its day and its state.

    0000 a resolution · 0001 recognised, by the first final provision of the law (DF1) · 0002 in process · 0233 not identified

Degree and level, kind and state are the register's words: no table of theirs is public. So a resolution is told as what is on
record and not as a yes: it may say that there is no degree. 0000 with no resolution beside it is garbled.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Codes, Modality, Need, Product
from myspace.vocabulary.personal_data import DatumKind, HeldBy, Sheet, SheetKind, Source, Standing, Why

NAMESPACES: Final = frozenset(
    {"http://www.aocat.net/imserso", "http://intermediacion.redsara.es/scsp/esquemas/datosespecificos"}
)
_STANDINGS: Final = {"0000": Standing.ON_RECORD, "0001": Standing.RECOGNISED, "0002": Standing.IN_PROCESS}


def read(question: DataQuestion, root: Node) -> Sheet:
    standing, told = _STANDINGS.get(root.must("resultat").text("codiResultat")), root.get("Resolucion")
    degree = None if told is None else values.text(told.text("GradoyNivel"))
    if standing is None or (standing is Standing.ON_RECORD and degree is None):
        raise Unreadable("Resolucion")
    return Sheet(
        question.sheet,
        Source(HeldBy.DEPENDENCY_SYSTEM, "DEPENDENCIA", "GRAU_DEPENDENCIA"),
        standing,
        data=()
        if told is None
        else values.data(
            (DatumKind.DEPENDENCY_DEGREE, degree),
            (DatumKind.RESOLVED_ON, values.partial(told.text("FechaResolucion"))),
            (DatumKind.STATE, values.text(told.text("EstadoResolucion"))),
            (DatumKind.CATEGORY, values.text(told.text("Tipo"))),
            (DatumKind.REFERENCE, values.text(told.text("NumeroExpediente"))),
        ),
        complete=degree is not None or standing is Standing.IN_PROCESS,
    )


PRODUCT: Final = Product(
    "DEPENDENCIA",
    NAMESPACES,
    Codes(frozenset(_STANDINGS), declined={"0233": Why.NOT_IDENTIFIED}, failed={"0502": BROKEN}),
    (
        Modality(
            "GRAU_DEPENDENCIA",
            SheetKind.DEPENDENCY,
            frozenset({"respostaConsultaNivellGrauDependencia"}),
            lambda _question, _reference: None,
            read,
            frozenset({Need.FULL_NAME}),
        ),
    ),
)
