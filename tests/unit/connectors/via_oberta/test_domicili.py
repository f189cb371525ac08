"""AEAT_DADES, SCPWIJ1R: an address with all its parts, none, and who is not identified; held against the schemas."""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import (
    Absence,
    Address,
    DatumKind,
    Declined,
    HeldBy,
    NoData,
    PartialDate,
    SheetKind,
    Standing,
    Theme,
    Why,
)

from .far_side import CONTRACTS, answer, asked, heard, question, said, sheet, specific_of

MARTA = question(SheetKind.TAX_ADDRESS)
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def bent(before: str, after: str) -> tuple[bytes, ...]:
    (whole,) = specific_of(said(MARTA))
    assert before.encode() in whole, before
    return (whole.replace(before.encode(), after.encode()),)


def test_an_address_is_told_in_parts_with_how_one_is_reached_there() -> None:
    told = sheet(MARTA)
    assert (told.source.held_by, told.standing) == (HeldBy.TAX_AGENCY, Standing.ON_RECORD)
    assert (told.kind.theme, told.told_on) == (Theme.TAXES_AND_DEBTS, PartialDate(2026, 11, 30))
    assert {each.kind: each.value for each in told.data} == {
        DatumKind.ADDRESS: Address(
            postal_code="08001", street_type="CARRE", street="de l'Exemple", number="12 BIS", floor="2", door="1",
            complement="Edifici de la Prova", town="Vilanova de l'Exemple (BARCELONA)",
        ),
        DatumKind.ABROAD: False,
        DatumKind.UPDATED_ON: PartialDate(2012, 3, 5),
        DatumKind.OFFICE: "08600",
        DatumKind.EMAIL: "adreca@exemple.cat",
        DatumKind.MOBILE: "600000000",
        DatumKind.REFERENCE: "20260000002",
    }  # fmt: skip


def test_its_eight_digits_are_read_in_the_order_that_is_in_the_calendar() -> None:
    assert answer(MARTA, ways=["year_first"]) == answer(MARTA)
    for nowhere in ("32132012", "00000000", "0503201"):
        assert heard(MARTA, bent("FECH_DOMI_S>05032012<", f"FECH_DOMI_S>{nowhere}<")) == GARBLED


def test_known_without_an_address_is_no_data_and_an_empty_one_is_too() -> None:
    assert answer(MARTA, ways=["no_address"]) == NoData(Absence.NO_ADDRESS)
    (whole,) = specific_of(said(MARTA))
    tree = etree.fromstring(whole)
    for each in tree.iter("{*}DIRECCION"):
        for part in each:
            part.text = ""
    assert heard(MARTA, (etree.tostring(tree),)) == NoData(Absence.NO_ADDRESS)


def test_abroad_is_told_as_that_and_a_kind_of_no_table_is_not_believed() -> None:
    abroad = heard(MARTA, bent("TIPO_DOMI_S>20<", "TIPO_DOMI_S>21<"))
    assert abroad.sheet.value(DatumKind.ABROAD) is True
    assert heard(MARTA, bent("TIPO_DOMI_S>20<", "TIPO_DOMI_S>22<")) == GARBLED


def test_every_code_has_its_worth_and_another_is_garbled() -> None:
    assert answer(MARTA, says="1002") == Declined(Why.NOT_IDENTIFIED)
    assert answer(MARTA, says="0502") == Down(Fault.SERVER_ERROR)
    for code in ("0233", "1009", "0", "1"):
        assert answer(MARTA, says=code) == Garbled(Fault.UNKNOWN_RESULT)


def test_q_vo_4_both_names_of_the_host_are_read() -> None:
    assert answer(MARTA, ways=["other_host"]) == answer(MARTA)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("CODPOST_S>08001<", "CODPOST_S>AD500<"),
        ("FECHA_EMISION_S>30-11-2026<", "FECHA_EMISION_S>31-11-2026<"),
        ("respostaConsultaDomiciliFiscal", "respostaConsultaObligacionsTributaries"),
        ("CABECERA", "CABECERAS"),
    ],
)
def test_what_the_contract_does_not_say_is_not_believed(before: str, after: str) -> None:
    assert heard(MARTA, bent(before, after)) == GARBLED


@pytest.mark.skipif(
    not CONTRACTS.is_dir(), reason="the published schemas and samples (../shared/contracts) are not here"
)
def test_what_the_simulator_says_is_what_the_schemas_say_and_the_sample_is_read_when_filled_in() -> None:
    schema = etree.XMLSchema(etree.parse(str(CONTRACTS / "aeat/dadesEspecifiques-SCPWIJ1R.xsd")))
    for who in ("marta", "ramon", "amina"):
        schema.assertValid(etree.fromstring(specific_of(said(question(SheetKind.TAX_ADDRESS, who)))[0]))
    assert asked(MARTA).specific is None
    sample = (CONTRACTS / "aeat/DatosEspecificos-mostres/respostaConsultaDomiciliFiscal.xml").read_bytes()
    assert heard(MARTA, (sample,)) == Garbled(Fault.UNKNOWN_RESULT)
    tree, ours = etree.fromstring(sample), said(MARTA).specific[0]
    for each in tree.iter():
        if not len(each):
            each.text = ours.findtext(f".//{each.tag}") or ""
    assert heard(MARTA, (etree.tostring(tree),)) == answer(MARTA)
