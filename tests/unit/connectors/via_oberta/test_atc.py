"""ATC: owing how much, owing nothing, and neither, where the number of the answer alone is never believed; schemas, sample."""

from __future__ import annotations

import base64

import pytest
from lxml import etree

from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import Against, DatumKind, Declined, HeldBy, SheetKind, Standing, Theme, Why

from .far_side import CONTRACTS, answer, asked, heard, question, said, sheet, specific_of

MARTA, JORDI = (question(SheetKind.CATALAN_TAX_DEBT, who) for who in ("marta", "jordi"))
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def test_nothing_owed_is_a_certificate_and_a_debt_says_how_much() -> None:
    well, owing = sheet(MARTA), sheet(JORDI)
    assert (well.source.held_by, well.kind.theme) == (HeldBy.CATALAN_TAX_AGENCY, Theme.TAXES_AND_DEBTS)
    assert (well.standing, well.against, well.value(DatumKind.DEBT_CENTS)) == (Standing.POSITIVE, frozenset(), 0)
    assert (owing.standing, owing.against) == (Standing.NEGATIVE, {Against.DEBTS})
    assert owing.value(DatumKind.DEBT_CENTS) == 125_040
    assert owing.value(DatumKind.VERIFICATION_CODE) == "G0000000000001PROVA1"
    (paper,) = owing.papers
    assert (paper.media_type, paper.octets[:5]) == ("application/pdf", b"%PDF-")


def test_without_a_certificate_it_found_nobody_or_several_and_nothing_is_said_of_debt() -> None:
    neither = Declined(Why.NOT_FOUND_AS_ONE)
    for number in ("1", "2", "3", "4"):
        assert answer(MARTA, says=number, ways=["no_paper", "no_amount"]) == neither
    assert answer(MARTA, says="2", ways=["no_paper"]) == neither
    assert answer(JORDI, ways=["no_paper"]) == GARBLED  # a debt of nobody


def test_q_vo_17_the_number_alone_is_never_believed_and_has_to_fit_the_amount() -> None:
    for number in ("0", "1", "3", "4", "99"):
        assert answer(MARTA, says=number) == GARBLED, number
    assert answer(JORDI, says="2") == GARBLED
    assert answer(MARTA, ways=["no_amount"]) == GARBLED
    (whole,) = specific_of(said(MARTA))
    sentence = whole.replace(b"Resposta>2<", b"Resposta>Persona localitzada sense deute<")
    assert heard(MARTA, (sentence,)) == GARBLED


def test_an_error_that_it_says_is_one_whatever_stands_beside_it_and_somebody_elses_answer_is_none() -> None:
    assert answer(MARTA, ways=["error"]) == Down(Fault.SERVER_ERROR)
    assert answer(MARTA, ways=["somebody"]) == GARBLED


def test_what_is_no_xml_at_all_is_garbled_also_where_there_is_no_code_of_result() -> None:
    (whole,) = specific_of(said(MARTA))
    for cut in (whole[:-9], b"", b"<", whole + b"<more>"):
        assert heard(MARTA, (cut,)) == GARBLED


def test_a_certificate_is_of_the_kind_that_its_first_octets_say() -> None:
    assert sheet(MARTA, ways=["word"]).papers[0].media_type.endswith("wordprocessingml.document")
    (whole,) = specific_of(said(MARTA))
    assert heard(MARTA, (whole.replace(b">PDF<", b">WORD<"),)) == GARBLED
    pdf, page = (base64.b64encode(octets) for octets in (b"%PDF-1.7\n% a certificate\n%%EOF\n", b"<html></html>"))
    assert pdf in whole
    assert heard(MARTA, (whole.replace(pdf, page),)) == GARBLED
    assert heard(MARTA, (whole.replace(pdf, b"=not base64="),)) == GARBLED


@pytest.mark.parametrize("amount", ["-1", "1.250,40", "1e3", "NaN", "12.345", "9" * 13])
def test_an_amount_that_is_none_is_not_believed(amount: str) -> None:
    (whole,) = specific_of(said(JORDI))
    assert heard(JORDI, (whole.replace(b">1250.40<", f">{amount}<".encode()),)) == GARBLED


@pytest.mark.skipif(
    not CONTRACTS.is_dir(), reason="the published schemas and sample (../shared/contracts) are not here"
)
def test_what_the_simulator_says_is_what_the_schemas_say_and_the_sample_is_read_with_its_document_whole() -> None:
    schema = etree.XMLSchema(etree.parse(str(CONTRACTS / "atc-deute/from-client-exemple/InfDeutePICAResponse.xsd")))
    schema.assertValid(said(MARTA).specific[0])
    schema.assertValid(said(JORDI, ways=["error"]).specific[0])
    assert asked(MARTA).specific is None
    printed = (CONTRACTS / "atc-deute/Peticions_XML_d_exemple/exemple-resposta-atc.xml").read_text()
    start, end = printed.index("<inf:InfDeutePICAResponse"), printed.index("</inf:InfDeutePICAResponse>")
    own = printed[start:end].replace(' xsi:nil="true"', "") + "</inf:InfDeutePICAResponse>"
    teresa = question(SheetKind.CATALAN_TAX_DEBT, "teresa")
    assert heard(teresa, (own.encode(),)) == GARBLED  # its document is printed in part
    before, after = own.split("<inf:Document>")[0], own.split("</inf:Document>")[1]
    whole = f"{before}<inf:Document>JVBERi0xLjcK</inf:Document>{after}"
    assert heard(teresa, (whole.encode(),)).sheet.standing is Standing.POSITIVE
