"""RCA: insured, moved, merged and dead for the register are four things, and not in it is a fifth; every code; the schema."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from myspace.connectors.via_oberta.product import CannotAsk
from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import Absence, DatumKind, HeldBy, NoData, SheetKind, Standing, Theme

from .far_side import CONTRACTS, answer, asked, heard, question, said, sheet, specific_of

MARTA = question(SheetKind.HEALTH_INSURANCE)
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def test_the_four_situations_of_a_card_are_told_apart_and_not_in_the_register_is_none_of_them() -> None:
    told = [sheet(question(SheetKind.HEALTH_INSURANCE, who)) for who in ("marta", "jordi", "lluis", "carme")]
    assert [one.standing for one in told] == [
        Standing.INSURED, Standing.MOVED_AWAY, Standing.MERGED, Standing.RECORDED_DEAD,
    ]  # fmt: skip
    assert (told[0].source.held_by, told[0].kind.theme) == (HeldBy.HEALTH_SERVICE, Theme.HEALTH_AND_DEPENDENCY)
    assert told[0].value(DatumKind.HEALTH_CARD) == "PROV0860412001"
    assert answer(question(SheetKind.HEALTH_INSURANCE, "amina")) == NoData(Absence.NOT_IN_THE_REGISTER)


def test_every_code_has_its_worth_and_another_is_garbled() -> None:
    assert answer(MARTA, says="1") == NoData(Absence.NOT_IN_THE_REGISTER)
    assert answer(MARTA, says="0502") == Down(Fault.SERVER_ERROR)
    for code in ("2", "00", "0000"):
        assert answer(MARTA, says=code) == Garbled(Fault.UNKNOWN_RESULT)


def test_a_card_is_asked_about_as_it_is_printed_and_one_of_another_birth_never() -> None:
    spaced = replace(MARTA, about=replace(MARTA.about, health_card="prov 0 860412 00 1"))
    element = asked(spaced).specific
    assert element is not None
    assert element.findtext("{*}CIP") == "PROV0860412001"
    for wrong in ("PROV0840930001", "PROV086041200", "1234567890", "PROV0860412001X", ""):
        with pytest.raises(CannotAsk):
            asked(replace(MARTA, about=replace(MARTA.about, health_card=wrong)))


def test_somebody_elses_answer_and_a_situation_of_no_list_are_not_believed() -> None:
    assert answer(MARTA, ways=["somebody"]) == GARBLED
    assert answer(MARTA, ways=["word"]) == GARBLED
    (whole,) = specific_of(said(MARTA))
    assert heard(MARTA, (whole.replace(b"CIPVigent>PROV0860412001<", b"CIPVigent>?<"),)) == GARBLED


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schema and sample (../shared/contracts) are not here")
def test_what_we_ask_and_what_the_simulator_says_is_what_the_schema_says_and_the_sample_is_read_when_filled_in() -> (
    None
):
    schema = etree.XMLSchema(etree.parse(str(CONTRACTS / "rca-salut/XSD/dadesEspecifiques.xsd")))
    for who in ("marta", "jordi", "amina"):
        of = question(SheetKind.HEALTH_INSURANCE, who)
        schema.assertValid(asked(of).specific)
        schema.assertValid(said(of).specific[0])
    sample = (CONTRACTS / "rca-salut/XSD/DatosEspecificos-mostres/respostaVerificacioAssegurat.xml").read_bytes()
    assert heard(MARTA, (sample,)) == Garbled(Fault.UNKNOWN_RESULT)
    tree, ours = etree.fromstring(sample), said(MARTA).specific[0]
    for each in tree.iter():
        if not len(each):
            each.text = ours.findtext(f".//{each.tag}")
    assert heard(MARTA, (etree.tostring(tree),)) == answer(MARTA)
