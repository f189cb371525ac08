"""MEPSYD: degrees with dates as exact as told, none on record, what an NIE finds; every code; the published schemas."""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import (
    Absence,
    DatumKind,
    Declined,
    EntryKind,
    HeldBy,
    NoData,
    PartialDate,
    SheetKind,
    Theme,
    Why,
)

from .far_side import CONTRACTS, answer, asked, heard, question, said, sheet, specific_of

MARTA = question(SheetKind.UNIVERSITY_DEGREES)
BOTH = pytest.mark.parametrize("kind", [SheetKind.UNIVERSITY_DEGREES, SheetKind.OTHER_DEGREES])
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def test_each_degree_is_told_with_its_school_and_days() -> None:
    told = sheet(MARTA)
    assert (told.source.held_by, told.kind.theme) == (HeldBy.MINISTRY_OF_EDUCATION, Theme.EDUCATION)
    first, _second = told.entries
    assert first.kind is EntryKind.DEGREE
    assert {each.kind: each.value for each in first.data} == {
        DatumKind.DEGREE: "Diplomada en Infermeria",
        DatumKind.DEGREE_KIND: "Diplomado",
        DatumKind.COUNTRY: "ESPAÑA",
        DatumKind.TITLE_NUMBER: "2007000001",
        DatumKind.ENDED_ON: PartialDate(2007, 6, 30),
        DatumKind.ISSUED_ON: PartialDate(2007, 9, 12),
        DatumKind.UNIVERSITY: "U. de l'Exemple",
        DatumKind.SCHOOL: "Escola de la Prova",
    }
    (other,) = sheet(question(SheetKind.OTHER_DEGREES)).entries
    assert (other.value(DatumKind.DEGREE), other.value(DatumKind.REGISTER_NUMBER)) == ("Batxillerat", "2007000001")


def test_q_vo_12_a_date_of_a_month_or_a_year_stays_one() -> None:
    assert sheet(MARTA).entries[1].value(DatumKind.ENDED_ON) == PartialDate(2012, 6)
    assert sheet(question(SheetKind.UNIVERSITY_DEGREES, "amina")).entries[0].value(DatumKind.ENDED_ON) == PartialDate(
        2020
    )
    (whole,) = specific_of(said(MARTA))
    for wrong in ("13/2012", "31/06/2012", "juny 2012", "12"):
        assert heard(MARTA, (whole.replace(b">06/2012<", f">{wrong}<".encode()),)) == GARBLED


@BOTH
def test_a_sheet_says_since_when_nothing_is_missing_and_none_on_record_is_no_word_that_there_is_none(
    kind: SheetKind,
) -> None:
    assert sheet(question(kind)).value(DatumKind.RELIABLE_SINCE) == PartialDate(1999)
    assert answer(question(kind, "ramon")) == NoData(Absence.NO_DEGREE_ON_RECORD)
    assert answer(question(kind), ways=["empty"]) == NoData(Absence.NO_DEGREE_ON_RECORD)


def test_q_vo_12_by_a_nie_only_spanish_titles_are_found_and_the_sheet_says_so() -> None:
    assert sheet(question(SheetKind.UNIVERSITY_DEGREES, "amina")).value(DatumKind.SPANISH_ONLY) is True
    assert sheet(MARTA).value(DatumKind.SPANISH_ONLY) is None


@BOTH
def test_every_code_has_its_worth_and_another_is_garbled(kind: SheetKind) -> None:
    for code, worth in {
        "0231": Declined(Why.NOT_IDENTIFIED),
        "0232": Declined(Why.MORE_THAN_ONE_PERSON),
        "0233": Declined(Why.NOT_IDENTIFIED),
        "0238": NoData(Absence.NO_DEGREE_ON_RECORD),
        "0502": Down(Fault.SERVER_ERROR),
        "0": Garbled(Fault.UNKNOWN_RESULT),
        "0000": Garbled(Fault.UNKNOWN_RESULT),
    }.items():
        assert answer(question(kind), says=code) == worth, code


def test_a_title_without_its_name_and_an_answer_of_the_other_list_are_not_believed() -> None:
    assert answer(MARTA, ways=["nameless"]) == GARBLED
    assert heard(MARTA, specific_of(said(question(SheetKind.OTHER_DEGREES)))) == GARBLED


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schemas (../shared/contracts) are not here")
@BOTH
def test_what_the_simulator_says_is_what_the_schemas_say(kind: SheetKind) -> None:
    """The AOC's schema leaves the titles open; the ministry's says them."""
    folder = CONTRACTS / "titulacions/esquemes_xsd"
    outer = etree.XMLSchema(etree.parse(str(folder / "dadesEspecifiques.xsd")))
    which = "universitarios" if kind is SheetKind.UNIVERSITY_DEGREES else "noUniversitarios"
    inner = etree.XMLSchema(etree.parse(str(folder / f"datos-especificos-v2-{which}.xsd")))
    for who in ("marta", "amina", "pau", "ramon"):
        (told,) = said(question(kind, who)).specific
        outer.assertValid(told)
        for each in told.iter("{*}ListaTitulos"):
            inner.assertValid(etree.fromstring(etree.tostring(each)))
    assert asked(question(kind)).specific is None
