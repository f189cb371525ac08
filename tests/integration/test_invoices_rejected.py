"""A rejected invoice needs its sender: on home, on the page of turns, as an alert told once; until they say what they did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Card, Verb
from myspace.domain.alerts import jobs
from myspace.domain.alerts import service as alerts
from myspace.domain.alerts.rules import AlertKind
from myspace.vocabulary.invoices import InvoiceRecipient, InvoiceState, Unit
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.invoices_given import (  # noqa: F401  # fixtures
    ROSA,
    Far,
    asked,
    connected_far,
    entered_rosa,
    invoice,
    step,
    the_ids,
    told,
)
from tests.integration.mandates_stage import a_registry  # noqa: F401  # a fixture
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_acting_pages import Folder, folder  # noqa: F401  # a fixture
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages_work import HERE, entered, the_page
from tests.integration.test_pages_work import asked as asked_on_pages  # noqa: F401  # a fixture


def cards(as_role: AsRole, me: Actor) -> list[Card]:
    with as_role(WEB):
        return list(agenda.cards(me, today=datetime.now(UTC).date()))


def look(as_role: AsRole, me: Actor) -> int:
    with as_role(WORKER):
        return jobs.look(me.subject, datetime.now(UTC))


def shown(as_role: AsRole, me: Actor) -> list[AlertKind]:
    with as_role(WEB):
        return [a.kind for a in alerts.alerts(me).shown if a.kind is not AlertKind.NEW_LOGIN]


def write(person: UUID) -> None:
    from myspace.domain.invoices import needing
    from myspace.domain.kernel import db

    with db.as_person(person) as tx:
        needing.write(tx, datetime.now(UTC))


def test_it_needs_the_person_and_is_told_once_and_leaves_as_a_few_general_words(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    asked(as_role, far, rosa)
    (card,) = cards(as_role, rosa)
    assert (card.verb, card.topic, card.title, card.due_on, card.amount) == (
        Verb.SEND_AGAIN,
        "invoices",
        "F-039",
        None,
        None,
    )
    look(as_role, rosa)
    assert shown(as_role, rosa) == [AlertKind.INVOICE_REJECTED]
    assert look(as_role, rosa) == 0
    with clean.as_superuser() as curtain:
        left = curtain.execute("SELECT kind, ground FROM outbox_message WHERE kind <> 'login'").fetchall()
    assert left == [("turn", "said_by_body")]


def test_what_was_told_rings_for_the_alerts(as_role: AsRole, clean: Database, far: Far, rosa: Actor) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute("DELETE FROM alerts_watch")
    asked(as_role, far, rosa)
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT person_id FROM alerts_watch").fetchall() == [(rosa.subject,)]


def test_a_body_without_a_code_that_we_know_is_named_as_its_source_names_it(
    as_role: AsRole, far: Far, rosa: Actor
) -> None:
    known = InvoiceRecipient("Ajuntament", managing_body=Unit("L01082981", "Alcaldia"))
    with as_role(WORKER):
        told(rosa.subject, [
            invoice("1", step(InvoiceState.REJECTED, -1)), invoice("2", step(InvoiceState.REJECTED, -2), recipient=known),
        ])  # fmt: skip
        write(rosa.subject)
    assert {(c.title, c.ine10 != "", c.who) for c in cards(as_role, rosa)} == {
        ("F-1", False, "Ajuntament de Vilanova"), ("F-2", True, None),
    }  # fmt: skip
    look(as_role, rosa)
    assert shown(as_role, rosa) == [AlertKind.INVOICE_REJECTED] * 2


def test_what_was_rejected_long_before_we_heard_of_it_is_on_its_page_and_needs_nobody(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    with as_role(WORKER):
        told(
            rosa.subject,
            [invoice("1", step(InvoiceState.REJECTED, -91)), invoice("2", step(InvoiceState.REJECTED, -89))],
        )
        write(rosa.subject)
    assert [card.title for card in cards(as_role, rosa)] == ["F-2"]
    look(as_role, rosa)
    assert shown(as_role, rosa) == [AlertKind.INVOICE_REJECTED]
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE invoices_invoice SET first_seen_at = now() - interval '100 days'")
    with as_role(WORKER):
        write(rosa.subject)
    assert len(cards(as_role, rosa)) == 2, "rejected while we knew it: only its sender ends that"


def test_who_says_that_another_took_its_place_is_not_reminded_and_may_take_it_back(
    as_role: AsRole, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service

    asked(as_role, far, rosa)
    look(as_role, rosa)
    with as_role(WEB):
        ids = the_ids(rosa)
        assert not service.replaced(rosa, ids["F-038"], yes=True), "only what was rejected"
        assert service.replaced(rosa, ids["F-039"], yes=True)
        assert next(iter(service.sent(rosa).groups)) is service.Group.REPLACED
    assert cards(as_role, rosa) == []
    look(as_role, rosa)
    assert shown(as_role, rosa) == []
    with as_role(WORKER):
        far.meet(rosa.subject)
    with as_role(WEB):
        assert service.replaced(rosa, ids["F-039"], yes=False)
    with as_role(WORKER):
        far.meet(rosa.subject)
    look(as_role, rosa)
    assert [card.title for card in cards(as_role, rosa)] == ["F-039"]
    assert shown(as_role, rosa) == [AlertKind.INVOICE_REJECTED]


def test_web_may_write_that_note_and_nothing_else_of_an_invoice(as_role: AsRole, far: Far, rosa: Actor) -> None:
    from myspace.domain.kernel import db

    asked(as_role, far, rosa)
    with as_role(WEB), pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_actor(rosa) as tx:
        tx.run("UPDATE invoices_invoice SET since = now()")


def test_coming_in_asks_again_about_whoever_was_told_of_an_invoice_and_about_nobody_else(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    def wishes() -> int:
        with clean.as_superuser() as curtain:
            ((count,),) = curtain.execute("SELECT count(*) FROM gathering_wanted WHERE scope = 'invoices'").fetchall()
        return int(count)

    assert wishes() == 0
    asked(as_role, far, rosa)
    with clean.as_superuser() as curtain:
        curtain.execute("DELETE FROM gathering_wanted")
        curtain.execute("UPDATE invoices_reading SET known_at = known_at - interval '2 hours'")
    with as_role(WEB):
        enter(ROSA)
    assert wishes() == 1


def test_home_the_page_of_turns_and_the_alerts_show_it_in_words(
    as_role: AsRole,
    clean: Database,
    far: Far,
    neighbour: Neighbour,  # noqa: F811  # the fixture
    asked_on_pages: Callable[[Neighbour], str],  # noqa: F811  # the fixture
) -> None:
    rosa = entered(neighbour, "rosa")
    asked_on_pages(rosa)
    with clean.as_superuser() as curtain:
        ((person,),) = curtain.execute("SELECT person_id FROM people_session ORDER BY id DESC LIMIT 1").fetchall()
    with as_role(WORKER):
        jobs.look(UUID(str(person)), datetime.now(UTC))
    path = the_page(rosa, "F-039")
    for page in ("/inici", "/que-em-toca", "/avisos"):
        answer = rosa.get(page)
        assert "Factura F-039" in words(answer), page
        assert f'href="{path}"' in answer.content.decode(), page
        assert "No te la pagaran si no n'envies una altra." in words(answer), page
    said = words(rosa.get("/avisos"))
    assert "Avisem del que l'e-FACT ens va dir ara mateix." in said
    assert "No has dit que n'hagis enviat una altra." in said
    assert "Ajuntament de Vic" in words(rosa.get("/inici"))
    rosa.act(f"{path}/substituida", si="1")
    assert "Factura F-039" not in words(rosa.get("/inici")) + words(rosa.get("/que-em-toca"))
    assert "Ara no et toca fer res" not in words(rosa.get("/que-em-toca")), "no answer about invoices is whole"
    assert "Has dit que ja n'has enviat una altra" in words(rosa.get(path))
    assert "Rebutjades: has dit que ja n'has enviat una altra" in words(rosa.get(HERE))
    rosa.act(f"{path}/substituida", si="0")
    assert "Factura F-039" in words(rosa.get("/inici"))


def test_a_representative_sees_that_it_waits_and_does_not_say_for_them_that_it_does_not(
    folder: Folder,  # noqa: F811  # the fixture
    far: Far,
    as_role: AsRole,
) -> None:
    folder.step_in()
    assert folder.act(f"{HERE}/factures/{UUID(int=1)}/substituida").status_code == 403
