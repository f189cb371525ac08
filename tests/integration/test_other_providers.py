"""Another provider beside VALId: who comes in by it, who does not, whose answer is whose, and how one leaves there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.http import HttpResponse

from tests.conftest import Database
from tests.integration.neighbour import ORIGIN, Neighbour, words
from tests.integration.openid_far import Far, far_side
from tests.integration.test_door import neighbour, session_cookie, valid  # noqa: F401  # fixtures
from tests.unit.connectors.openid import signing

STILL_IN = "Identitat Nord potser encara et recorda"
FILE = """
[providers.valid]
kind = "valid"
[providers.nord]
kind = "openid"
title = {{ ca = "Identitat Nord" }}
says = {{ ca = "Amb el mòbil." }}
issuer = "{issuer}"
client_id = "folder"
[providers.nord.claims]
number = "nif"
[providers.nord.levels]
"urn:high" = "high"
[doors]
ordinary = ["valid", "nord"]
"0801130008" = ["nord"]
"""


@pytest.fixture
def nord(
    neighbour: Neighbour,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Far]:
    """The far side, offered beside VALId."""
    from django.conf import settings

    from myspace.web.session import provider

    with far_side() as far:
        path = tmp_path / "providers.toml"
        path.write_text(FILE.format(issuer=far.issuer))
        monkeypatch.setattr(settings, "LOGIN_PROVIDERS", str(path))
        provider.forget()
        yield far
    provider.forget()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def back_from(address: str) -> str:
    """Where the provider sends the browser, as path and query."""
    from urllib.error import HTTPError

    with pytest.raises(HTTPError) as moved:
        build_opener(_Stay).open(address, timeout=5)
    return str(moved.value.headers["Location"]).removeprefix(ORIGIN)


def enter(who: Neighbour, **fields: str) -> HttpResponse:
    return who.get(back_from(who.sent_to_provider(amb="nord", **fields)))


def test_the_page_offers_each_provider_by_a_button_the_usual_one_first(neighbour: Neighbour, nord: Far) -> None:  # noqa: F811
    page = neighbour.get("/entra")
    assert words(page).index("Identifica't amb VALId") < words(page).index("Identifica't amb Identitat Nord")
    assert "Amb el mòbil." in words(page)
    assert nord.issuer in page["Content-Security-Policy"]
    of_a_body = words(neighbour.get("/entra?des-de=0801130008"))
    assert "Ara vas a Identitat Nord, que ens dirà qui ets." in of_a_body
    assert "VALId" not in of_a_body


def test_with_no_file_the_page_is_that_of_valid_alone(neighbour: Neighbour) -> None:  # noqa: F811
    page = neighbour.get("/entra")
    assert "Ara vas a VALId, el servei d'identificació de les administracions catalanes." in words(page)
    assert 'name="amb"' not in page.content.decode()


def test_who_comes_in_by_it_is_in_and_their_sessions_say_by_which(neighbour: Neighbour, nord: Far) -> None:  # noqa: F811
    assert enter(neighbour)["Location"] == "/benvinguda"
    page = words(neighbour.get("/les-meves-sessions"))
    assert "Identitat Nord" in page
    assert nord.asked["/token"] == 1


def test_the_same_number_opens_the_same_folder_by_whichever_door(
    neighbour: Neighbour,  # noqa: F811
    nord: Far,
    clean: Database,
) -> None:
    neighbour.enter("marta")
    with clean.as_superuser() as connection:
        row = connection.execute("SELECT value_sealed FROM people_identity").fetchone()
    from myspace.domain.kernel.keyring import keyring

    assert row is not None
    nord.token = {"nif": keyring().unseal(row[0], "people_identity.value")}
    other = Neighbour()
    enter(other)
    with clean.as_superuser() as connection:
        assert connection.execute("SELECT count(*) FROM people_person").fetchone() == (1,)


def test_an_answer_of_one_provider_is_not_completed_at_another(neighbour: Neighbour, nord: Far) -> None:  # noqa: F811
    back = back_from(neighbour.sent_to_provider(amb="nord"))
    at_valid = neighbour.get(back.replace("/entra/torna/nord", "/entra/torna"))
    assert at_valid.status_code == 400
    assert "no ha començat en aquest navegador" in words(at_valid)
    back = neighbour.identify(neighbour.sent_to_provider(amb="valid"), "marta")
    at_nord = neighbour.get(back.replace("/entra/torna", "/entra/torna/nord"))
    assert at_nord.status_code == 400
    assert "__Host-session" not in neighbour.http.cookies
    assert nord.asked["/token"] == 0


def test_the_issuer_in_the_answer_must_be_theirs(neighbour: Neighbour, nord: Far) -> None:  # noqa: F811
    back = back_from(neighbour.sent_to_provider(amb="nord"))
    assert neighbour.get(back.partition("&iss=")[0]).status_code == 400
    back = back_from(neighbour.sent_to_provider(amb="nord"))
    assert neighbour.get(back.partition("&iss=")[0] + "&iss=https://other.example").status_code == 400
    assert nord.asked["/token"] == 0


@pytest.mark.parametrize(
    ("claims", "status", "says"),
    [
        ({"aud": "another"}, 502, "sigui d' Identitat Nord"),  # a name is an element of its own
        ({"exp": 1_000_000_000}, 400, "Ha passat massa estona"),
        ({"auth_time": 1_000_000_000}, 403, "Identitat Nord no t'ha tornat a demanar qui ets"),
        ({"nif": None}, 403, "Identitat Nord no ens ha dit el número del teu document"),
        ({"nif": "Q0000000J"}, 403, "no lliguen"),
    ],
)
def test_after_a_failed_login_the_browser_leaves_there_and_then_reads_why(
    neighbour: Neighbour,  # noqa: F811
    nord: Far,
    claims: dict[str, object],
    status: int,
    says: str,
) -> None:
    nord.token = claims
    away = enter(neighbour)
    assert away.status_code == 303
    assert away["Location"].startswith(nord.issuer + "/out?")
    assert nord.asked["/revoke"] == 1
    answer = neighbour.get(f"/surt/fet?state={parse_qs(urlsplit(away['Location']).query)['state'][0]}")
    assert answer.status_code == status
    assert says in words(answer)
    assert STILL_IN not in words(answer)
    assert "__Host-session" not in neighbour.http.cookies


@pytest.mark.parametrize(
    ("path", "answer", "status", "says"),
    [
        ("/token", (503, b""), 503, "Identitat Nord no contesta"),
        ("/.well-known/openid-configuration", (503, b""), 503, "Identitat Nord no contesta"),
        (
            "/.well-known/openid-configuration",
            (200, b"<html>"),
            502,
            "No entenem el que ens ha contestat Identitat Nord",
        ),
    ],
)
def test_a_provider_that_fails_has_its_page_at_once(
    neighbour: Neighbour,  # noqa: F811
    nord: Far,
    path: str,
    answer: tuple[int, bytes],
    status: int,
    says: str,
) -> None:
    nord.answers[path] = answer
    page = neighbour.post("/entra", {"amb": "nord"})
    if page.status_code == 303:
        page = neighbour.get(back_from(page["Location"]))
        assert STILL_IN in words(page)
    assert page.status_code == status
    assert says in words(page)


def test_leaving_goes_through_the_provider_and_is_confirmed_only_when_it_sends_back(
    neighbour: Neighbour,  # noqa: F811
    nord: Far,
) -> None:
    enter(neighbour)
    token = session_cookie(neighbour).value
    away = neighbour.post("/surt")
    sent = parse_qs(urlsplit(away["Location"]).query)
    assert away["Location"].startswith(nord.issuer + "/out?")
    assert set(sent) == {"client_id", "post_logout_redirect_uri", "state"}
    assert neighbour.http.cookies["__Host-session"].value == ""
    stranger = Neighbour()
    stranger.http.cookies["__Host-session"] = token
    assert stranger.get("/inici").status_code == 401  # out here already, whether or not it comes back
    assert neighbour.get("/surt/fet?state=guessed")["Location"] == "/"
    answer = neighbour.get(f"/surt/fet?state={sent['state'][0]}")
    assert "També ho hem dit a Identitat Nord" in words(answer)
    assert neighbour.get(f"/surt/fet?state={sent['state'][0]}").status_code == 302  # once


def test_without_a_place_to_leave_the_page_says_that_it_is_not_confirmed(neighbour: Neighbour, nord: Far) -> None:  # noqa: F811
    nord.describes = {"end_session_endpoint": None}
    enter(neighbour)
    assert "Identitat Nord no ens ha confirmat que hagis sortit d'allà." in words(neighbour.post("/surt"))


def test_on_a_public_computer_the_trip_out_leaves_nothing_but_its_own_cookie(neighbour: Neighbour, nord: Far) -> None:  # noqa: F811
    enter(neighbour, public="1")
    away = neighbour.post("/surt")
    gone = {name for name, each in away.cookies.items() if each["max-age"] == 0}
    assert {"__Host-session", "__Host-lang", "__Host-csrf", "__Host-public"} <= gone
    assert away.cookies["__Host-out"]["max-age"] == 600
    assert "cookies" not in away["Clear-Site-Data"]
    answer = neighbour.get(f"/surt/fet?state={parse_qs(urlsplit(away['Location']).query)['state'][0]}")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert nord.asked["/revoke"] == 1


def test_a_step_up_offers_whoever_can_give_that_level_and_asks_in_their_words(
    neighbour: Neighbour,  # noqa: F811
    nord: Far,
) -> None:
    enter(neighbour)
    assert "Identifica't amb Identitat Nord" in words(neighbour.get("/entra/mes-segur?cap-a=/amagats&nivell=3"))
    fields = {"cap-a": "/amagats", "nivell": "3", "amb": "nord"}
    asked = neighbour.sent_to_provider("/entra/mes-segur", **fields)
    assert parse_qs(urlsplit(asked).query)["acr_values"] == ["urn:high"]
    assert "no n'hi ha prou" in words(neighbour.get(back_from(asked)))
    nord.token = {"acr": "urn:high"}
    again = neighbour.sent_to_provider("/entra/mes-segur", **fields)
    assert neighbour.get(back_from(again)).status_code == 303


def test_a_provider_that_nobody_configured_has_no_address_here(neighbour: Neighbour, nord: Far) -> None:  # noqa: F811
    assert neighbour.get("/entra/torna/sud?state=x&code=y").status_code == 404
    assert neighbour.sent_to_provider(amb="sud").startswith("http://127.0.0.1")  # the usual one
    assert not any(nord.asked)


def test_a_file_that_cannot_be_used_is_an_error_of_the_start(
    nord: Far, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from myspace.site.checks import login_providers
    from myspace.web.session import provider

    (doubt,) = [each for each in login_providers() if "es" in each.msg]
    assert (doubt.id, doubt.is_serious()) == ("myspace.W001", False)
    broken = tmp_path / "broken.toml"
    broken.write_text(FILE.format(issuer="http://id.example"))
    monkeypatch.setattr(settings, "LOGIN_PROVIDERS", str(broken))
    provider.forget()
    (error,) = login_providers()
    assert error.is_serious()
    assert "providers.nord.issuer" in error.msg
    assert signing.ISSUER not in error.msg
    monkeypatch.setattr(settings, "LOGIN_PROVIDERS", "")
