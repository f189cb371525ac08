"""SCSP_TGSS: whether somebody owes Social Security anything, and whether they were registered as working on a day.

    Q2827003ATGSS001B   0 told, S up to date or N with debt · 0254 no contribution account · 0251, 0252, 0253 not one person's
    Q2827003ATGSS006    0001 registered that day · 0002 not that day · 0004 nobody by this document · 0003, 0005, 0006 no answer

`0002` is success in one and something else in the other: each has a table of its own. Who has no account neither owes nor is up
to date. The first repeats whom it is about in words that are not read (Q-VO-6). The second says back the document, with a digit
of its kind in front and filled up with zeros, and the day, eight digits with the day in front (Q-VO-7): both have to be those
that were asked about. Days worked in the fields (008) are not asked.
"""

from __future__ import annotations

import re
from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, CannotAsk, Codes, Modality, Need, Product, element, written
from myspace.vocabulary.people import Identifier, IdentifierKind
from myspace.vocabulary.personal_data import (
    Absence,
    Against,
    DatumKind,
    HeldBy,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

DEBT, REGISTERED = "Q2827003ATGSS001B", "Q2827003ATGSS006"
_DEBT_NS: Final = "http://www.map.es/scsp/esquemas/datosespecificos"
NAMESPACE: Final = "http://www.tgss.es/altafecha/esquemas/afiliacion/datosespecificos"
_DEBTS: Final = {"S": Standing.POSITIVE, "N": Standing.NEGATIVE}
_REGISTERED: Final = {"0001": Standing.REGISTERED, "0002": Standing.NOT_REGISTERED}
_KINDS: Final = {IdentifierKind.NIF: "1", IdentifierKind.NIE: "6"}


def read_debt(question: DataQuestion, root: Node) -> Sheet:
    _of_namespace(root, _DEBT_NS)
    standing = _DEBTS.get(root.must("Retorno").text("Resultado"))
    if standing is None:
        raise Unreadable("Resultado")
    about = root.get("Documento_Id")
    if about is not None and not values.same_document(question.about.who, about.text("Numero")):
        raise Unreadable("Numero of another person")
    return Sheet(
        question.sheet,
        Source(HeldBy.SOCIAL_SECURITY, "SCSP_TGSS", DEBT),
        standing,
        against=frozenset({Against.DEBTS} if standing is Standing.NEGATIVE else ()),
    )


def ask(question: DataQuestion, _reference: str) -> bytes:
    if question.as_of is None:
        raise CannotAsk("a day")
    return written(element(NAMESPACE, "DatosEspecificos", ("FECHA", f"{question.as_of:%d%m%Y}")))


def read(question: DataQuestion, root: Node) -> Sheet:
    _of_namespace(root, NAMESPACE)
    standing = _REGISTERED.get(root.must("Retorno").text("Codigo"))
    day = root.text("FECHA")
    told = values.partial(day, values.DAY_FIRST) if re.fullmatch("[0-9]{8}", day) else None
    if standing is None or told is None or question.as_of is None or told.exact != question.as_of:
        raise Unreadable("FECHA")  # of another day: what is so there may not be on the one that was asked about
    person = root.text("IPF")
    if person and not _is(question.about.who, person):
        raise Unreadable("IPF of another person")
    return Sheet(
        question.sheet,
        Source(HeldBy.SOCIAL_SECURITY, "SCSP_TGSS", REGISTERED),
        standing,
        data=values.data((DatumKind.ON, PartialDate.of(question.as_of))),
    )


def _is(who: Identifier, person: str) -> bool:
    return person[:1] == _KINDS.get(who.kind) and person[1:].upper().lstrip("0") == who.value.lstrip("0")


def _of_namespace(root: Node, namespace: str) -> None:
    """Both modalities call their root the same: one's answer is none to the other's question."""
    if not root.element.tag.startswith(f"{{{namespace}}}"):
        raise Unreadable("DatosEspecificos")


PRODUCT: Final = Product(
    "SCSP_TGSS",
    frozenset({_DEBT_NS, NAMESPACE}),
    None,
    (
        Modality(
            DEBT,
            SheetKind.SOCIAL_SECURITY_DEBT,
            frozenset({"DatosEspecificos"}),
            lambda _question, _reference: None,
            read_debt,
            frozenset({Need.TODAY}),
            codes=Codes(
                frozenset({"0"}),
                none={"0254": Absence.NO_CONTRIBUTION_ACCOUNT},
                declined={
                    "0251": Why.NOT_IDENTIFIED,
                    "0252": Why.NOT_IDENTIFIED,
                    "0253": Why.MORE_THAN_ONE_PERSON,
                },
                failed={"0502": BROKEN},
            ),
        ),
        Modality(
            REGISTERED,
            SheetKind.WORK_REGISTRATION,
            frozenset({"DatosEspecificos"}),
            ask,
            read,
            frozenset({Need.DAY}),
            codes=Codes(
                frozenset(_REGISTERED),
                none={"0004": Absence.NOT_KNOWN_BY_THIS_NUMBER},
                declined={"0003": Why.NOT_IDENTIFIED, "0005": Why.MORE_THAN_ONE_PERSON},
                failed={"0006": BROKEN, "0502": BROKEN},
            ),
        ),
    ),
)
