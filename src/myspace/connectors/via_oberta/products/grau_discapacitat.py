"""GRAU_DISCAPACITAT: whether a disability is recognised, between which percentages or exactly, and since when.

    0 answered, whatever it says · 0502 error

That there is no file is said inside a good answer (NO TROBAT), and so are "no", "in process" and "lapsed": each is another
thing, and none of them is an error. The register looks by name and birth, in capitals without accents; a name that is too
long for it is not asked about, since cut it would be somebody else's, and "no file" a lie.

Its documents contradict each other (Q-VO-13): days with hyphens and without, yes as S and as SI. Both are read.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, CannotAsk, Codes, Modality, Need, Product, element, written
from myspace.connectors.via_oberta.values import DAY_FIRST
from myspace.vocabulary.personal_data import (
    Absence,
    Datum,
    DatumKind,
    HeldBy,
    NoData,
    Sheet,
    SheetKind,
    Source,
    Standing,
)

NAMESPACE: Final = "http://www.aocat.net/discapacitat"
_STANDINGS: Final = {
    "SI": Standing.RECOGNISED,
    "NO": Standing.NOT_RECOGNISED,
    "EN TRÀMIT": Standing.IN_PROCESS,
    "CADUCAT I PENDENT DE NOVA REVISIÓ": Standing.LAPSED,
}
_NOT_FOUND: Final = "NO TROBAT"
_GROUPS: Final[dict[str, tuple[int, int | None]]] = {"1": (0, 32), "2": (33, 64), "3": (65, 74), "4": (75, None)}
_YES: Final = {"SI": True, "S": True, "NO": False, "N": False}
_VALID: Final = {"DEFINITIU": True, "PROVISIONAL": False}
_DEGREE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?")


def ask(root: str, question: DataQuestion, _reference: str) -> bytes:
    """Raises CannotAsk."""
    about = question.about
    if about.born is None:
        raise CannotAsk
    surnames = " ".join(part for part in (about.surname1, about.surname2) if part)
    person = element(
        NAMESPACE,
        "dadesPersona",
        ("nom", _plain(about.name, 16)),
        ("cognoms", _plain(surnames, 35)),
        ("dataNaixement", f"{about.born:%d%m%Y}"),
    )
    return written(element(NAMESPACE, root, person))


def read(modality: str, question: DataQuestion, root: Node) -> Sheet | NoData:
    _is_about(root.get("dadesPersona"), question)
    told = root.must("resposta")
    said = told.text("reconeixement")
    standing = _STANDINGS.get(said)
    if standing is None and said != _NOT_FOUND:
        raise Unreadable("reconeixement")
    data = _degree(told) if question.sheet is SheetKind.DISABILITY else _group(told)
    if standing is None:
        if data:
            raise Unreadable("reconeixement")  # not found, and told all the same
        return NoData(Absence.NO_FILE)
    return Sheet(
        question.sheet,
        Source(HeldBy.SOCIAL_RIGHTS, "GRAU_DISCAPACITAT", modality),
        standing,
        data=(*data, *values.data((DatumKind.NOTE, values.text(told.text("missatge"))))),
        complete=standing is not Standing.RECOGNISED or bool(data),
    )


def _group(told: Node) -> tuple[Datum, ...]:
    said = told.text("grupGrauDiscapacitat")
    if not said:
        return ()
    if said not in _GROUPS:
        raise Unreadable("grupGrauDiscapacitat")
    first, last = _GROUPS[said]
    return values.data((DatumKind.DISABILITY_FROM_PERCENT, first), (DatumKind.DISABILITY_TO_PERCENT, last))


def _degree(told: Node) -> tuple[Datum, ...]:
    return values.data(
        (DatumKind.DISABILITY_PER_MILLE, _per_mille(told.text("grauDiscapacitat"))),
        (DatumKind.EFFECTIVE_ON, values.partial(told.text("dataEfecte"), DAY_FIRST)),
        (DatumKind.NEEDS_HELP, _of(told, "baremDependencia", _YES)),
        (DatumKind.MOVES_WITH_DIFFICULTY, _of(told, "baremMobilitat", _YES)),
        (DatumKind.NEEDS_COMPANY_TO_TRAVEL, _of(told, "acompanyantTransport", _YES)),
        (DatumKind.FOR_GOOD, _of(told, "validesa", _VALID)),
        (DatumKind.VALID_UNTIL, values.partial(told.text("dataVenciment"), DAY_FIRST)),
    )


def _of(told: Node, name: str, words: dict[str, bool]) -> bool | None:
    said = told.text(name)
    if said and said not in words:
        raise Unreadable(name)
    return words.get(said)


def _per_mille(said: str) -> int | None:
    """A percentage, with decimals that say nothing beyond the first: otherwise it would have to be rounded."""
    if not said:
        return None
    tenths = Decimal(said) * 10 if _DEGREE.fullmatch(said) else None
    if tenths is None or tenths > 1_000 or tenths != int(tenths):
        raise Unreadable("grauDiscapacitat")
    return int(tenths)


def _is_about(person: Node | None, question: DataQuestion) -> None:
    """What the register says back of whom it looked for. Raises Unreadable when that is somebody else."""
    if person is None:
        return
    about = question.about
    surnames = " ".join(part for part in (about.surname1, about.surname2) if part)
    for name, ours in (("nom", about.name), ("cognoms", surnames)):
        if _upper(person.text(name)) != _upper(ours):
            raise Unreadable(f"{name} of another person")
    born = values.partial(person.text("dataNaixement"), DAY_FIRST)
    if born is not None and born.exact != about.born:
        raise Unreadable("dataNaixement of another person")


def _plain(words: str, most: int) -> str:
    plain = _upper(words)
    if not plain or len(plain) > most:
        raise CannotAsk
    return plain


def _upper(words: str) -> str:
    """In capitals, without accents, on one line."""
    apart = unicodedata.normalize("NFD", words.upper())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())


def _modality(code: str, sheet: SheetKind, name: str) -> Modality:
    return Modality(
        code,
        sheet,
        frozenset({f"respostaConsulta{name}"}),
        lambda question, reference: ask(f"peticioConsulta{name}", question, reference),
        lambda question, root: read(code, question, root),
        frozenset({Need.FULL_NAME, Need.BORN}),
    )


PRODUCT: Final = Product(
    "GRAU_DISCAPACITAT",
    frozenset({NAMESPACE}),
    Codes(frozenset({"0"}), failed={"0502": BROKEN}),
    (
        _modality("GRAU_DISCAPACITAT_SIMPLE", SheetKind.DISABILITY_GROUP, "DiscapacitatSimple"),
        _modality("GRAU_DISCAPACITAT_TOTAL", SheetKind.DISABILITY, "DiscapacitatTotal"),
    ),
)
