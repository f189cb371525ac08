"""RCA: whether CatSalut has somebody as insured, by the code of their health card.

    0 told · 1 not in the register · 0502 error

What comes back is the card that is in force and a letter: insured, dead, moved away, or merged with another file. Not in the
register is no word that somebody has no right to be attended. The code has a day of birth inside: one of another day is somebody
else's card, and is not asked about. To consult by document its kind has to be written in words of which no list is certain, and
the answer brings more than is needed: it is not asked.
"""

from __future__ import annotations

import re
from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, CannotAsk, Codes, Modality, Need, Product, element, written
from myspace.vocabulary.personal_data import Absence, DatumKind, HeldBy, Sheet, SheetKind, Source, Standing

NAMESPACE: Final = "http://www.aocat.net/rca"
_CARD: Final = re.compile("[A-Z]{4}[0-9](?P<born>[0-9]{6})[0-9]{3}")
_STANDINGS: Final = {
    "A": Standing.INSURED,
    "D": Standing.RECORDED_DEAD,
    "T": Standing.MOVED_AWAY,
    "F": Standing.MERGED,
}


def ask(question: DataQuestion, _reference: str) -> bytes:
    about = question.about
    card = _clean(about.health_card or "")
    found = _CARD.fullmatch(card)
    if found is None or about.born is None or found["born"] != f"{about.born:%y%m%d}":
        raise CannotAsk("CIP")
    return written(element(NAMESPACE, "peticioVerificacioAssegurat", ("CIP", card), ("primerCognom", about.surname1)))


def read(question: DataQuestion, root: Node) -> Sheet:
    asked, told = root.get("peticioVerificacioAssegurat"), root.must("resposta")
    if asked is not None and _clean(asked.text("CIP")) != _clean(question.about.health_card or ""):
        raise Unreadable("CIP of another person")
    standing, card = _STANDINGS.get(told.text("situacioAssegurat")), _clean(told.text("CIPVigent"))
    if standing is None or (card and not _CARD.fullmatch(card)):
        raise Unreadable("situacioAssegurat")
    return Sheet(
        question.sheet,
        Source(HeldBy.HEALTH_SERVICE, "RCA", "RCA_VERIFICACIO"),
        standing,
        data=values.data((DatumKind.HEALTH_CARD, card or None)),
    )


def _clean(raw: str) -> str:
    return re.sub(r"[\s-]", "", raw).upper()


PRODUCT: Final = Product(
    "RCA",
    frozenset({NAMESPACE}),
    Codes(frozenset({"0"}), none={"1": Absence.NOT_IN_THE_REGISTER}, failed={"0502": BROKEN}),
    (
        Modality(
            "RCA_VERIFICACIO",
            SheetKind.HEALTH_INSURANCE,
            frozenset({"respostaVerificacioAssegurat"}),
            ask,
            read,
            frozenset({Need.HEALTH_CARD, Need.BORN, Need.FULL_NAME}),
        ),
    ),
)
