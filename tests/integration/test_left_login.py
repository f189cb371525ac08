"""A login that somebody leaves for reading their list while away: the simulated VALId gives and renews it, the simulated e-NOTUM
takes it or does not, each over its socket; consented, sealed, taken back, and off unless the deployment offers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client, override_settings

from myspace.connectors.valid.client import ValidClient
from myspace.connectors.valid.failures import TokenRefused
from myspace.domain.gathering import background
from myspace.domain.kernel import restored
from myspace.domain.notices import away, left_login, lists, platforms
from myspace.domain.notices import service as notices
from myspace.domain.notices.left_login import Ended
from myspace.web.session import drawn_for, provider
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, WORKER
from tests.integration.test_pages_preferences import SITE
from tests.integration.test_valid_simulator import CLIENT, SECRET, Browser
from tests.integration.test_valid_simulator import running as valid_running
from tests.integration.test_while_away import NEW, Away
from tests.integration.test_while_away import running as enotum_running

BACK = "http://localhost/entra/torna"


@pytest.fixture(scope="module")
def valid() -> Iterator[str]:
    with valid_running("--redirect-uri", BACK) as address:
        yield address


@pytest.fixture
def marta(
    as_role: AsRole, clean: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, valid: str
) -> Iterator[Away]:
    """The deployment offers it; its e-NOTUM is read by messaging, with the token of a login."""
    platforms.clear()
    lists.clear()
    monkeypatch.setattr(away, "_budget", background.Budget())
    monkeypatch.setattr(away, "_PER_SECOND", 100.0)
    there = {"VALID_URL": valid, "VALID_CLIENT_ID": CLIENT, "VALID_CLIENT_SECRET": SECRET, "ORIGIN": "http://localhost"}
    one = Away(as_role, clean, tmp_path)
    with (
        enotum_running(tmp_path, valid=valid) as far,
        override_settings(**(SITE | there), SERVICES=str(one.file), OFFLINE_LOGIN=True),
    ):
        provider.forget()
        monkeypatch.setitem(SITE, "VALID_URL", valid)
        monkeypatch.setitem(SITE, "VALID_CLIENT_ID", CLIENT)
        monkeypatch.setitem(SITE, "VALID_CLIENT_SECRET", SECRET)
        one.far = far
        one.file.write_text(
            f'[[service]]\nname = "enotum"\nconnector = "enotum"\nurl = "{far.url}"\ncertificate = "{far.certificate}"\n'
            f'trust = "{far.trust}"\nanswers = "tls"\n[service.asks_as]\nine10 = "9821920002"\nname = "AOC"\n'
            'finality = "PROVES"\nissuer = { nif = "Q0000000J", name = "CAOC" }\n'
        )
        yield one
    provider.forget()


def at_valid(address: str, target: str) -> str:
    """Marta identifies herself there; the address at which her browser comes back."""
    browser = Browser(address)
    action = found(r'action="(/o/entrada/[^"/]+)"', browser.get(target).read().decode())
    asked = browser.get(f"{action}?method=idcatmobil&person=marta").read().decode()
    sms = found(r"data-sms>(\d{6})<", asked)
    answer = browser.post(action, method="idcatmobil", person="marta", act="enter", sms=sms)
    return answer.getheader("Location") or ""


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"{pattern} is not on the page"
    return match[1]


def client_of(address: str) -> ValidClient:
    return ValidClient(address, CLIENT, SECRET, BACK)


def token_of(address: str) -> str:
    """A refresh token, as a login leaves one."""
    client = client_of(address)
    back = at_valid(address, client.authorize_url("s", offline=True))
    token = client.exchange(parse_qs(urlsplit(back).query)["code"][0])
    assert token.refresh_token
    return token.refresh_token


def leaves_login(marta: Away, address: str) -> str:
    marta.asks()
    token = token_of(address)
    with marta.as_role(WEB):
        assert notices.consent_to_leave_login(marta.me)
        assert notices.leave_login(marta.me, token)
    return token


def renewable(address: str, token: str) -> bool:
    try:
        return bool(client_of(address).renew(token).access_token)
    except TokenRefused:
        return False


def rows(marta: Away) -> list[tuple[object, ...]]:
    return marta.sql("SELECT token_sealed IS NOT NULL, ended_how FROM notices_left_login")


class Door:
    def __init__(self, marta: Away) -> None:
        self.client = Client()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = marta.token
        self.guard = drawn_for.mark(marta.me.subject)

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={"host": "localhost"}, secure=True)

    def post(self, path: str, **fields: str) -> Any:
        return self.client.post(path, {"drawn_for": self.guard} | fields, headers={"host": "localhost"}, secure=True)


def test_it_is_consented_asked_of_the_next_login_and_kept_sealed(marta: Away, valid: str) -> None:
    marta.asks()
    with marta.as_role(WEB):
        door = Door(marta)
        assert "Deixa el permís" in door.get("/preferencies").content.decode()
        asked = door.post("/preferencies/permis", vull="1")
        assert asked["Location"] == "/entra/mes-segur?cap-a=/preferencies&permis=1"
        page = door.get(asked["Location"]).content.decode()
        assert 'name="permis" value="1"' in page
        sent = door.post("/entra/mes-segur", **{"permis": "1", "cap-a": "/preferencies", "nivell": "0"})
        assert parse_qs(urlsplit(sent["Location"]).query)["access_type"] == ["offline"]
        back = at_valid(valid, sent["Location"])
        assert door.get(back.removeprefix("http://localhost")).status_code == 303
        assert "Treu el permís" in door.get("/preferencies").content.decode()
    ((sealed, until),) = marta.sql("SELECT token_sealed, until FROM notices_left_login")
    with marta.as_role(WORKER):
        from myspace.domain.kernel import db

        with db.as_person(marta.me.subject) as tx:
            opened = left_login.token(tx, datetime.now(UTC))
    assert opened
    assert opened not in sealed
    assert until > datetime.now(UTC)
    assert renewable(valid, opened)


def test_what_comes_while_away_is_read_with_it_and_reminded_of_without_effect(marta: Away, valid: str) -> None:
    leaves_login(marta, valid)
    marta.leaves()
    assert marta.far is not None
    marta.far.wish(deposit=NEW)
    assert marta.rounds() == ["background", "notices_away"]
    marta.look(1.2)
    new = [row for row in marta.sql("SELECT rests_on, due_on, title FROM alerts_alert") if "guarderia" in str(row[2])]
    ((rests_on, due_on, _),) = new
    assert rests_on == "offline_login"
    assert due_on is not None
    assert marta.far.effects() == 0
    assert set(marta.far.product.calls) <= {"Cerca"}
    marta.comes_back()
    assert "amb el permís que ens vas deixar" in marta.page("/avisos")
    page = marta.page("/preferencies")
    assert "Quan no hi ets, llegim la llista de les notificacions amb el permís que ens vas deixar." in page
    assert "L'última vegada que la vam llegir així va ser" in page
    with marta.as_role(WEB):
        assert not notices.mailbox(marta.me).all_known


def test_where_the_platform_does_not_take_it_it_is_erased_given_up_and_said(marta: Away, valid: str) -> None:
    token = leaves_login(marta, valid)
    assert marta.far is not None
    marta.far.wish(renewed=False)
    marta.rounds()
    assert rows(marta) == [(False, Ended.PLATFORM)]
    assert not renewable(valid, token)
    page = marta.page("/preferencies")
    assert "L'e-NOTUM no accepta el permís que ens vas deixar, i l'hem esborrat." in page
    assert "Pot ser que n'hi hagi de noves que no hem vist." in page
    assert "cap de nova" not in page.lower()


def test_where_the_provider_refuses_it_it_is_erased_and_said(marta: Away, valid: str) -> None:
    token = leaves_login(marta, valid)
    client_of(valid).give_up(token)
    marta.rounds()
    assert rows(marta) == [(False, Ended.PROVIDER)]
    assert marta.sql("SELECT outcome, known_at FROM notices_away") == [("refused", None)]
    assert "VALId ja no accepta el permís que ens vas deixar, i l'hem esborrat." in marta.page("/preferencies")


def test_where_the_provider_does_not_answer_it_stays_and_nothing_is_claimed(marta: Away, valid: str) -> None:
    leaves_login(marta, valid)
    with override_settings(VALID_URL="http://127.0.0.1:9"):
        marta.rounds()
    assert rows(marta) == [(True, None)]
    assert marta.sql("SELECT outcome, known_at FROM notices_away") == [("down", None)]
    assert "Ara no podem: no ens han contestat bé." in marta.page("/preferencies")


def test_what_is_taken_back_is_erased_here_and_ended_there(marta: Away, valid: str) -> None:
    token = leaves_login(marta, valid)
    with marta.as_role(WEB):
        assert Door(marta).post("/preferencies/permis", vull="0").status_code == 303
    assert rows(marta) == []
    assert not renewable(valid, token)
    marta.rounds()
    assert marta.sql("SELECT count(*) FROM notices_away") == [(0,)]


def test_who_asks_to_be_forgotten_leaves_nothing_there_either(marta: Away, valid: str) -> None:
    token = leaves_login(marta, valid)
    with marta.as_role(WEB):
        assert Door(marta).post("/les-meves-dades-aqui/oblida/confirma", segur="1").status_code == 200
    assert rows(marta) == []
    assert not renewable(valid, token)


def test_one_whose_time_is_over_is_not_used(marta: Away, valid: str) -> None:
    leaves_login(marta, valid)
    marta.sql("UPDATE notices_left_login SET until = now()")
    marta.rounds()
    assert rows(marta) == [(False, Ended.OVER)]
    assert "El permís que ens vas deixar ja no val, i l'hem esborrat." in marta.page("/preferencies")


def test_who_did_not_consent_leaves_nothing_though_a_login_was_asked_for_it(
    marta: Away, valid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up: list[str] = []
    monkeypatch.setattr(provider, "give_up", given_up.append)
    with marta.as_role(WEB):
        door = Door(marta)
        sent = door.post("/entra/mes-segur", **{"permis": "1", "cap-a": "/preferencies", "nivell": "0"})
        assert door.get(at_valid(valid, sent["Location"]).removeprefix("http://localhost")).status_code == 303
    assert rows(marta) == []
    assert len(given_up) == 1, "ended at once at who gave it"


def test_where_it_is_not_offered_there_is_no_word_of_it_and_a_token_that_is_there_is_not_used(
    marta: Away, valid: str
) -> None:
    leaves_login(marta, valid)
    with override_settings(OFFLINE_LOGIN=False):
        assert "permís" not in marta.page("/preferencies")
        with marta.as_role(WEB):
            assert Door(marta).post("/preferencies/permis", vull="1").status_code == 404
        marta.rounds()
    assert marta.sql("SELECT count(*) FROM notices_away") == [(0,)]


def test_an_ordinary_login_leaves_none(valid: str) -> None:
    client = client_of(valid)
    back = at_valid(valid, client.authorize_url("s"))
    assert parse_qs(urlsplit(client.authorize_url("s")).query)["access_type"] == ["online"]
    assert client.exchange(parse_qs(urlsplit(back).query)["code"][0]).refresh_token is None


def test_leaving_the_folder_may_end_it_at_the_provider_or_not_and_both_are_rehearsed(valid: str) -> None:
    with valid_running("--redirect-uri", BACK, "--leaving-ends-offline") as other:
        for address, stays in ((valid, True), (other, False)):
            client = client_of(address)
            back = at_valid(address, client.authorize_url("s", offline=True))
            token = client.exchange(parse_qs(urlsplit(back).query)["code"][0])
            client.logout(token)
            assert renewable(address, token.refresh_token or "") is stays


def test_a_copy_that_is_restored_has_none(marta: Away, valid: str) -> None:
    leaves_login(marta, valid)
    with marta.clean.as_superuser() as curtain:
        left = dict(restored.leave_behind(curtain))
        curtain.commit()
    assert left["logins that people left, dropped"] == 1
    assert rows(marta) == []
