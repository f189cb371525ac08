"""DEPENDENCIA: a resolution in its own words, recognised, in process, and who is not identified; every code; the schemas."""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import DatumKind, Declined, HeldBy, PartialDate, SheetKind, Standing, Theme, Why

from .far_side import CONTRACTS, answer, asked, heard, question, said, sheet, specific_of

RAMON = question(SheetKind.DEPENDENCY, "ramon")
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def test_a_resolution_is_told_in_the_registers_words_and_as_no_yes() -> None:
    told = sheet(RAMON)
    assert (told.source.held_by, told.standing) == (HeldBy.DEPENDENCY_SYSTEM, Standing.ON_RECORD)
    assert told.kind.theme is Theme.HEALTH_AND_DEPENDENCY
    assert {each.kind: each.value for each in told.data} == {
        DatumKind.DEPENDENCY_DEGREE: "GRADO II",
        DatumKind.RESOLVED_ON: PartialDate(2024, 5, 20),
        DatumKind.STATE: "RESUELTA",
        DatumKind.CATEGORY: "DEFINITIVA",
        DatumKind.REFERENCE: "SAAD-000001",
    }
    none = sheet(question(SheetKind.DEPENDENCY, "rosa"))
    assert (none.standing, none.value(DatumKind.DEPENDENCY_DEGREE)) == (Standing.ON_RECORD, "SIN GRADO")


def test_recognised_in_process_and_not_identified_are_three_things() -> None:
    recognised, waiting = (sheet(question(SheetKind.DEPENDENCY, who)) for who in ("jusep", "carme"))
    assert (recognised.standing, recognised.complete) == (Standing.RECOGNISED, False)
    assert (waiting.standing, waiting.data, waiting.complete) == (Standing.IN_PROCESS, (), True)
    assert answer(question(SheetKind.DEPENDENCY)) == Declined(Why.NOT_IDENTIFIED)


def test_every_code_has_its_worth_and_another_is_garbled() -> None:
    assert answer(RAMON, says="0233") == Declined(Why.NOT_IDENTIFIED)
    assert answer(RAMON, says="0502") == Down(Fault.SERVER_ERROR)
    for code in ("0", "0003", "0238", "1000"):
        assert answer(RAMON, says=code) == Garbled(Fault.UNKNOWN_RESULT)


def test_success_without_a_resolution_is_neither_a_yes_nor_a_no() -> None:
    assert answer(RAMON, ways=["hollow"]) == GARBLED
    assert answer(RAMON, ways=["bad_day"]) == GARBLED
    (whole,) = specific_of(said(RAMON))
    assert heard(RAMON, (whole.replace(b">GRADO II<", b"> <"),)) == GARBLED


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schemas (../shared/contracts) are not here")
def test_what_the_simulator_says_is_what_the_schemas_say() -> None:
    schema = etree.XMLSchema(etree.parse(str(CONTRACTS / "dependencia/from-client-exemple/dadesEspecifiques.xsd")))
    for who in ("ramon", "rosa", "jusep", "carme", "marta"):
        schema.assertValid(said(question(SheetKind.DEPENDENCY, who)).specific[0])
    assert asked(RAMON).specific is None
