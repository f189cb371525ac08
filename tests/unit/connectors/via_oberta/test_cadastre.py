"""CADASTRE: properties with one's own right and share and nobody else's, none, and the certificate; every code; schemas."""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import (
    Absence,
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

MARTA, PAPER = question(SheetKind.PROPERTIES), question(SheetKind.PROPERTY_CERTIFICATE)
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def test_a_property_is_told_with_ones_own_right_and_share() -> None:
    told = sheet(MARTA)
    assert (told.source.held_by, told.kind.theme) == (HeldBy.CADASTRE, Theme.VEHICLES_AND_PROPERTY)
    (flat,) = told.entries
    assert {each.kind: each.value for each in flat.data} == {
        DatumKind.CADASTRAL_REFERENCE: "0000001DF0000S0001AB",
        DatumKind.PROPERTY_NATURE: "urban",
        DatumKind.PLACE: "CL DE L'EXEMPLE 12 Es:1 Pl:02 Pt:01",
        DatumKind.MUNICIPALITY: "08113",
        DatumKind.RIGHT: "ownership",
        DatumKind.SHARE_PER_MYRIAD: 5000,
        DatumKind.HELD_SINCE: PartialDate(2012, 2, 28),
        DatumKind.VALUE_YEAR: PartialDate(2026),
        DatumKind.VALUE_CENTS: 6_123_450,
        DatumKind.USE: "Residencial",
        DatumKind.BUILT_M2: 92,
        DatumKind.BUILT_IN: PartialDate(1975),
        DatumKind.PROPERTY_KIND: "Parcela construida sin división horizontal",
    }
    (field,) = sheet(question(SheetKind.PROPERTIES, "ramon")).entries
    assert (field.value(DatumKind.RIGHT), field.value(DatumKind.SHARE_PER_MYRIAD)) == ("usufruct", 10_000)


def test_no_other_holder_is_read_and_where_one_is_not_listed_no_right_is_told() -> None:
    words = str([each.value for entry in sheet(MARTA).entries for each in entry.data])
    assert "VILA" not in words
    (strange,) = sheet(MARTA, ways=["strangers"]).entries
    assert strange.value(DatumKind.RIGHT) is None
    assert strange.value(DatumKind.SHARE_PER_MYRIAD) is None


def test_q_vo_1_the_numbers_of_towns_keep_their_zeros() -> None:
    assert answer(MARTA, ways=["short_codes"]) == answer(MARTA)


def test_a_certificate_is_told_as_that_whoever_holds_something_or_nothing() -> None:
    for who in ("marta", "pau"):
        told = sheet(question(SheetKind.PROPERTY_CERTIFICATE, who))
        assert (told.standing, told.entries) == (Standing.CERTIFIED, ())
        assert told.value(DatumKind.VERIFICATION_CODE) == "PROVA00000000001"
        assert told.papers[0].octets.startswith(b"%PDF-")
    assert answer(PAPER, ways=["page"]) == GARBLED
    (whole,) = specific_of(said(PAPER))
    tree = etree.fromstring(whole)
    for each in tree.iter("{*}pdf"):
        each.text = ""
    assert heard(PAPER, (etree.tostring(tree),)) == GARBLED


def test_every_code_has_its_worth_and_another_is_garbled() -> None:
    none, here = NoData(Absence.NO_PROPERTY), NoData(Absence.NO_PROPERTY_HERE)
    assert answer(question(SheetKind.PROPERTIES, "pau")) == none
    for code, worth in {
        **dict.fromkeys(("0020", "0025", "0026"), none),
        **dict.fromkeys(("0021", "0022"), here),
        "0040": Declined(Why.TOO_MUCH_TO_TELL),
        **dict.fromkeys(("0012", "0013", "0027", "0029", "0030", "0502"), Down(Fault.SERVER_ERROR)),
        **dict.fromkeys(("0", "0017", "0018", "0015"), Garbled(Fault.UNKNOWN_RESULT)),
    }.items():
        assert answer(MARTA, says=code) == worth, code
    for code, worth in {
        "0015": NoData(Absence.NOT_KNOWN_BY_THIS_NUMBER),
        "0007": Declined(Why.TOO_MUCH_TO_TELL),
        "0008": Declined(Why.NOT_TOLD_HERE),
        "0016": Declined(Why.MORE_THAN_ONE_PERSON),
        "0502": Down(Fault.SERVER_ERROR),
        **dict.fromkeys(("0", "0013", "0025"), Garbled(Fault.UNKNOWN_RESULT)),
    }.items():
        assert answer(PAPER, says=code) == worth, code


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cn>UR<", "cn>XX<"),
        ("pc1>0000001<", "pc1>1<"),
        ("vcat>61234,50<", "vcat>61234.50<"),
        ("pct>50,00<", "pct>150,00<"),
        ("cdr>PR<", "cdr>QQ<"),
        ("cm>113<", "cm>1113<"),
        ("sfc>92<", "sfc>-92<"),
        ("listaBienesInmuebles", "listaBienes"),
    ],
)
def test_what_the_contract_does_not_say_is_not_believed(before: str, after: str) -> None:
    (whole,) = specific_of(said(MARTA))
    assert before.encode() in whole, before
    assert heard(MARTA, (whole.replace(before.encode(), after.encode()),)) == GARBLED


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schemas (../shared/contracts) are not here")
def test_what_we_ask_and_what_the_simulator_says_is_what_the_schemas_say() -> None:
    folder = CONTRACTS / "cadastre/esquemes_xsd"
    land = etree.XMLSchema(etree.parse(str(folder / "dadesEspecifiques-DADES_CADASTRALS.xsd")))
    paper = etree.XMLSchema(etree.parse(str(folder / "dadesEspecifiques-CERTIFICACIO_TITULARITAT.xsd")))
    for who in ("marta", "ramon", "pau"):
        land.assertValid(etree.fromstring(specific_of(said(question(SheetKind.PROPERTIES, who)))[0]))
        of = question(SheetKind.PROPERTY_CERTIFICATE, who)
        paper.assertValid(asked(of).specific)
        paper.assertValid(etree.fromstring(specific_of(said(of))[0]))
    assert asked(MARTA).specific is None
