"""TFM: the title of a single-parent family in its states, every code, and that the two registers are never one; the schema."""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import Absence, DatumKind, HeldBy, NoData, PartialDate, SheetKind, Standing, Theme

from .far_side import CONTRACTS, answer, asked, heard, question, said, sheet, specific_of

LAIA = question(SheetKind.SINGLE_PARENT_TITLE, "laia")
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def test_a_title_is_told_with_its_days_and_names_nobody() -> None:
    told = sheet(LAIA)
    assert (told.source.held_by, told.source.product) == (HeldBy.SOCIAL_RIGHTS, "TFM")
    assert (told.source.modality, told.kind.theme) == ("TFM_DADESCOMPLETES", Theme.HOME_AND_FAMILY)
    assert told.standing is Standing.VALID
    assert told.value(DatumKind.TITLE_NUMBER) == "08/0000022/26"
    assert told.value(DatumKind.CHILDREN) == 1
    assert told.value(DatumKind.BEGAN_ON) == PartialDate(2026, 3, 1)
    assert told.value(DatumKind.VALID_UNTIL) == PartialDate(2028, 2, 29)
    assert "Ventura" not in str([each.value for each in told.data])


def test_the_states_of_a_title_are_told_apart_and_no_title_is_none_of_them() -> None:
    kind = SheetKind.SINGLE_PARENT_TITLE
    standings = [sheet(question(kind, who)).standing for who in ("laia", "marta", "nuria")]
    assert standings == [Standing.VALID, Standing.NOT_VALID, Standing.IN_PROCESS]
    assert answer(question(kind, "ramon")) == NoData(Absence.NO_FILE)


def test_every_code_has_its_worth_and_another_is_garbled() -> None:
    assert answer(LAIA, says="1") == Down(Fault.SERVER_ERROR)
    assert answer(LAIA, says="2") == NoData(Absence.NO_FILE)
    for code in ("3", "00", "0502"):
        assert answer(LAIA, says=code) == Garbled(Fault.UNKNOWN_RESULT)


def test_q_vo_14_a_zero_without_a_title_is_neither_success_nor_no_title() -> None:
    assert answer(LAIA, ways=["hollow"]) == GARBLED


def test_a_title_of_a_large_family_is_not_taken_for_one_of_one_parent_nor_somebody_elses() -> None:
    large = specific_of(said(question(SheetKind.FAMILY_TITLE)))
    assert heard(question(SheetKind.SINGLE_PARENT_TITLE), large) == GARBLED
    assert answer(LAIA, ways=["somebody"]) == GARBLED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("estat>VIGENT<", "estat>Si<"),
        ("numeroTitol>08/0000022/26<", "numeroTitol><"),
        ("numeroFills>1<", "numeroFills>-1<"),
        ("dataCaducitat>29/02/2028<", "dataCaducitat>29/02/2027<"),
    ],
)
def test_what_the_contract_does_not_say_is_not_believed(before: str, after: str) -> None:
    (whole,) = specific_of(said(LAIA))
    assert before.encode() in whole
    assert heard(LAIA, (whole.replace(before.encode(), after.encode()),)) == GARBLED


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schema (../shared/contracts) is not here")
def test_what_we_ask_and_what_the_simulator_says_is_what_the_schema_says() -> None:
    path = CONTRACTS / "familia-monoparental/from-client-exemple/dadesEspecifiques.xsd"
    schema = etree.XMLSchema(etree.parse(str(path)))
    for who in ("laia", "marta", "nuria", "ramon"):
        of = question(SheetKind.SINGLE_PARENT_TITLE, who)
        element = asked(of).specific
        assert element is not None
        schema.assertValid(element)
        schema.assertValid(said(of).specific[0])
