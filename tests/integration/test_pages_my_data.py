"""The pages of what registers hold, in every state: offered, asked, each answer in its own words, what is not for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from myspace.connector_kit.personal_data import Need
from myspace.domain.personal_data import rules
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Refused
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import (
    Absence,
    Against,
    Datum,
    DatumKind,
    Declined,
    Entry,
    EntryKind,
    HeldBy,
    Known,
    NoData,
    NotFirstHand,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Theme,
    Why,
)
from myspace.web.pages.my_data.words import SLUGS
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.personal_data_given import GivenRegisters, connected, met, registration
from tests.integration.test_closed_list import WORKER
from tests.integration.test_personal_data import later

HERE, IDENTITY, FAMILY = "/les-meves-dades", "/les-meves-dades/identitat-i-adreca", "/les-meves-dades/casa-i-familia"
HEALTH = "/les-meves-dades/salut-i-dependencia"
Ask = Callable[..., Any]


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        yield given


@pytest.fixture
def me(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Visitor:
    return Visitor(as_role, clean)


@pytest.fixture
def ask(as_role: AsRole, me: Visitor) -> Ask:
    """They press the button of the page, and the worker meets the wish."""

    def asks(kind: SheetKind = SheetKind.REGISTRATION, **fields: str) -> Any:
        answer = me.post(f"{HERE}/{SLUGS[kind.theme]}/pregunta", quina=kind.value, **{"si": "1", **fields})
        with as_role(WORKER):
            met(me.actor.subject)
        return answer

    return asks


def test_the_themes_say_what_was_asked_and_claim_nothing(me: Visitor, registers: GivenRegisters, ask: Ask) -> None:
    text = me.text(HERE)
    for name in ("Identitat i adreça", "Salut i dependència", "Vehicles i immobles", "Ajuts socials"):
        assert name in text
    assert "Encara no ho has demanat." in text
    assert "D'això encara no preguntem a ningú." in text
    assert registers.asked == []
    ask()
    registers.answers[SheetKind.TAX_ADDRESS] = Down(Fault.SERVER_ERROR)
    ask(SheetKind.TAX_ADDRESS)
    text = me.text(HERE)
    assert "1 registre ha contestat." in text
    assert "1 registre no ens ho ha pogut dir." in text
    assert "Exemple" not in text


@pytest.mark.parametrize("theme", Theme)
def test_every_theme_has_its_page_and_offers_what_it_has(theme: Theme, me: Visitor) -> None:
    text = me.text(f"{HERE}/{SLUGS[theme]}")
    assert text.count("Hi dono permís: pregunta-ho") == len(rules.SHEETS[theme])
    if theme in (Theme.VEHICLES_AND_PROPERTY, Theme.SOCIAL_AIDS):
        assert "Ves al seu web" in text


def test_what_was_told_stands_with_who_holds_it_when_and_as_exactly_as_it_was_told(
    me: Visitor, registers: GivenRegisters, ask: Ask
) -> None:
    registers.answers[SheetKind.REGISTRATION] = registration(born=PartialDate(1986, 4))
    assert ask().headers["Location"] == f"{IDENTITY}#registration"
    text = me.text(IDENTITY)
    assert "El padró: Ajuntament de Manresa" in text
    assert "Abril de 1986" in text
    assert "Carre de l'Exemple, 12" in text
    assert "08001 Manresa" in text
    assert "Ens ho va dir ara mateix." in text
    assert "El registre hi posa la data: 30 de novembre" in text
    assert "Hi vas donar permís" in text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (NoData(Absence.NO_FILE), "No hi consta cap assumpte teu. En pot tenir una altra administració."),
        (Declined(Why.NOT_IDENTIFIED), "Per a ells el document i el nom no són de la mateixa persona."),
        (Refused(Fault.NOT_AUTHORISED), "El registre no ens ha deixat preguntar-ho."),
        (Late(), "El registre ha tardat massa a contestar."),
        (Down(Fault.SERVER_ERROR), "El registre ara no funciona."),
        (Garbled(Fault.NOT_THE_CONTRACT), "El registre ha contestat una cosa que no entenem."),
        (Refused(Fault.NOT_ASKABLE), "Amb les dades que tenim de tu no ho podem preguntar."),
    ],
)
def test_each_answer_has_its_own_words(
    answer: Any, said: str, me: Visitor, registers: GivenRegisters, ask: Ask
) -> None:
    registers.answers[SheetKind.FAMILY_TITLE] = answer
    ask(SheetKind.FAMILY_TITLE)
    text = me.text(FAMILY)
    assert said in text
    assert ("No diu a què tens dret." in text) == isinstance(answer, NoData)
    assert ("Ara no ho sabem." in text) == (getattr(answer, "fault", Fault.NOT_ASKABLE) is not Fault.NOT_ASKABLE)


def test_what_was_known_stays_under_a_failure_and_says_how_old_it_is(
    clean: Database, me: Visitor, registers: GivenRegisters, ask: Ask
) -> None:
    ask()
    later(clean, "answered_at", timedelta(minutes=5))
    registers.answers[SheetKind.REGISTRATION] = Late()
    ask(si="")
    text = me.text(IDENTITY)
    assert "El que hi ha a sota és del que ens va dir" in text
    assert "Carre de l'Exemple, 12" in text


def test_a_negative_certificate_says_what_is_against_and_entries_stand_one_by_one(
    me: Visitor, registers: GivenRegisters, ask: Ask
) -> None:
    unfiled = Entry(EntryKind.UNFILED_RETURN, (Datum(DatumKind.TAX_FORM, "303"), Datum(DatumKind.TAX_YEAR, 2024)))
    source = Source(HeldBy.TAX_AGENCY, "AEAT_DADES", "ECOTGEN")
    against = frozenset({Against.RETURNS_NOT_FILED, Against.DEBTS_BEING_ENFORCED})
    registers.answers[SheetKind.TAX_COMPLIANCE] = Known(
        Sheet(SheetKind.TAX_COMPLIANCE, source, Standing.NEGATIVE, entries=(unfiled,), against=against, complete=False)
    )
    ask(SheetKind.TAX_COMPLIANCE)
    text = me.text(f"{HERE}/impostos-i-deutes")
    for said in (
        "Hi consta alguna cosa en contra", "Falten declaracions per presentar.", "cobren per la via forçosa", "303", "2024",
        "No és tot: en falta alguna part",
    ):  # fmt: skip
        assert said in text


def test_a_copy_of_a_register_says_that_it_is_one(me: Visitor, registers: GivenRegisters, ask: Ask) -> None:
    found = registration()
    copied = Source(HeldBy.STATISTICAL_OFFICE, "PADRO", "TITULAR", "08113", NotFirstHand.BODY_WAS_DOWN)
    registers.answers[SheetKind.REGISTRATION] = Known(
        Sheet(found.sheet.kind, copied, found.sheet.standing, data=found.sheet.data)
    )
    ask()
    text = me.text(IDENTITY)
    assert "Idescat, amb una còpia del padró" in text
    assert "Pot anar endarrerida." in text


def test_what_comes_later_says_so(me: Visitor, registers: GivenRegisters, ask: Ask) -> None:
    registers.later.add(SheetKind.REGISTRATION_HISTORY)
    ask(SheetKind.REGISTRATION_HISTORY)
    assert "Aquest registre contesta més tard." in me.text(IDENTITY)


def test_what_is_for_who_entered_more_surely_offers_the_way_and_a_way_out(
    me: Visitor, registers: GivenRegisters, ask: Ask, clean: Database
) -> None:
    registers.levels[SheetKind.DISABILITY] = AssuranceLevel.HIGH
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_session SET level = 1")
    text = me.text(HEALTH)
    assert "Per veure-les cal entrar amb més seguretat." in text
    assert "Si no pots, demana-ho a qui ho té: Departament de Drets Socials" in text
    assert ask(SheetKind.DISABILITY).headers["Location"].startswith("/entra/mes-segur?nivell=3&cap-a=")
    assert registers.asked == []


def test_what_a_register_wants_to_hear_is_asked_of_the_person_once(
    me: Visitor, registers: GivenRegisters, ask: Ask
) -> None:
    registers.needs[SheetKind.DISABILITY] = frozenset({Need.BORN})
    assert "Per preguntar-ho hem de saber: quin dia vas néixer." in me.text(HEALTH)
    told = f"{HERE}/el-que-has-dit"
    assert ask(SheetKind.DISABILITY).headers["Location"] == f"{told}?cap-a={HEALTH}"
    assert me.post(told, naixement="2999-01-01").status_code == 400
    assert "Aquest dia no pot ser." in me.get(told).content.decode() or me.post(told, naixement="x").status_code == 400
    answer = me.post(
        told, **{"cap-a": HEALTH, "naixement": "1990-05-01", "cognom1": "De la Prova", "targeta": "abcd 1 900501 001"}
    )
    assert answer.headers["Location"] == HEALTH
    text = me.get(told).content.decode()
    assert 'value="1990-05-01"' in text
    assert 'value="ABCD1900501001"' in text
    ask(SheetKind.DISABILITY)
    assert registers.asked[0].about.surname1 == "De la Prova"


def test_the_leave_is_taken_back_with_what_it_brought(me: Visitor, ask: Ask) -> None:
    ask()
    me.post(f"{IDENTITY}/retira", quina="registration")
    text = me.text(IDENTITY)
    assert "Exemple" not in text
    assert text.count("Hi dono permís: pregunta-ho") == 2


@pytest.mark.parametrize("path", [f"{HERE}/res", f"{HERE}/res/pregunta", f"{IDENTITY}/pregunta", f"{IDENTITY}/retira"])
def test_what_is_not_there_is_not_found(path: str, me: Visitor) -> None:
    answer = me.post(path, quina="disability") if path.endswith(("pregunta", "retira")) else me.get(path)
    assert answer.status_code == 404


def test_without_any_register_each_says_where_to_ask(as_role: AsRole, clean: Database) -> None:
    text = Visitor(as_role, clean).text(f"{HERE}/estudis")
    assert text.count("Des d'aquí encara no ho podem preguntar.") == 2
    assert "Hi dono permís" not in text
