"""SCSP_TGSS: owing or not, registered on a day or not, and what is neither; every code, each quirk; schemas and samples."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lxml import etree

from myspace.connector_kit.personal_data import DataQuestion
from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import (
    Absence,
    Against,
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

DEBT = question(SheetKind.SOCIAL_SECURITY_DEBT)
DAY = date(2026, 11, 30)
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def on(day: date = DAY, who: str = "marta") -> DataQuestion:
    return question(SheetKind.WORK_REGISTRATION, who, as_of=day)


def test_up_to_date_and_with_debt_are_two_certificates_and_no_account_is_neither() -> None:
    well, owing = sheet(DEBT), sheet(question(SheetKind.SOCIAL_SECURITY_DEBT, "jordi"))
    assert (well.standing, well.against) == (Standing.POSITIVE, frozenset())
    assert (owing.standing, owing.against) == (Standing.NEGATIVE, {Against.DEBTS})
    assert (well.source.held_by, well.kind.theme) == (HeldBy.SOCIAL_SECURITY, Theme.TAXES_AND_DEBTS)
    no_account = answer(question(SheetKind.SOCIAL_SECURITY_DEBT, "pau"))
    assert no_account == NoData(Absence.NO_CONTRIBUTION_ACCOUNT)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2014, 12, 31), Standing.NOT_REGISTERED),
        (date(2015, 1, 1), Standing.REGISTERED),
        (date(2019, 6, 30), Standing.REGISTERED),
        (date(2019, 7, 1), Standing.NOT_REGISTERED),
        (DAY, Standing.REGISTERED),
    ],
)
def test_registered_or_not_is_about_one_day(day: date, standing: Standing) -> None:
    told = sheet(on(day))
    assert (told.standing, told.value(DatumKind.ON), told.kind.theme) == (standing, PartialDate.of(day), Theme.WORK)


def test_nobody_by_this_document_is_not_somebody_who_was_not_registered() -> None:
    assert answer(on(who="pau")) == NoData(Absence.NOT_KNOWN_BY_THIS_NUMBER)


@pytest.mark.parametrize(
    ("of", "table"),
    [
        (
            DEBT,
            {
                "0254": NoData(Absence.NO_CONTRIBUTION_ACCOUNT),
                "0251": Declined(Why.NOT_IDENTIFIED),
                "0252": Declined(Why.NOT_IDENTIFIED),
                "0253": Declined(Why.MORE_THAN_ONE_PERSON),
                "0502": Down(Fault.SERVER_ERROR),
                "0001": Garbled(Fault.UNKNOWN_RESULT),
                "0000": Garbled(Fault.UNKNOWN_RESULT),
            },
        ),
        (
            on(),
            {
                "0003": Declined(Why.NOT_IDENTIFIED),
                "0004": NoData(Absence.NOT_KNOWN_BY_THIS_NUMBER),
                "0005": Declined(Why.MORE_THAN_ONE_PERSON),
                "0006": Down(Fault.SERVER_ERROR),
                "0502": Down(Fault.SERVER_ERROR),
                "0": Garbled(Fault.UNKNOWN_RESULT),
                "0254": Garbled(Fault.UNKNOWN_RESULT),
            },
        ),
    ],
)
def test_every_code_has_its_worth_and_another_is_garbled(of: DataQuestion, table: dict[str, Any]) -> None:
    for code, worth in table.items():
        assert answer(of, says=code) == worth, code


def test_q_vo_6_one_modalitys_answer_is_none_to_the_others_question() -> None:
    as_the_other = [each.replace(b">0<", b">0001<") for each in specific_of(said(DEBT))]
    assert heard(on(), tuple(as_the_other)) == GARBLED
    registered = [each.replace(b">0001<", b">0<") for each in specific_of(said(on()))]
    assert heard(DEBT, tuple(registered)) == GARBLED


def test_q_vo_7_a_day_has_eight_digits_and_has_to_be_the_one_that_was_asked_about() -> None:
    element = asked(on(date(2026, 3, 1))).specific
    assert element is not None
    assert [each.text for each in element] == ["01032026"]
    assert answer(on(), ways=["other_day"]) == GARBLED
    (whole,) = specific_of(said(on()))
    for other in ("20261130", "302026", "30/11/26", ""):
        assert heard(on(), (whole.replace(b">30112026<", f">{other}<".encode()),)) == GARBLED


def test_somebody_elses_answer_and_one_that_says_neither_are_not_believed() -> None:
    for of in (DEBT, on()):
        assert answer(of, ways=["somebody"]) == GARBLED
    assert answer(DEBT, ways=["shrug"]) == GARBLED
    (whole,) = specific_of(said(DEBT))
    assert heard(DEBT, (whole.replace(b"Resultado>S<", b"Resultado>SI<"),)) == GARBLED
    (whole,) = specific_of(said(on()))
    assert heard(on(), (whole.replace(b"IPF>1", b"IPF>6"),)) == GARBLED


@pytest.mark.skipif(
    not CONTRACTS.is_dir(), reason="the published schemas and samples (../shared/contracts) are not here"
)
def test_what_we_ask_and_what_the_simulator_says_is_what_the_schemas_say() -> None:
    debt, day = (
        etree.XMLSchema(etree.parse(str(CONTRACTS / f"tgss-deute/XSD/datos-especificos-Q2827003ATGSS{which}.xsd")))
        for which in ("001", "006")
    )
    for who in ("marta", "jordi", "pau", "amina"):
        debt.assertValid(said(question(SheetKind.SOCIAL_SECURITY_DEBT, who)).specific[0])
        day.assertValid(said(on(who=who)).specific[0])
        day.assertValid(asked(on(who=who)).specific)
    assert asked(DEBT).specific is None


@pytest.mark.skipif(
    not CONTRACTS.is_dir(), reason="the published schemas and samples (../shared/contracts) are not here"
)
def test_the_published_answers_are_read() -> None:
    teresa = question(SheetKind.WORK_REGISTRATION, "teresa", as_of=date(2007, 8, 3))
    for name, of, standing in (
        ("Situacio_de_deute__Q2827003ATGSS001B_", DEBT, Standing.POSITIVE),
        ("Alta_laboral_a_data_concreta__Q2827003ATGSS006_", teresa, Standing.NOT_REGISTERED),
    ):
        tree = etree.parse(str(CONTRACTS / "tgss-deute/Peticions_d_exemple" / name / "resposta.xml"))
        (own,) = [each for each in tree.iter("{*}DatosEspecificos") if "gencat" not in str(etree.QName(each).namespace)]
        assert heard(of, (etree.tostring(own),)).sheet.standing is standing
