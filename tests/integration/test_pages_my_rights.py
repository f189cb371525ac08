"""This is wrong, my rights over my data, who had been told the old value: each is a letter in the person's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from myspace.domain.enquiries import service as enquiries
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.contacts import AUTHORITY, STATES_AUTHORITY
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.personal_data import SheetKind
from myspace.vocabulary.transparency import ExchangeOutcome
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import MANRESA, told_of
from tests.integration.exchanges_given import connected as feed_connected
from tests.integration.exchanges_stage import Visitor, told
from tests.integration.personal_data_given import GivenRegisters, connected, met
from tests.integration.test_closed_list import WEB, WORKER

IDENTITY, MINE, VIC = "/les-meves-dades/identitat-i-adreca", "/les-meves-dades/drets", "0829810007"


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given, feed_connected(asks=False):
        yield given


@pytest.fixture
def me(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Visitor:
    return Visitor(as_role, clean)


@pytest.fixture
def corrected(as_role: AsRole, me: Visitor) -> Callable[[], str]:
    """They ask to be told, say that the street is wrong, hand the letter in and note the answer: the letter's id."""

    def write() -> str:
        me.post(f"{IDENTITY}/pregunta", quina="registration", si="1")
        with as_role(WORKER):
            met(me.actor.subject)
        answer = me.post(f"{IDENTITY}/malament", quina="registration", dada="3", correcte="Carrer de la Prova, 1")
        return str(answer.headers["Location"]).rpartition("/")[2]

    return write


def answered(me: Visitor, letter: str) -> None:
    today = date.today().isoformat()
    at = f"/qui-ha-consultat/cartes/{letter}"
    assert me.post(f"{at}/registre", numero="E-2026-1", dia=today).status_code == 303
    assert me.post(f"{at}/resposta", resposta="Corregit", dia=today).status_code == 303


def letter_of(as_role: AsRole, me: Visitor, letter: str) -> Any:
    with as_role(WEB):
        return enquiries.one(me.actor, UUID(letter))


def test_a_correction_is_a_letter_to_who_holds_the_datum_with_the_datum_in_it(
    as_role: AsRole, me: Visitor, corrected: Callable[[], str]
) -> None:
    letter = corrected()
    text = me.text(f"/qui-ha-consultat/cartes/{letter}")
    for said in (
        "Ajuntament de Manresa",
        "Carre de l'Exemple, 12",
        "Carrer de la Prova, 1",
        "La tens tu",
        "article 16",
        "article 19",
    ):
        assert said in text
    assert "Enviada" not in text
    assert "Mira qui la va rebre" not in text
    found = letter_of(as_role, me, letter)
    assert (found.ine10, found.due_on, found.topic) == (MANRESA, None, "personal_data")
    assert "Demano que es corregeixi una dada meva" in me.text(MINE)


def test_only_what_was_told_can_be_pointed_at_and_both_answers_are_wanted(
    as_role: AsRole, me: Visitor, registers: GivenRegisters
) -> None:
    assert me.get(f"{IDENTITY}/malament?quina=registration").status_code == 404
    me.post(f"{IDENTITY}/pregunta", quina="registration", si="1")
    with as_role(WORKER):
        met(me.actor.subject)
    assert "Carre de l'Exemple, 12" in me.text(f"{IDENTITY}/malament?quina=registration")
    for fields in ({"dada": "99", "correcte": "x"}, {"dada": "x", "correcte": "x"}, {"dada": "1", "correcte": " "}):
        answer = me.post(f"{IDENTITY}/malament", quina="registration", **fields)
        assert answer.status_code == 400
    assert me.get(f"{IDENTITY}/malament?quina=disability").status_code == 404


def test_once_corrected_who_had_the_old_value_is_listed_and_a_letter_made_for_each(
    as_role: AsRole, me: Visitor, corrected: Callable[[], str]
) -> None:
    old = {"product": "PADRO", "days": 20}
    told(
        as_role, told_of(reference="R-1", asker=VIC, **old),
        told_of(reference="R-2", asker="0801930008", outcome=ExchangeOutcome.NO_DATA, **old),
        told_of(reference="R-4", asker=MANRESA, **old), told_of(reference="R-5", asker=VIC, product="PADRO", days=30, case="x"),
        told_of(reference="R-3", asker="0809610007", product="TFN", days=20),
    )  # fmt: skip
    letter = corrected()
    before = f"{MINE}/{letter}/qui-la-tenia"
    assert me.get(before).status_code == 404, "nobody has answered yet"
    answered(me, letter)
    assert "Mira qui la va rebre" in me.text(f"/qui-ha-consultat/cartes/{letter}")
    text = me.text(before)
    assert text.count("Fes la carta per dir-l'hi") == 1
    assert "Ajuntament de Vic" in text
    assert "Barcelona" not in text, "it was told nothing"
    assert "Granollers" not in text, "it was told something else"
    answer = me.post(f"{before}/carta", qui=str(me.line(ine10=VIC)))
    text = me.text(str(answer.headers["Location"]))
    for said in ("Aviso que una dada meva s'ha corregit", "Ajuntament de Vic", "Carrer de la Prova, 1", "La tens tu"):
        assert said in text
    assert me.post(f"{before}/carta", qui=letter).status_code == 404


def test_when_nobody_is_known_to_have_had_it_that_is_said_and_not_that_nobody_had(
    me: Visitor, corrected: Callable[[], str]
) -> None:
    letter = corrected()
    answered(me, letter)
    text = me.text(f"{MINE}/{letter}/qui-la-tenia")
    assert "no en diu cap altra administració. D'altres, no les veiem." in text


@pytest.mark.parametrize(
    ("right", "article"),
    [("access", "article 15"), ("erase", "article 17"), ("restrict", "article 18"), ("oppose", "article 21")],
)
def test_each_right_is_a_letter_to_any_body(right: str, article: str, as_role: AsRole, me: Visitor) -> None:
    assert "Ajuntament de Vic" in me.text(f"{MINE}?q=vic")
    answer = me.post(f"{MINE}/carta", **{"dret": right, "a-qui": VIC, "de-que": "El padró"})
    text = me.text(str(answer.headers["Location"]))
    assert article in text
    assert "El padró" in text
    assert "Ajuntament de Vic" in text


def test_a_complaint_about_a_body_of_the_state_goes_to_the_states_authority(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    for whom, authority in (("tax_agency", STATES_AUTHORITY), ("catalan_tax_agency", AUTHORITY)):
        answer = me.post(f"{MINE}/carta", **{"dret": "access", "a-qui": whom})
        letter = str(answer.headers["Location"]).rpartition("/")[2]
        with clean.as_superuser() as curtain:
            curtain.execute(
                "UPDATE enquiries_enquiry SET made_at = now() - interval '70 days' WHERE id = %s", (letter,)
            )
        day = (date.today() - timedelta(days=60)).isoformat()
        me.post(f"/qui-ha-consultat/cartes/{letter}/registre", numero="E-1", dia=day)
        claim = me.post(f"/qui-ha-consultat/cartes/{letter}/reclama", a="autoritat")
        assert authority in me.text(str(claim.headers["Location"]))
    assert directory().by_ine10("") is None
    assert MADRID


def test_without_a_body_or_a_right_nothing_is_written(me: Visitor) -> None:
    for fields in ({"dret": "access", "a-qui": "9"}, {"dret": "why", "a-qui": VIC}, {}):
        answer = me.post(f"{MINE}/carta", **fields)
        assert answer.status_code == 400
        assert "Tria&#39;n una." in answer.content.decode() or "Tria'n una." in answer.content.decode()
    assert "Les teves cartes" not in me.text(MINE)


def test_a_letter_about_delicate_data_is_open_only_within_minutes_of_a_login(
    as_role: AsRole, me: Visitor, registers: GivenRegisters
) -> None:
    from myspace.domain.personal_data import service

    me.post("/les-meves-dades/salut-i-dependencia/pregunta", quina="disability", si="1")
    with as_role(WORKER):
        met(me.actor.subject)
    with as_role(WEB):
        held = service.held(me.actor, SheetKind.DISABILITY)
    assert held is not None
    assert held.product == "TFN"
