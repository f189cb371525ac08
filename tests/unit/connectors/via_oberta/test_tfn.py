"""TFN: the title of a large family in its four states, every code, its quirk; held against the schema and the sample."""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import (
    Absence,
    Address,
    DatumKind,
    HeldBy,
    NoData,
    PartialDate,
    SheetKind,
    Standing,
    Theme,
)

from .far_side import CONTRACTS, answer, asked, heard, question, said, sheet, specific_of

MARTA = question(SheetKind.FAMILY_TITLE)
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def bent(before: str, after: str) -> tuple[bytes, ...]:
    (whole,) = specific_of(said(MARTA))
    assert before.encode() in whole, before
    return (whole.replace(before.encode(), after.encode()),)


def test_a_title_is_told_with_its_days_and_names_nobody() -> None:
    told = sheet(MARTA)
    assert (told.source.held_by, told.source.modality) == (HeldBy.SOCIAL_RIGHTS, "TFN_DADESCOMPLETES")
    assert (told.standing, told.kind.theme) == (Standing.VALID, Theme.HOME_AND_FAMILY)
    assert {each.kind: each.value for each in told.data} == {
        DatumKind.TITLE_NUMBER: "08/0000011/22",
        DatumKind.CATEGORY: "GENERAL",
        DatumKind.CHILDREN: 3,
        DatumKind.PEOPLE_WITH_DISABILITY: 0,
        DatumKind.BEGAN_ON: PartialDate(2022, 5, 1),
        DatumKind.VALID_UNTIL: PartialDate(2027, 4, 30),
        DatumKind.ROLE: "TITULAR",
        DatumKind.ADDRESS: Address(
            postal_code="08001", street_type="CARRE", street="de l'Exemple", number="12", floor="2", door="1",
            town="Vilanova de l'Exemple (Barcelona)",
        ),
    }  # fmt: skip


def test_the_four_states_of_a_title_are_told_apart_and_no_title_is_none_of_them() -> None:
    standings = [sheet(question(SheetKind.FAMILY_TITLE, who)).standing for who in ("marta", "amina", "carme", "ioana")]
    assert standings == [Standing.VALID, Standing.TRANSITIONAL, Standing.NOT_VALID, Standing.IN_PROCESS]
    assert answer(question(SheetKind.FAMILY_TITLE, "ramon")) == NoData(Absence.NO_FILE)


def test_every_code_has_its_worth_and_another_is_garbled() -> None:
    assert answer(MARTA, says="1") == Down(Fault.SERVER_ERROR)
    assert answer(MARTA, says="2") == NoData(Absence.NO_FILE)
    for code in ("3", "00", "0502"):
        assert answer(MARTA, says=code) == Garbled(Fault.UNKNOWN_RESULT)


def test_q_vo_14_a_zero_without_a_title_is_neither_success_nor_no_title() -> None:
    assert answer(MARTA, ways=["hollow"]) == GARBLED


def test_days_are_read_either_way_round_and_somebody_elses_title_is_none() -> None:
    assert answer(MARTA, ways=["iso"]) == answer(MARTA)
    assert answer(MARTA, ways=["somebody"]) == GARBLED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("estat>VIGENT<", "estat>Si<"),
        ("estat>VIGENT<", "estat><"),
        ("numeroTitol>08/0000011/22<", "numeroTitol><"),
        ("numeroFills>3<", "numeroFills>tres<"),
        ("dataCaducitat>30/04/2027<", "dataCaducitat>30042027<"),
        ("dataCaducitat>30/04/2027<", "dataCaducitat>31/04/2027<"),
        ("codiPostal>08001<", "codiPostal>AD500<"),
        ("respostaDadesCompletes", "respostaDadesCompletesDiscapacitats"),
    ],
)
def test_what_the_contract_does_not_say_is_not_believed(before: str, after: str) -> None:
    assert heard(MARTA, bent(before, after)) == GARBLED


# -- against what is published ----------------------------------------------------------------------------------------

FOLDER = CONTRACTS / "familia-nombrosa/TFN-schemes"
published = pytest.mark.skipif(
    not CONTRACTS.is_dir(), reason="the published schema and samples (../shared/contracts) are not here"
)


@published
def test_what_we_ask_and_what_the_simulator_says_is_what_the_schema_says() -> None:
    schema = etree.XMLSchema(etree.parse(str(FOLDER / "dadesEspecifiques.xsd")))
    for who in ("marta", "amina", "carme", "ioana", "ramon"):
        of = question(SheetKind.FAMILY_TITLE, who)
        element = asked(of).specific
        assert element is not None
        schema.assertValid(element)
        schema.assertValid(said(of).specific[0])


@published
def test_the_published_answer_is_unreadable_as_printed_and_read_when_filled_in() -> None:
    sample = (FOLDER / "DatosEspecificos-mostres/respostaDadesCompletes.xml").read_bytes()
    assert heard(MARTA, (sample,)) == Garbled(Fault.UNKNOWN_RESULT)
    tree, ours = etree.fromstring(sample), said(MARTA).specific[0]
    for each in tree.iter():
        if not len(each):
            each.text = ours.findtext(f".//{each.tag}")
    (began,) = [one for one in sheet(MARTA).data if one.kind is DatumKind.BEGAN_ON]
    found = heard(MARTA, (etree.tostring(tree),))
    assert (*found.sheet.data, began) == (
        *(one for one in sheet(MARTA).data if one != began),
        began,
    )  # the sample lacks it
