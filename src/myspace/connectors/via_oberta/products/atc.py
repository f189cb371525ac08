"""ATC: whether somebody owes the Tax Agency of Catalonia anything, how much, and its certificate.

There is no code of result: a `PICAError` says that it failed. `Resposta` is a number in the schema and four sentences in the
document (Q-VO-17): with debt, without, nobody found, several found. Which number is which is not published; the printed sample has
2 beside an amount of 0. So the amount and the certificate are believed, which only somebody found has, and the number has to fit
them: without debt is an amount of 0, a certificate and a 2 together. Without a certificate nobody was found, or several: it is not
told which. The number of the person is repeated inside and has to be theirs.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Modality, Need, Product, Told
from myspace.vocabulary.personal_data import (
    Against,
    DataPaper,
    DatumKind,
    Declined,
    HeldBy,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

NAMESPACES: Final = frozenset(
    {
        "http://pica.gencat.net/atc/schemes/InfDeutePICAResponse",
        "http://pica.gencat.net/atc/schemes/InfDeutePICARequest",
        "http://gencat.net/scsp/esquemes/PicaError",
    }
)
_WITHOUT_DEBT: Final = "2"
_EUROS: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2}0*)?")
_KINDS: Final = (
    ("PDF", b"%PDF-", "application/pdf"),
    ("WORD", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("WORD", b"\xd0\xcf\x11\xe0", "application/msword"),
)


def read(question: DataQuestion, root: Node) -> Told:
    if root.get("PICAError") is not None:
        return BROKEN
    asked, told = root.get("InfDeutePICARequest"), root.must("Informacio")
    if asked is not None and not values.same_document(question.about.who, asked.text("NumeroDocument")):
        raise Unreadable("NumeroDocument of another person")
    number, cents = told.text("Resposta"), _cents(told.text("ImportTotal"))
    if not re.fullmatch("[0-9]{1,4}", number):
        raise Unreadable("Resposta")
    if not told.text("Document"):
        if cents:
            raise Unreadable("Document")  # a debt of nobody
        return Declined(Why.NOT_FOUND_AS_ONE)
    if cents is None or (cents == 0) is not (number == _WITHOUT_DEBT):
        raise Unreadable("ImportTotal")
    return Sheet(
        question.sheet,
        Source(HeldBy.CATALAN_TAX_AGENCY, "ATC", "ATC_INF_DEUTES_TMP"),
        Standing.NEGATIVE if cents else Standing.POSITIVE,
        data=values.data((DatumKind.DEBT_CENTS, cents), (DatumKind.VERIFICATION_CODE, values.text(told.text("Csv")))),
        against=frozenset({Against.DEBTS} if cents else ()),
        papers=(_paper(told),),
    )


def _cents(raw: str) -> int | None:
    if not raw:
        return None
    if not _EUROS.fullmatch(raw):
        raise Unreadable("ImportTotal")
    return int(Decimal(raw) * 100)


def _paper(told: Node) -> DataPaper:
    """Its kind is believed where its first octets say the same."""
    said, octets = told.text("FormatDocument").upper(), values.octets(told.text("Document"))
    for kind, begins, media_type in _KINDS:
        if said == kind and octets.startswith(begins):
            return DataPaper(media_type, octets)
    raise Unreadable("FormatDocument")


PRODUCT: Final = Product(
    "ATC",
    NAMESPACES,
    None,
    (
        Modality(
            "ATC_INF_DEUTES_TMP",
            SheetKind.CATALAN_TAX_DEBT,
            frozenset({"InfDeutePICAResponse"}),
            lambda _question, _reference: None,
            read,
            frozenset({Need.FULL_NAME, Need.TODAY}),
        ),
    ),
)
