"""Logins where the mere login tells something: in no list, count or alert, shown only to who has just identified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from myspace.domain.alerts import jobs
from myspace.domain.audit import service as audit
from myspace.domain.logins import service, sweeping
from myspace.vocabulary.logins import reserved_services
from myspace.vocabulary.people import LoginMethod
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.logins_given import connected, hear, login_of, tell
from tests.integration.test_closed_list import WEB, WORKER

HERE, KEPT = "/les-meves-sessions", "/les-meves-sessions/reservades"
SECRET = "Servei d'Informació i Atenció a les Dones"


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Iterator[Visitor]:
    with connected():
        visitor = Visitor(as_role, clean)
        with as_role(WEB):
            hear()
        yield visitor


def told(as_role: AsRole, *services: str, **changes: object) -> None:
    with as_role(WEB):
        tell(*(login_of(reference=f"V-{n}", service=each, **changes) for n, each in enumerate(services)))


@pytest.mark.parametrize("service_named", [
    SECRET, "SERVEIS SOCIALS de Manresa", "Oficina d\u2019atenció a la VÍCTIMA", "La Meva Salut", "Seu judicial: Justícia",
    "CAP Bages",
    "Servicios Sociales", "Psicologia clínica", "Mossos d'Esquadra",
])  # fmt: skip
def test_it_is_nowhere_but_on_its_own_page(as_role: AsRole, me: Visitor, service_named: str) -> None:
    told(as_role, service_named)
    text = me.text(HERE)
    assert service_named not in text
    assert "No ens n'han dit cap" in text
    assert "D'altres serveis no ens n'han dit cap." in text
    assert service_named in me.text(KEPT)


@pytest.mark.parametrize(
    "service_named", ["Biblioteca de prova", "Tràmits de l'Ajuntament de Manresa", "Escola Salvador", "e-NOTUM"]
)
def test_what_tells_nothing_stays_in_the_list(as_role: AsRole, me: Visitor, service_named: str) -> None:
    told(as_role, service_named)
    assert service_named in me.text(HERE)
    assert service_named not in me.text(KEPT)


def test_its_page_and_what_may_be_done_about_it_are_for_who_identified_a_moment_ago(
    as_role: AsRole, me: Visitor
) -> None:
    told(as_role, SECRET)
    with as_role(WEB):
        (line,) = service.reserved(me.actor)
    one = f"{HERE}/{line.id}/no-he-estat-jo"
    assert SECRET in me.text(one)
    me.grows_old()
    for path in (KEPT, one):
        answer = me.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/entra/mes-segur?cap-a={path}")
    assert me.post(one)["Location"].startswith("/entra/mes-segur")


def test_letters_about_it_and_what_was_done_are_as_reserved(as_role: AsRole, clean: Database, me: Visitor) -> None:
    told(as_role, SECRET)
    with as_role(WEB):
        (line,) = service.reserved(me.actor)
    done = me.post(f"{HERE}/{line.id}/no-he-estat-jo")["Location"]
    assert SECRET in me.text(done)
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT DISTINCT sensitive FROM enquiries_enquiry").fetchall() == [(True,)]
    me.grows_old()
    assert me.get(done)["Location"] == f"/entra/mes-segur?cap-a={done}"


def test_nothing_of_it_is_told_outside_however_odd_it_is(as_role: AsRole, clean: Database, me: Visitor) -> None:
    usual = [login_of(reference=f"U-{n}", days=40 + n, method=LoginMethod.CERTIFICATE) for n in range(4)]
    with as_role(WEB):
        tell(*usual)
    odd = {"method": LoginMethod.CLAVE, "device": "Firefox, Linux", "days": 1}
    told(as_role, SECRET, **odd)
    with as_role(WORKER):
        jobs.look(me.actor.subject, datetime.now(UTC))
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT kind FROM alerts_alert").fetchall() == []
    told(as_role, "Biblioteca de prova", "Biblioteca de prova", **odd)
    with as_role(WORKER):
        jobs.look(me.actor.subject, datetime.now(UTC))
    with clean.as_superuser() as curtain:
        assert len(curtain.execute("SELECT kind FROM alerts_alert").fetchall()) == 1, (
            "the same at another service is told"
        )


def test_the_day_since_when_the_record_begins_does_not_tell_of_one(as_role: AsRole, me: Visitor) -> None:
    before = me.text(HERE)
    told(as_role, SECRET, days=300)
    assert me.text(HERE) == before


def test_the_list_of_words_has_a_form_that_a_statement_may_carry() -> None:
    words, bodies = reserved_services()
    assert len(words) > 20
    assert all(each == each.lower() and "'" not in each for each in (*words, *bodies))


def test_a_way_that_opened_by_itself_leaves_its_row_and_the_log_says_why(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute(
            "INSERT INTO logins_closed (id, person_id, provider, method, level, closed_at, until) VALUES"
            " (gen_random_uuid(), %(me)s, 'valid', 'clave', 2, now() - interval '91 days', now() - interval '1 day'),"
            " (gen_random_uuid(), %(me)s, 'valid', 'certificat', 2, now(), now() + interval '90 days')",
            {"me": me.actor.subject},
        )
    with as_role(WORKER):
        assert sweeping.sweep(datetime.now(UTC)) == 1
        assert sweeping.sweep(datetime.now(UTC)) == 0
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT method FROM logins_closed").fetchall() == [("certificat",)]
    with as_role(WEB):
        log = [line.sentence for line in audit.log(me.actor)]
    assert log.count("S'ha tornat a obrir sola una manera d'entrar que estava tancada.") == 1
