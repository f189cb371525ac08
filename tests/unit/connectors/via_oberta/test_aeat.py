"""AEAT_DADES: certificates of tax compliance. A negative is an answer, none is neither; every letter, code and quirk."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from myspace.connectors.via_oberta.products.aeat import LETTERS
from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import (
    Against,
    DatumKind,
    Declined,
    EntryKind,
    HeldBy,
    PartialDate,
    SheetKind,
    Standing,
    Why,
)

from .far_side import CONTRACTS, answer, asked, heard, question, said, sheet, specific_of

EVERY = [kind for kind in SheetKind if kind.value.startswith("tax_compliance")]
GENERAL, GRANTS = SheetKind.TAX_COMPLIANCE, SheetKind.TAX_COMPLIANCE_GRANTS
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def bent(who: str, before: str, after: str) -> tuple[bytes, ...]:
    (whole,) = specific_of(said(question(GENERAL, who)))
    assert before.encode() in whole, before
    return (whole.replace(before.encode(), after.encode()),)


@pytest.mark.parametrize("kind", EVERY)
def test_a_positive_certificate_says_so_and_nothing_is_against_it(kind: SheetKind) -> None:
    told = sheet(question(kind))
    assert (told.source.held_by, told.standing) == (HeldBy.TAX_AGENCY, Standing.POSITIVE)
    assert (told.against, told.entries, told.complete) == (frozenset(), (), True)
    assert told.told_on == PartialDate(2026, 11, 30)
    assert told.value(DatumKind.REFERENCE) == "20260000001"


@pytest.mark.parametrize("kind", EVERY)
def test_q_vo_5_a_negative_is_a_certificate_that_says_what_is_against_it(kind: SheetKind) -> None:
    told = sheet(question(kind, "jordi"))
    assert told.standing is Standing.NEGATIVE
    assert told.against == {Against.RETURNS_NOT_FILED}
    assert told.value(DatumKind.CAUSE) == ("Declaracions no presentades" if kind is GENERAL else None)
    assert [[each.value for each in one.data] for one in told.entries] == [["2025", "303", "3T"], ["2025", "130", "3T"]]
    assert {one.kind for one in told.entries} == {EntryKind.UNFILED_RETURN}


@pytest.mark.parametrize("kind", EVERY)
def test_q_vo_5_no_certificate_is_neither_positive_nor_negative(kind: SheetKind) -> None:
    assert answer(question(kind, "ramon")) == Declined(Why.NO_CERTIFICATE_HERE)


@pytest.mark.parametrize("kind", EVERY)
def test_every_code_has_its_worth_and_another_is_garbled(kind: SheetKind) -> None:
    elsewhere = Declined(Why.NO_CERTIFICATE_HERE)
    for code, worth in {
        **dict.fromkeys(("1009", "1011", "1012", "1013", "1014", "1015"), elsewhere),
        "0233": Declined(Why.NOT_IDENTIFIED),
        "0502": Down(Fault.SERVER_ERROR),
        "1010": Garbled(Fault.UNKNOWN_RESULT),
        "0": Garbled(Fault.UNKNOWN_RESULT),
    }.items():
        assert answer(question(kind), says=code) == worth, code


def test_every_letter_stands_for_all_its_reasons() -> None:
    alone = {"A", "B", "F", "G", "H", "M"}
    assert {letter for letter, reasons in LETTERS.items() if len(reasons) == 1} == alone
    assert len(LETTERS) == 17
    assert LETTERS["C"] == LETTERS["A"] | LETTERS["B"]
    assert LETTERS["N"] == LETTERS["C"] | LETTERS["M"]
    assert LETTERS["T"] == LETTERS["N"] | LETTERS["H"]
    assert LETTERS["X"] == LETTERS["C"] | LETTERS["H"]
    assert LETTERS["U"] == LETTERS["O"] | LETTERS["H"] == LETTERS["Q"] | LETTERS["M"]
    assert LETTERS["V"] == LETTERS["P"] | LETTERS["H"] == LETTERS["R"] | LETTERS["S"]
    for letter, reasons in LETTERS.items():
        found = heard(question(GENERAL, "marc"), bent("marc", "TipoNegativo>B<", f"TipoNegativo>{letter}<"))
        assert found.sheet.against == reasons, letter


def test_a_letter_that_nobody_documented_is_still_a_negative_and_not_the_whole_of_it() -> None:
    told = sheet(question(GENERAL), ways=["strange_letter"])
    assert (told.standing, told.against, told.complete) == (Standing.NEGATIVE, frozenset(), False)
    quiet = heard(question(GENERAL, "marc"), bent("marc", "TipoNegativo>B<", "TipoNegativo><"))
    assert (quiet.sheet.standing, quiet.sheet.against) == (Standing.NEGATIVE, frozenset())


def test_more_unfiled_returns_than_it_tells_is_not_the_whole() -> None:
    told = sheet(question(GENERAL, "lluis"))
    assert (len(told.entries), told.complete) == (40, False)


def test_q_vo_3_the_old_shape_says_neither_and_is_not_believed() -> None:
    assert answer(question(GENERAL), ways=["old"]) == GARBLED


def test_q_vo_4_both_names_of_the_host_are_read_and_elements_of_no_namespace_are_nobodys() -> None:
    for kind in (GENERAL, GRANTS):
        assert answer(question(kind), ways=["other_host"]) == answer(question(kind))
        (whole,) = specific_of(said(question(kind)))
        tree = etree.fromstring(whole)
        for each in tree.iter():
            each.tag = etree.QName(each).localname
        assert heard(question(kind), (etree.tostring(tree),)) == GARBLED


def test_a_day_that_has_passed_is_asked_for_and_has_to_be_the_one_that_is_told() -> None:
    of = question(GRANTS, as_of=date(2025, 1, 1))
    assert sheet(of).value(DatumKind.ON) == PartialDate(2025, 1, 1)
    assert answer(of, ways=["other_day"]) == GARBLED
    assert asked(question(GRANTS)).specific is None
    assert sheet(question(GRANTS)).value(DatumKind.ON) is None


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("marta", "CodigoCertificado>POSITIVO<", "CodigoCertificado>PARCIAL<"),
        ("marta", "CodigoCertificado>POSITIVO<", "CodigoCertificado><"),
        ("jordi", "CodigoCertificado>NEGATIVO<", "CodigoCertificado>POSITIVO<"),
        ("marc", "CodigoCertificado>NEGATIVO<", "CodigoCertificado>POSITIVO<"),
        ("jordi", "NumeroRegistrosExistentes>2<", "NumeroRegistrosExistentes><"),
        ("jordi", "NumeroRegistrosExistentes>2<", "NumeroRegistrosExistentes>dos<"),
        ("marta", "FechaEmision>30-11-2026<", "FechaEmision>30112026<"),
        ("marta", "respostaConsultaObligacionsTributaries", "respostaConsultaDomiciliFiscal"),
    ],
)
def test_what_the_contract_does_not_say_is_not_believed(who: str, before: str, after: str) -> None:
    assert heard(question(GENERAL, who), bent(who, before, after)) == GARBLED


# -- against what is published ----------------------------------------------------------------------------------------

published = pytest.mark.skipif(
    not CONTRACTS.is_dir(), reason="the published schemas and samples (../shared/contracts) are not here"
)


@published
@pytest.mark.parametrize("kind", EVERY)
def test_what_we_ask_and_what_the_simulator_says_is_what_the_schemas_say(kind: SheetKind) -> None:
    """The AOC's schema imports the agency's; together they say every element."""
    general = kind is GENERAL
    outer = etree.XMLSchema(
        etree.parse(str(CONTRACTS / f"aeat/dadesEspecifiques-{'ECOTGEN' if general else 'ECOT10x'}.xsd"))
    )  # fmt: skip
    inner = etree.XMLSchema(etree.parse(str(CONTRACTS / f"aeat/JAV3_{'ECOTGEN' if general else 'ECOT'}_respuesta.xsd")))
    for who in ("marta", "jordi", "marc", "lluis", "ramon"):
        of = question(kind, who, as_of=None if general else date(2025, 1, 1))
        (told,) = said(of).specific
        outer.assertValid(told)
        for each in told.iter("{http://intermediacion.redsara.es/scsp/esquemas/datosespecificos}DatosEspecificos"):
            inner.assertValid(etree.fromstring(etree.tostring(each)))
        element = asked(of).specific
        assert (element is None) == general
        if element is not None:
            outer.assertValid(element)


@published
def test_q_vo_3_the_published_answer_is_of_the_old_shape_and_not_believed_whatever_its_code() -> None:
    path = CONTRACTS / "aeat/DatosEspecificos-mostres/respostaConsultaObligacionsTributaries.xml"
    sample = path.read_bytes()
    assert heard(question(GRANTS), (sample,)) == Garbled(Fault.UNKNOWN_RESULT)
    well = sample.replace(b"<codiResultat>String<", b"<codiResultat>1000<")
    assert heard(question(GRANTS), (well,)) == GARBLED
    elsewhere = sample.replace(b"<codiResultat>String<", b"<codiResultat>1012<")
    assert heard(question(GRANTS), (elsewhere,)) == Declined(Why.NO_CERTIFICATE_HERE)
