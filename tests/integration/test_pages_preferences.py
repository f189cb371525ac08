"""The page of preferences as a person uses it, and the links of messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.test import Client, override_settings

from myspace.domain.kernel import db
from myspace.domain.kernel.keyring import keyring
from myspace.domain.notices.platforms import clear, give
from myspace.domain.outbox import lowering
from myspace.domain.outbox import service as outbox
from myspace.vocabulary.messages import MessageKind
from myspace.web.session import drawn_for
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, enter

SITE = {
    "ORIGIN": "http://localhost", "ALLOWED_HOSTS": ["localhost"], "SIMULATED": True, "VALID_URL": "http://127.0.0.1:9",
    "VALID_CLIENT_ID": "x", "VALID_CLIENT_SECRET": "x", "WAYS": ("email", "sms"), "VAPID_PUBLIC": "BAAA",
}  # fmt: skip


class Visitor:
    def __init__(self, entered: Any, clean: Database) -> None:
        self.actor = entered.actor
        self.client = Client()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = entered.token
        self.clean = clean

    def get(self, path: str = "/preferencies") -> str:
        self.last = self.client.get(path, headers={"host": "localhost"}, secure=True)
        return self.last.content.decode().replace("&#39;", "'")

    def post(self, path: str, **fields: str) -> str:
        fields["drawn_for"] = drawn_for.mark(self.actor.subject)
        self.last = self.client.post(path, fields, headers={"host": "localhost"}, secure=True)
        return self.last.content.decode().replace("&#39;", "'")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.clean.as_superuser() as curtain:
            return curtain.execute(sql).fetchall()

    def code(self, purpose: str) -> str:
        (sealed,) = self.rows(
            f"SELECT code_sealed FROM outbox_message WHERE key LIKE '{purpose}:%' ORDER BY id DESC LIMIT 1"
        )[0]
        return keyring().unseal(str(sealed), "outbox_message.code")


@pytest.fixture
def marta(as_role: AsRole, clean: Database) -> Iterator[Visitor]:
    with as_role(WEB), override_settings(**SITE):
        yield Visitor(enter("00000000T"), clean)


def way_of(text: str) -> str:
    return re.findall(r"/preferencies/on/([0-9a-f-]{36})/", text)[0]


def test_it_says_what_a_reminder_of_notifications_rests_on_and_since_when(marta: Visitor) -> None:
    give("enotum")
    try:
        assert "Encara no hem vist mai la teva bústia de notificacions." in marta.get()
        with db.as_person(marta.actor.subject) as tx:
            tx.run(
                "INSERT INTO notices_reading (id, person_id, service, session_id, wanted_at, known_at, complete) VALUES"
                " (%s, myspace_subject(), 'enotum', %s, NULL, '2026-11-03T10:00:00Z', true)",
                (uuid4(), marta.actor.session),
            )
        page = marta.get()
        assert re.search(r"avisem del que vam veure el\s3\sde\snovembre", page)
        assert "Per saber si n'hi ha de noves, has d'entrar." in page
        assert re.search(r"va ser el\s3\sde\snovembre", marta.get("/avisos"))
    finally:
        clear()
    assert "Aquest espai encara no pot veure cap bústia de notificacions." in marta.get()


def test_alerts_and_preferences_each_say_where_the_other_is(marta: Visitor) -> None:
    def ways(path: str) -> set[str]:
        return set(re.findall(r'href="(/[^"]*)"', marta.get(path).partition("<main")[2].partition("</main>")[0]))

    assert "/preferencies" in ways("/avisos")
    assert {"/avisos", "/avisos#quan-no-hi-ets", "/avisos#recorda"} <= ways("/preferencies")


def test_nobody_who_can_be_reached_nowhere_is_left_without_being_told_so(marta: Visitor) -> None:
    page = marta.get()
    assert marta.last.status_code == 200
    assert "Encara no et podem avisar." in page
    assert "Això no canvia el correu ni el telèfon que tenen de tu les administracions." in page
    assert "worker-src 'self'" in marta.last["Content-Security-Policy"]
    assert page.count('<input type="radio" name="quan"') == 3


def test_an_address_is_in_force_once_its_code_is_typed(marta: Visitor) -> None:
    assert "No ho hem entès" in marta.post("/preferencies/on", via="email", on="marta arrova exemple")
    marta.post("/preferencies/on", via="email", on="marta@exemple.invalid")
    way = way_of(marta.get())
    assert "Aquest codi no és el que hem enviat." in marta.post(f"/preferencies/on/{way}/codi", codi="x")
    marta.post(f"/preferencies/on/{way}/codi", codi=marta.code("code"))
    page = marta.get()
    assert "marta@exemple.invalid" in page
    assert "Encara no et podem avisar." not in page


def test_a_code_that_was_tried_too_often_is_over(marta: Visitor) -> None:
    marta.post("/preferencies/on", via="email", on="marta@exemple.invalid")
    way, good = way_of(marta.get()), marta.code("code")
    for _ in range(5):
        marta.post(f"/preferencies/on/{way}/codi", codi="000000" if good != "000000" else "111111")
    assert "Aquest codi ja no val." in marta.post(f"/preferencies/on/{way}/codi", codi=good)


def test_a_change_is_confirmed_at_both_ends_and_waits_two_days(marta: Visitor) -> None:
    marta.post("/preferencies/on", via="email", on="antiga@exemple.invalid")
    marta.post(f"/preferencies/on/{way_of(marta.get())}/codi", codi=marta.code("code"))
    marta.post("/preferencies/on", via="email", on="nova@exemple.invalid")
    told = marta.rows(
        "SELECT w.id, m.way_id FROM outbox_message m, outbox_way w WHERE m.key LIKE 'leaving:%' AND w.replaces_id IS NULL"
    )
    assert [str(a) == str(b) for a, b in told] == [True], "the old one is told"
    way = re.findall(r"/preferencies/on/([0-9a-f-]{36})/codi", marta.get())[0]
    marta.post(f"/preferencies/on/{way}/codi", codi=marta.code("code"))
    assert "El codi nou ja està confirmat." in marta.get()
    marta.post(f"/preferencies/on/{way}/codi", codi=marta.code("leaving"), vella="1")
    page = marta.get()
    assert "t'avisarem a nova@exemple.invalid" in page
    assert "antiga@exemple.invalid" in page, "until then the old one goes on"
    (waits,) = marta.rows("SELECT in_force_from - now() FROM outbox_way WHERE replaces_id IS NOT NULL")[0]
    assert 47.9 < waits.total_seconds() / 3600 <= 48


def test_taking_away_and_giving_anew_is_no_way_around_the_wait(marta: Visitor) -> None:
    marta.post("/preferencies/on", via="email", on="antiga@exemple.invalid")
    way = way_of(marta.get())
    marta.post(f"/preferencies/on/{way}/codi", codi=marta.code("code"))
    marta.post(f"/preferencies/on/{way}/treu")
    assert marta.rows("SELECT count(*) FROM outbox_message WHERE key LIKE 'gone:%'") == [(1,)]
    marta.post("/preferencies/on", via="email", on="nova@exemple.invalid")
    marta.post(f"/preferencies/on/{way_of(marta.get())}/codi", codi=marta.code("code"))
    (waits,) = marta.rows("SELECT max(in_force_from) - now() FROM outbox_way WHERE removed_at IS NULL")[0]
    assert waits.total_seconds() > 6 * 86400


def test_what_is_chosen_is_kept_and_shown(marta: Visitor) -> None:
    marta.post("/preferencies/quan", quan="daily")
    marta.post("/preferencies/hores", silenci="1", de="23", a="7", cada="setmana", dia="4", hora="10")
    marta.post("/preferencies/de-que", vull="notice-email")
    assert marta.rows("SELECT pace, quiet_from, quiet_to, digest_weekday, digest_hour FROM outbox_rhythm") == [
        ("weekly", 23, 7, 4, 10)
    ]
    assert marta.rows("SELECT kind, channel FROM outbox_choice WHERE wanted") == [("notice", "email")]
    assert "Ara tens triat un resum cada setmana." in marta.get()
    marta.post("/preferencies/hores", de="99", a="7", silenci="1")
    assert marta.last.status_code == 400


def test_a_body_can_be_silenced_and_heard_again(marta: Visitor) -> None:
    marta.post("/preferencies/de-qui", ine10="0811360009", silenci="1")
    page = marta.get()
    assert "Ajuntament de Manresa" in page
    assert "Torna'm a avisar" in page
    marta.post("/preferencies/de-qui", ine10="0811360009", silenci="0")
    assert marta.rows("SELECT count(*) FROM outbox_choice") == [(0,)]
    marta.post("/preferencies/de-qui", ine10="no such body", silenci="1")
    assert marta.last.status_code == 404


def test_a_device_of_an_unknown_push_service_is_refused_in_words(marta: Visitor) -> None:
    assert "No ho hem entès" in marta.post("/preferencies/aparell", subscripcio='{"endpoint": "https://evil.invalid"}')
    assert marta.last.status_code == 422


def told(actor: Any, kind: MessageKind = MessageKind.NOTICE, **given: Any) -> str:
    person = actor.subject
    with db.as_person(person) as tx:
        outbox.tell(tx, person, kind, uuid4().hex, now=datetime.now(UTC), **given)
        return str(tx.run("SELECT door FROM outbox_message ORDER BY id DESC LIMIT 1")[0][0])


def test_the_link_of_a_message_leads_on_only_for_whom_it_was_sent_to(marta: Visitor) -> None:
    door = told(marta.actor, MessageKind.CONTACT)
    marta.get(f"/a/{door}")
    assert marta.last["Location"] == "/preferencies"
    pol = Visitor(enter("00000001R"), marta.clean)
    assert "Aquest enllaç no és d'aquest espai" in pol.get(f"/a/{door}")
    assert pol.last.status_code == 404
    nobody = Client().get(f"/a/{door}", headers={"host": "localhost"}, secure=True)
    assert nobody["Location"] == f"/entra?cap-a=/a/{door}"


def test_the_link_of_a_message_for_a_folder_that_nobody_here_may_open_says_so_and_shows_nothing(marta: Visitor) -> None:
    door = told(marta.actor, concerns=uuid4())
    marta.get(f"/a/{door}")
    assert "Aquest enllaç no s'obre aquí" in marta.get(marta.last["Location"])
    assert marta.last.status_code == 404


def test_the_link_that_stops_mails_does_nothing_when_it_is_looked_at_and_only_lowers(marta: Visitor) -> None:
    path = f"/baixa/{lowering.token(marta.actor.subject, MessageKind.TURN)}"
    anybody = Client(enforce_csrf_checks=True)
    looked = anybody.get(path, headers={"host": "localhost"}, secure=True)
    assert "No vols rebre més correus com aquest?" in looked.content.decode()
    assert marta.rows("SELECT count(*) FROM outbox_choice") == [(0,)]
    done = anybody.post(path, {"List-Unsubscribe": "One-Click"}, headers={"host": "localhost"}, secure=True)
    assert done.status_code == 200
    assert "00000000T" not in done.content.decode()
    assert marta.rows("SELECT kind, channel, wanted FROM outbox_choice") == [("turn", "email", False)]
    altered = anybody.post(path[:-4] + "AAAA", headers={"host": "localhost"}, secure=True)
    assert altered.status_code == 404


def test_the_maker_of_messages_has_no_right_to_choose(clean: Database) -> None:
    with psycopg.connect(clean.urls["myspace_maker"]) as maker, pytest.raises(psycopg.errors.InsufficientPrivilege):
        maker.execute("INSERT INTO outbox_choice (id, person_id) VALUES (gen_random_uuid(), gen_random_uuid())")
