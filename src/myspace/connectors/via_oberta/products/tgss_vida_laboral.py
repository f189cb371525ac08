"""TGSS_VIDA_LABORAL: the stretches of work that Social Security holds, of one year or of five.

    0000 told · 0001 nobody by this document · 0010 no number of affiliation · 0002 several people · 0005 too many stretches

0005 is an error in a third modality that is not asked (Q-VO-8). A number of affiliation is text: as a number it would lose
its zeros (Q-VO-6). Dates are real ones here (Q-VO-18). The modality of a year is published without a period: then which year it
is, the answer says. That of five has one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Codes, Modality, Need, Product, element, written
from myspace.vocabulary.personal_data import (
    Absence,
    Datum,
    DatumKind,
    Entry,
    EntryKind,
    HeldBy,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

NAMESPACE: Final = "http://www.aoc.cat/tgss"
_MOST_DAYS: Final = 99_999
_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9])?")
_TOTALS: Final = (
    (DatumKind.DAYS_WORKED, "totalDiesAlta"),
    (DatumKind.DAYS_AT_TWO_JOBS, "diesPluriocupacio"),
    (DatumKind.YEARS_OF_WORK, "anysAlta"),
    (DatumKind.MONTHS_OF_WORK, "mesosAlta"),
    (DatumKind.DAYS_OF_WORK, "diesAlta"),
)


def ask(question: DataQuestion, _reference: str) -> bytes | None:
    if question.since is None or question.until is None:
        return None
    return written(
        element(
            NAMESPACE,
            "peticioConsultaVidaLaboral",
            ("dataInici", question.since.isoformat()),
            ("dataFi", question.until.isoformat()),
        )
    )


def read(modality: str, question: DataQuestion, root: Node) -> Sheet:
    answer = root.must("resposta")
    period, life = answer.must("consulta"), answer.must("vidaLaboral")
    since, until = _day(period, "dataInici"), _day(period, "dataFi")
    if (question.since and since != PartialDate.of(question.since)) or (
        question.until and until != PartialDate.of(question.until)
    ):
        raise Unreadable("consulta")  # of another period: what is missing there would pass for no work
    several = life.get("situacions")
    entries = () if several is None else tuple(_stretch(each) for each in several.all("situacio"))
    counted = values.whole(life.text("numeroSituacions"), _MOST_DAYS)
    if counted is None:
        raise Unreadable("numeroSituacions")
    moved = life.text("transferenciaDretsCEE")
    if moved not in ("S", "N"):
        raise Unreadable("transferenciaDretsCEE")
    summary, numbers = life.get("resum"), life.get("numerosAfiliacio")
    totals = None if summary is None else summary.must("totals")
    told = [(DatumKind.AFFILIATION_NUMBER, _affiliation(each.words)) for each in _all(numbers, "numeroAfiliacio")]
    return Sheet(
        question.sheet,
        Source(HeldBy.SOCIAL_SECURITY, "TGSS_VIDA_LABORAL", modality),
        Standing.ON_RECORD,
        data=(
            *values.data(
                (DatumKind.SINCE, since),
                (DatumKind.UNTIL, until),
                (DatumKind.BORN_ON, _day(life, "dataNaixement")),
                (DatumKind.RIGHTS_MOVED_TO_EUROPE, moved == "S"),
                *told,
            ),
            *(() if totals is None else _counts(totals)),
        ),
        entries=entries,
        complete=counted == len(entries),
    )


def _counts(totals: Node) -> tuple[Datum, ...]:
    return values.data(*((kind, values.whole(totals.text(name), _MOST_DAYS)) for kind, name in _TOTALS))


def _stretch(node: Node) -> Entry:
    """One situation. One that ends nowhere goes on."""
    employer = values.text(node.text("empresa"))
    if employer is None:
        raise Unreadable("empresa")
    began, ended = _day(node, "dataAlta"), _day(node, "dataBaixa")
    if began and ended and began.exact and ended.exact and ended.exact < began.exact:
        raise Unreadable("dataBaixa")
    return Entry(
        EntryKind.WORK,
        values.data(
            (DatumKind.EMPLOYER, employer),
            (DatumKind.REGIME, values.text(node.text("regim"))),
            (DatumKind.AFFILIATION_NUMBER, _affiliation(node.text("numeroAfiliacio"))),
            (DatumKind.CONTRIBUTION_ACCOUNT, values.text(node.text("codiCompteCotitzacio"))),
            (DatumKind.PROVINCE, values.code(node.text("provincia"), 2)),
            (DatumKind.BEGAN_ON, began),
            (DatumKind.EFFECTIVE_ON, _day(node, "dataEfectes")),
            (DatumKind.ENDED_ON, ended),
            (DatumKind.CONTRACT, values.text(node.text("contracteTreball"))),
            (DatumKind.PART_TIME_PER_MILLE, _per_mille(node.text("contracteTempsParcial"))),
            (DatumKind.CONTRIBUTION_GROUP, values.text(node.text("grupCotitzacio"))),
            (DatumKind.DAYS_WORKED, values.whole(node.text("diesAlta"), _MOST_DAYS)),
        ),
    )


def _day(node: Node, name: str) -> PartialDate | None:
    found = values.day(node.text(name))
    return None if found is None else PartialDate.of(found)


def _affiliation(raw: str) -> str:
    """Twelve digits, as they are written: none is put back, and a shorter one is somebody else's."""
    if not re.fullmatch("[0-9]{12}", raw):
        raise Unreadable("numeroAfiliacio")
    return raw


def _per_mille(raw: str) -> int | None:
    """A part of the whole day in percent, with one decimal at most."""
    if not raw:
        return None
    if not _PERCENT.fullmatch(raw) or Decimal(raw) > 100:
        raise Unreadable("contracteTempsParcial")
    return int(Decimal(raw) * 10)


def _all(node: Node | None, name: str) -> tuple[Node, ...]:
    return () if node is None else node.all(name)


def _modality(code: str, sheet: SheetKind, years: int, *needs: Need) -> Modality:
    return Modality(
        code,
        sheet,
        frozenset({"respostaConsultaVidaLaboral"}),
        ask,
        lambda question, root: read(code, question, root),
        frozenset(needs),
        years=years,
    )


PRODUCT: Final = Product(
    "TGSS_VIDA_LABORAL",
    frozenset({NAMESPACE}),
    Codes(
        frozenset({"0000"}),
        none={"0001": Absence.NOT_KNOWN_BY_THIS_NUMBER, "0010": Absence.NO_AFFILIATION},
        declined={"0002": Why.MORE_THAN_ONE_PERSON, "0005": Why.TOO_MUCH_TO_TELL},
        failed={"0502": BROKEN},
    ),
    (
        _modality("VIDA_LABORAL", SheetKind.WORKING_LIFE_YEAR, 1),
        _modality("VIDA_LABORAL5", SheetKind.WORKING_LIFE, 5, Need.PERIOD),
    ),
)
