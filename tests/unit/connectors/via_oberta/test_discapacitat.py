"""GRAU_DISCAPACITAT: five things that a register may say of somebody, none of them an error; degrees, days, quirks, schema."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from myspace.connectors.via_oberta.product import CannotAsk
from myspace.connectors.via_oberta.products import BY_SHEET
from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import (
    Absence,
    DatumKind,
    HeldBy,
    NoData,
    PartialDate,
    SheetKind,
    Standing,
    Theme,
)

from .far_side import CONTRACTS, DataQuestion, about, answer, asked, heard, question, said, sheet, specific_of

GROUP, WHOLE = SheetKind.DISABILITY_GROUP, SheetKind.DISABILITY
BOTH = [GROUP, WHOLE]
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def bent(kind: SheetKind, before: str, after: str) -> tuple[bytes, ...]:
    (whole,) = specific_of(said(question(kind, "rosa")))
    text = etree.tostring(etree.fromstring(whole), encoding="unicode")
    assert before in text, before
    return (text.replace(before, after).encode(),)


def test_a_recognised_disability_is_told_with_its_degree_its_days_and_its_scales() -> None:
    told = sheet(question(WHOLE, "rosa"))
    assert (told.source.held_by, told.standing) == (HeldBy.SOCIAL_RIGHTS, Standing.RECOGNISED)
    assert told.kind.theme is Theme.HEALTH_AND_DEPENDENCY
    assert {each.kind: each.value for each in told.data} == {
        DatumKind.DISABILITY_PER_MILLE: 330,
        DatumKind.EFFECTIVE_ON: PartialDate(2024, 2, 1),
        DatumKind.NEEDS_HELP: False,
        DatumKind.MOVES_WITH_DIFFICULTY: False,
        DatumKind.NEEDS_COMPANY_TO_TRAVEL: False,
        DatumKind.FOR_GOOD: False,
        DatumKind.VALID_UNTIL: PartialDate(2029, 2, 1),
    }
    for_good = sheet(question(WHOLE, "ramon"))
    assert (for_good.value(DatumKind.FOR_GOOD), for_good.value(DatumKind.VALID_UNTIL)) == (True, None)
    assert for_good.value(DatumKind.DISABILITY_PER_MILLE) == 665


def test_the_simple_question_tells_between_which_percentages_and_nothing_more() -> None:
    told = sheet(question(GROUP, "ramon"))
    assert [(each.kind, each.value) for each in told.data] == [
        (DatumKind.DISABILITY_FROM_PERCENT, 65), (DatumKind.DISABILITY_TO_PERCENT, 74),
    ]  # fmt: skip
    highest = heard(question(GROUP, "rosa"), bent(GROUP, "grupGrauDiscapacitat>2<", "grupGrauDiscapacitat>4<"))
    assert highest.sheet.value(DatumKind.DISABILITY_FROM_PERCENT) == 75
    assert highest.sheet.value(DatumKind.DISABILITY_TO_PERCENT) is None


@pytest.mark.parametrize("kind", BOTH)
def test_no_file_no_in_process_and_lapsed_are_four_things_and_no_errors(kind: SheetKind) -> None:
    assert answer(question(kind, "marta")) == NoData(Absence.NO_FILE)
    standings = {who: sheet(question(kind, who)).standing for who in ("marc", "carme", "jusep")}
    assert standings == {"marc": Standing.NOT_RECOGNISED, "carme": Standing.IN_PROCESS, "jusep": Standing.LAPSED}
    assert sheet(question(kind, "carme")).complete


@pytest.mark.parametrize("kind", BOTH)
def test_recognised_and_nothing_more_is_not_the_whole(kind: SheetKind) -> None:
    assert not sheet(question(kind, "ramon"), ways=["no_degree"]).complete


@pytest.mark.parametrize("kind", BOTH)
def test_every_code_has_its_worth_and_another_is_garbled(kind: SheetKind) -> None:
    assert answer(question(kind), says="0502") == Down(Fault.SERVER_ERROR)
    for code in ("00", "1", "0000", "2"):
        assert answer(question(kind), says=code) == Garbled(Fault.UNKNOWN_RESULT)


def test_q_vo_13_days_with_hyphens_and_without_and_yes_in_both_spellings_are_read() -> None:
    plain = answer(question(WHOLE, "ramon"))
    for ways in (["joined"], ["letters"], ["joined", "letters"]):
        assert answer(question(WHOLE, "ramon"), ways=ways) == plain


def test_it_is_asked_in_capitals_without_accents_and_never_with_a_name_cut_short() -> None:
    element = asked(question(WHOLE, "nuria")).specific
    assert element is not None
    assert [each.text for each in element[0]] == ["NURIA", "CLARET PONS", "25081990"]
    ask = BY_SHEET[WHOLE][1].ask
    for long in ({"name": "n" * 17}, {"surname1": "c" * 20, "surname2": "c" * 15}, {"born": None}):
        with pytest.raises(CannotAsk):
            ask(DataQuestion(WHOLE, replace(about("marta"), **long)), "R")


@pytest.mark.parametrize("kind", BOTH)
def test_what_it_tells_of_another_name_or_birth_is_somebody_elses(kind: SheetKind) -> None:
    assert answer(question(kind, "ramon"), ways=["somebody"]) == GARBLED
    assert heard(question(kind, "rosa"), bent(kind, "cognoms>CAMPS FONT<", "cognoms>CAMPS FONTS<")) == GARBLED
    assert heard(question(kind, "rosa"), bent(kind, "dataNaixement>03021971<", "dataNaixement>03021972<")) == GARBLED


def test_a_message_is_kept_in_the_registers_own_words() -> None:
    assert sheet(question(WHOLE, "rosa"), ways=["noted"]).value(DatumKind.NOTE) == "Dades pendents d'actualitzar"


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (WHOLE, "reconeixement>SI<", "reconeixement>si<"),
        (WHOLE, "reconeixement>SI<", "reconeixement>NO TROBAT<"),
        (WHOLE, "reconeixement>SI<", "reconeixement><"),
        (WHOLE, "grauDiscapacitat>33<", "grauDiscapacitat>133<"),
        (WHOLE, "grauDiscapacitat>33<", "grauDiscapacitat>33,5<"),
        (WHOLE, "grauDiscapacitat>33<", "grauDiscapacitat>33.55<"),
        (WHOLE, "dataEfecte>01-02-2024<", "dataEfecte>20240201<"),
        (WHOLE, "dataVenciment>01022029<", "dataVenciment>31022029<"),
        (WHOLE, "baremDependencia>NO<", "baremDependencia>NO CONSTA<"),
        (WHOLE, "validesa>PROVISIONAL<", "validesa>S<"),
        (WHOLE, "respostaConsultaDiscapacitatTotal", "respostaConsultaDiscapacitatSimple"),
        (GROUP, "grupGrauDiscapacitat>2<", "grupGrauDiscapacitat>0<"),
        (GROUP, "grupGrauDiscapacitat>2<", "grupGrauDiscapacitat>5<"),
        (GROUP, "reconeixement>SI<", "reconeixement>NO TROBAT<"),
    ],
)
def test_what_the_contract_does_not_say_is_not_believed(kind: SheetKind, before: str, after: str) -> None:
    assert heard(question(kind, "rosa"), bent(kind, before, after)) == GARBLED


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schema (../shared/contracts) is not here")
@pytest.mark.parametrize("kind", BOTH)
def test_what_we_ask_and_what_the_simulator_says_is_what_the_schema_says(kind: SheetKind) -> None:
    schema = etree.XMLSchema(etree.parse(str(CONTRACTS / "discapacitat/esquemes_XSD/dadesEspecifiques.xsd")))
    for who in ("ramon", "rosa", "carme", "jusep", "marc", "marta"):
        element = asked(question(kind, who)).specific
        assert element is not None
        schema.assertValid(element)
        for ways in ([], ["joined", "letters", "noted"]):
            (told,) = said(question(kind, who), ways=ways).specific
            schema.assertValid(told)
