"""TGSS_VIDA_LABORAL: a year or five of work, every code, every quirk; held against the schema."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from myspace.connectors.via_oberta.products import BY_SHEET
from myspace.protocols.pci.products import Meaning, row
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

from .far_side import CONTRACTS, DataQuestion, answer, asked, heard, question, said, sheet, specific_of

YEARS = {"since": date(2021, 12, 1), "until": date(2026, 11, 30)}
FIVE = question(SheetKind.WORKING_LIFE, **YEARS)
ONE = question(SheetKind.WORKING_LIFE_YEAR)
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def of(who: str) -> DataQuestion:
    return question(SheetKind.WORKING_LIFE, who, **YEARS)


def bent(before: str, after: str) -> tuple[bytes, ...]:
    (whole,) = specific_of(said(FIVE))
    assert before.encode() in whole, before
    return (whole.replace(before.encode(), after.encode()),)


def test_five_years_tell_each_stretch_and_their_sum() -> None:
    told = sheet(FIVE)
    assert (told.source.held_by, told.source.modality) == (HeldBy.SOCIAL_SECURITY, "VIDA_LABORAL5")
    assert told.kind.theme is Theme.WORK
    assert [told.value(kind) for kind in (DatumKind.SINCE, DatumKind.UNTIL)] == [
        PartialDate(2021, 12, 1), PartialDate(2026, 11, 30),
    ]  # fmt: skip
    assert told.value(DatumKind.RIGHTS_MOVED_TO_EUROPE) is False
    assert told.value(DatumKind.DAYS_WORKED) == sum(
        int(str(one.value(DatumKind.DAYS_WORKED))) for one in told.entries
    )  # fmt: skip
    assert [one.kind for one in told.entries] == [EntryKind.WORK] * 3
    assert {each.kind: each.value for each in told.entries[2].data} == {
        DatumKind.EMPLOYER: "Escola Exemple, SCCL",
        DatumKind.REGIME: "GENERAL",
        DatumKind.AFFILIATION_NUMBER: "080000000011",
        DatumKind.CONTRIBUTION_ACCOUNT: "08000000099",
        DatumKind.PROVINCE: "08",
        DatumKind.BEGAN_ON: PartialDate(2024, 1, 15),
        DatumKind.EFFECTIVE_ON: PartialDate(2024, 1, 15),
        DatumKind.CONTRACT: "INDEFINIDO",
        DatumKind.PART_TIME_PER_MILLE: 625,
        DatumKind.CONTRIBUTION_GROUP: "07",
        DatumKind.DAYS_WORKED: 1051,
    }
    assert told.entries[0].value(DatumKind.ENDED_ON) == PartialDate(2023, 6, 30)
    assert told.complete


def test_a_year_is_asked_without_a_period_and_the_answer_says_which() -> None:
    assert asked(ONE).specific is None
    told = sheet(ONE)
    assert told.value(DatumKind.SINCE) == PartialDate(2025, 11, 30)
    assert [one.value(DatumKind.EMPLOYER) for one in told.entries] == ["Escola Exemple, SCCL"]


def test_no_work_in_a_period_is_told_and_is_not_no_data() -> None:
    told = sheet(of("ramon"))
    assert (told.entries, told.complete, told.value(DatumKind.DAYS_WORKED)) == ((), True, 0)


def test_fewer_than_it_counts_is_not_whole_and_another_period_is_no_answer() -> None:
    assert not sheet(FIVE, ways=["fewer"]).complete
    assert answer(FIVE, ways=["other_period"]) == GARBLED


def test_well_and_nothing_more_is_not_somebody_who_never_worked() -> None:
    assert answer(FIVE, ways=["hollow"]) == GARBLED


@pytest.mark.parametrize("kind", [SheetKind.WORKING_LIFE, SheetKind.WORKING_LIFE_YEAR])
def test_every_code_has_its_worth_and_another_is_garbled(kind: SheetKind) -> None:
    for code, worth in {
        "0001": NoData(Absence.NOT_KNOWN_BY_THIS_NUMBER),
        "0010": NoData(Absence.NO_AFFILIATION),
        "0002": Declined(Why.MORE_THAN_ONE_PERSON),
        "0005": Declined(Why.TOO_MUCH_TO_TELL),
        "0502": Down(Fault.SERVER_ERROR),
        "0": Garbled(Fault.UNKNOWN_RESULT),
        "0003": Garbled(Fault.UNKNOWN_RESULT),
    }.items():
        assert answer(question(kind, **YEARS if kind is SheetKind.WORKING_LIFE else {}), says=code) == worth, code


def test_who_never_worked_is_told_apart_from_who_is_not_known() -> None:
    assert answer(of("pau")) == NoData(Absence.NO_AFFILIATION)
    assert answer(of("lluis")) == Declined(Why.TOO_MUCH_TO_TELL)


def test_q_vo_8_0005_is_no_success_of_any_modality() -> None:
    for modality in ("VIDA_LABORAL", "VIDA_LABORAL5", "NUMEROS_AFILIACIO"):
        known = row("TGSS_VIDA_LABORAL", modality)
        assert known is not None
        assert known.meaning("0005") is Meaning.REFUSED


def test_q_vo_6_a_number_of_affiliation_keeps_its_zeros_and_a_shorter_one_is_not_believed() -> None:
    assert sheet(FIVE).value(DatumKind.AFFILIATION_NUMBER) == "080000000011"
    for wrong in ("80000000011", "8.0000000011E10", "X80000000011", ""):
        assert heard(FIVE, bent("080000000011", wrong)) == GARBLED, wrong


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("dataAlta>2024-01-15<", "dataAlta>15/01/2024<"),
        ("dataAlta>2024-01-15<", "dataAlta>2024-01<"),
        ("dataBaixa>2023-06-30<", "dataBaixa>2014-06-30<"),
        ("contracteTempsParcial>62.5<", "contracteTempsParcial>625<"),
        ("contracteTempsParcial>62.5<", "contracteTempsParcial>62,5<"),
        ("transferenciaDretsCEE>N<", "transferenciaDretsCEE>n<"),
        ("numeroSituacions>3<", "numeroSituacions><"),
        ("provincia>08<", "provincia>BCN<"),
        ("empresa>Escola Exemple, SCCL<", "empresa><"),
        ("respostaConsultaVidaLaboral", "respostaConsultaNumerosAfiliacio"),
        ("http://www.aoc.cat/tgss", "http://www.aoc.cat/aeat"),
    ],
)
def test_what_the_contract_does_not_say_is_not_believed(before: str, after: str) -> None:
    assert heard(FIVE, bent(before, after)) == GARBLED


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schema (../shared/contracts) is not here")
def test_what_we_ask_and_what_the_simulator_says_is_what_the_schema_says() -> None:
    schema = etree.XMLSchema(etree.parse(str(CONTRACTS / "tgss-vida-laboral/xsd/dadesEspecifiques.xsd")))
    element = asked(FIVE).specific
    assert element is not None
    schema.assertValid(element)
    for one in (FIVE, ONE, of("ramon"), of("pau"), of("lluis")):
        (told,) = said(one).specific
        schema.assertValid(told)


def test_five_years_need_their_period_and_no_more_than_five() -> None:
    assert BY_SHEET[SheetKind.WORKING_LIFE][1].years == 5
    assert BY_SHEET[SheetKind.WORKING_LIFE_YEAR][1].years == 1
