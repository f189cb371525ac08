"""On l'has de portar?: who asks for the paper, what a text says of it, and a reminder to take; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from myspace.domain.personal_data import rules
from myspace.domain.personal_data.carrying import Receiver
from myspace.vocabulary.personal_data import SheetKind
from myspace.web.pages.my_data import carry
from myspace.web.pages.my_data.words import SLUGS
from myspace.web.papers import Part
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.personal_data_given import GivenRegisters, connected


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        yield given


@pytest.fixture
def me(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Visitor:
    return Visitor(as_role, clean)


def page(kind: SheetKind, receiver: str = "") -> str:
    chosen = f"&a-qui={receiver}" if receiver else ""
    return f"/les-meves-dades/{SLUGS[kind.theme]}/on-el-portes?quina={kind.value}{chosen}"


def test_every_sheet_leads_to_it_and_nobody_is_asked(me: Visitor, registers: GivenRegisters) -> None:
    kind = SheetKind.REGISTRATION
    assert me.get(f"/les-meves-dades/{SLUGS[kind.theme]}").content.decode().count("/on-el-portes?quina=") == 2
    assert "Qui te'l demana?" in me.text(page(kind))
    assert 'id="resposta"' not in me.get(page(kind)).content.decode()
    assert '/on-el-portes#resposta"' in me.get(page(kind)).content.decode(), (
        "on a telephone the answer is below the question"
    )
    assert registers.asked == []


def test_to_an_administration_it_need_not_be_brought_and_the_law_is_named(me: Visitor) -> None:
    text = me.text(page(SheetKind.FAMILY_TITLE, "administration"))
    assert "No cal que el portis" in text
    assert "Ho diu l'article 28.2 de la Llei 39/2015." in text
    assert "A la Via Oberta aquesta consulta es diu PADRO" in text
    assert "demanar permís" not in text
    taxes = me.text(page(SheetKind.TAX_COMPLIANCE, "administration"))
    assert "Com que són dades d'impostos, abans t'ha de demanar permís. Ho diu l'article 95.1.k" in taxes


def test_to_a_court_a_certificate_serves_and_an_extract_does_not(me: Visitor) -> None:
    text = me.text(page(SheetKind.REGISTRATION, "court"))
    assert "Un certificat, signat per qui té les dades Serveix Ho diu l'article 317 de la Llei 1/2000." in text
    assert "Un volant No serveix com a document públic" in text
    assert "No cal que el portis" not in text
    assert "Un volant" not in me.text(page(SheetKind.TAX_COMPLIANCE, "court"))


@pytest.mark.parametrize("receiver", ["school", "abroad", "unknown"])
def test_what_no_text_says_is_said_not_to_be_known(me: Visitor, receiver: str) -> None:
    text = me.text(page(SheetKind.FAMILY_TITLE, receiver))
    assert "No ho sabem" in text
    assert "Serveix" not in text
    assert "pregunta-ho a qui te'l demana" in text


def test_every_answer_of_every_kind_ends_at_its_owner_and_promises_no_paper(me: Visitor) -> None:
    for kind in sorted(rules.EVERY):
        for receiver in ("administration", "private"):
            answer = me.get(page(kind, receiver)).content.decode()
            assert answer.count('rel="noopener noreferrer"') >= 1, (kind, receiver)
            assert "Enviat" not in answer
    assert set(Receiver) >= {"administration", "private"}


def test_the_reminder_names_the_person_the_data_and_the_law_and_is_not_kept(
    me: Visitor, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def printed(title: str, lead: str, parts: list[Part], **_: object) -> bytes:
        written.extend((title, lead, str(parts)))
        return b"%PDF-"

    monkeypatch.setattr(carry, "receipt_pdf", printed)
    answer = me.post(reminder(SheetKind.TAX_COMPLIANCE), quina="tax_compliance", nom="Ajuntament de Manresa\0")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recordatori.pdf"'
    text = " ".join(written)
    for said in (
        "A: Ajuntament de Manresa",
        "article 28.2 de la Llei 39/2015",
        "El que diu Hisenda",
        "PADRO",
        "00000000T",
    ):
        assert said in text, said
    assert "Si hi cal el meu permís, se'm pot demanar." in text
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM enquiries_enquiry").fetchone() == (0,)


def test_without_a_name_there_is_room_to_write_it_and_the_paper_is_a_real_one(me: Visitor) -> None:
    answer = me.post(reminder(SheetKind.FAMILY_TITLE), quina="family_title")
    assert answer.content.startswith(b"%PDF-")
    assert me.get(reminder(SheetKind.FAMILY_TITLE)).status_code == 405


def reminder(kind: SheetKind) -> str:
    return f"/les-meves-dades/{SLUGS[kind.theme]}/on-el-portes/recordatori"


@pytest.mark.parametrize("path", ["on-el-portes?quina=disability", "on-el-portes?quina=x", "on-el-portes"])
def test_of_what_is_not_of_the_theme_there_is_no_page(me: Visitor, path: str) -> None:
    assert me.get(f"/les-meves-dades/identitat-i-adreca/{path}").status_code == 404
