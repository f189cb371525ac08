"""The pages of papers in every state: what it will be, how it goes, why there is none, and taking it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from myspace.connector_kit.personal_data import Need
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.reports import Good
from myspace.vocabulary.answers import Down, Fault
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import Absence, Declined, NoData, SheetKind
from myspace.vocabulary.personal_data import Why as Told
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.papers_given import Authority, authority
from tests.integration.personal_data_given import GivenRegisters, connected, met
from tests.integration.test_certificates_closed_list import MAKER
from tests.integration.test_closed_list import WORKER

HERE, NEW = "/els-meus-papers", "/els-meus-papers/nou/empadronament"


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("autoritat") / "segells") as one:
        yield one


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        yield given


@pytest.fixture
def me(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Visitor:
    return Visitor(as_role, clean)


class Desk:
    def __init__(self, me: Visitor, as_role: AsRole, far: Authority) -> None:
        self.me, self.as_role, self.far = me, as_role, far

    def ask(self, new: str = NEW, **fields: str) -> str:
        """The address of the paper."""
        answer = self.me.post(new, **{"llengua": "ca", "si": "1", **fields})
        assert answer.status_code == 303, answer.content.decode()[:500]
        return str(answer["Location"])

    def told(self) -> None:
        with self.as_role(WORKER):
            met(self.me.actor.subject)

    def made(self, **bent: str) -> None:
        with self.as_role(MAKER):
            self.far.maker(**bent).look(5)


@pytest.fixture
def desk(me: Visitor, as_role: AsRole, far: Authority) -> Desk:
    return Desk(me, as_role, far)


def test_the_list_says_that_there_are_none_and_which_there_may_be(me: Visitor) -> None:
    text = me.text(HERE)
    assert "Encara no n'has demanat cap" in text
    for about in ("Empadronament", "Vida laboral", "Família nombrosa", "Certificat", "Volant", "Justificant de dades"):
        assert about in text


def test_what_it_will_be_is_said_before_it_is_asked_for_and_nothing_is_asked_by_looking(
    me: Visitor, registers: GivenRegisters
) -> None:
    text = me.text(NEW)
    assert "justificant de dades" in text
    assert "No és un certificat ni un volant" in text
    assert "Hi dono permís: demana'l" in text
    assert "es un certificat" not in text
    assert "El fa i el signa" in me.text(f"{HERE}/nou/certificat-de-deutes-amb-la-generalitat")
    assert "no és un certificat" in me.text(f"{HERE}/nou/volant-d-empadronament")
    assert "No hi surt el nom de ningú de casa." in me.text(f"{HERE}/nou/quants-som-a-casa")
    assert registers.asked == []


def test_from_the_wish_to_the_file(me: Visitor, desk: Desk, far: Authority) -> None:
    here = desk.ask()
    assert "Ara ho estem preguntant al registre." in me.text(here)
    desk.told()
    assert "El registre ha contestat. Ara fem el paper." in me.text(here)
    desk.made()
    text = me.text(here)
    assert "Baixa'l" in text
    assert "Com es comprova" in text
    file = me.get(f"{here}/baixa")
    assert file["Content-Disposition"] == 'attachment; filename="justificant-de-dades-empadronament.pdf"'
    assert "no-store" in file["Cache-Control"]
    assert isinstance(check(file.content, far.trust, datetime.now(UTC)), Good)
    assert "Fet" in me.text(HERE)
    assert desk.ask() == here, "asked for twice it is one"


def test_a_name_in_another_language_is_that_languages_word(me: Visitor, desk: Desk) -> None:
    here = desk.ask(llengua="es")
    desk.told()
    desk.made()
    assert "justificante-de-datos-empadronamiento.pdf" in me.get(f"{here}/baixa")["Content-Disposition"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (NoData(Absence.NOT_ON_RECORD_HERE), ("no hi consta res de tu", "Pots ser al d'un altre.")),
        (Declined(Told.BODY_TAKES_NO_PART), ("ni que sí ni que no", "El teu ajuntament no contesta per aquí.")),
        (Down(Fault.SERVER_ERROR), ("No sabem què hi consta.", "Torna-ho a provar")),
    ],
)
def test_why_there_is_none_and_who_else_can_be_asked(
    answer: Any, says: tuple[str, ...], me: Visitor, desk: Desk, registers: GivenRegisters
) -> None:
    registers.answers[SheetKind.REGISTRATION] = answer
    here = desk.ask()
    desk.told()
    text = me.text(here)
    for each in (*says, "El pots demanar a qui ho té"):
        assert each in text
    assert me.get(f"{here}/baixa").status_code == 404


def test_a_seal_or_a_stamp_that_is_waited_for_is_said(me: Visitor, desk: Desk) -> None:
    here = desk.ask()
    desk.told()
    desk.made(MYSPACE_SEAL="")
    assert "Ara no hi podem posar el nostre segell." in me.text(here)


def test_what_is_lacking_is_said_instead_of_the_button(me: Visitor, registers: GivenRegisters) -> None:
    registers.needs[SheetKind.REGISTRATION] = frozenset({Need.BORN})
    assert "Per preguntar-ho hem de saber: quin dia vas néixer." in me.text(NEW)
    registers.unready_for.add(SheetKind.WORKING_LIFE)
    text = me.text(f"{HERE}/nou/vida-laboral")
    assert "Des d'aquí encara no ho podem preguntar." in text
    assert "https://sede.seg-social.gob.es" in me.get(f"{HERE}/nou/vida-laboral").content.decode()
    registers.levels[SheetKind.DISABILITY] = AssuranceLevel.HIGH
    assert "demana'l" in me.text(f"{HERE}/nou/discapacitat"), "who entered with a certificate is sure enough"


def test_a_paper_that_is_thrown_away_is_gone(me: Visitor, desk: Desk) -> None:
    here = desk.ask()
    desk.told()
    desk.made()
    assert me.post(f"{here}/esborra").status_code == 303
    assert me.get(here).status_code == 404
    assert "Encara no n'has demanat cap" in me.text(HERE)


def test_a_sheet_leads_to_a_paper_of_it(me: Visitor, desk: Desk) -> None:
    desk.ask()
    desk.told()
    assert f'href="{NEW}"' in me.get("/les-meves-dades/identitat-i-adreca").content.decode()


def test_no_such_kind_language_or_paper_is_no_such_page(me: Visitor, tmp_path: Path) -> None:
    assert me.get(f"{HERE}/nou/cap").status_code == 404
    assert me.post(NEW, llengua="xx", si="1").status_code == 404
    assert me.get(f"{HERE}/0192f0c5-0000-7000-8000-000000000000").status_code == 404
