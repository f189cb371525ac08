"""The OpenID client and the simulated provider over real sockets: a whole login, and every way it can go wrong."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from myspace.connector_kit.login import Identity, LoginFailure
from myspace.connectors.openid import failures
from myspace.connectors.openid.client import OpenIdClient
from myspace.connectors.openid.mapping import Reading
from myspace.connectors.openid.simulator.moods import Mood
from myspace.connectors.openid.wire import Secrets
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind

BACK, OUT = "http://localhost:1/entra/torna/nord", "http://localhost:1/surt/fet"
CLIENT, SECRET = "the folder", "a secret: & with signs"
SECRETS = Secrets("st&te/1", "nonce-1", "v" * 43)
READING = Reading(
    "document",
    kind="document_kind",
    kinds={"DNI": IdentifierKind.NIF, "NIE": IdentifierKind.NIE, "PASSAPORT": IdentifierKind.PASSPORT},
    country="document_country",
    levels={"urn:identitat-nord:mitja": AssuranceLevel.SUBSTANTIAL, "urn:identitat-nord:alt": AssuranceLevel.HIGH},
)


@dataclass
class Browser:
    """A browser without script: it fills the last form and keeps the cookie."""

    at: str
    cookie: str = ""

    def ask(self, address: str, **form: str) -> http.client.HTTPResponse:
        parts = urlsplit(self.at)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = urlencode(form) if form else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST" if body else "GET", address.removeprefix(self.at), body, headers)
        answer = connection.getresponse()
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return answer

    def identify(self, address: str, person: str = "marta", mood: str = "none") -> dict[str, list[str]]:
        """The parameters of the callback, after going through the provider's pages where it shows them."""
        page = self.ask(address)
        if page.status != 303:
            action = found(r'action="(/entrada/[^"/]+)"', page.read().decode())
            confirm = self.ask(f"{action}?person={person}").read().decode()
            level = found(r'<option value="([^"]+)" selected', confirm)
            page = self.ask(action, person=person, level=level, mood=mood, act="enter")
        return callback(page)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"{pattern} is not on the page"
    return match[1]


def callback(answer: http.client.HTTPResponse) -> dict[str, list[str]]:
    assert answer.status == 303, answer.read()[:300]
    target = answer.getheader("Location") or ""
    assert target.startswith(BACK + "?")
    return parse_qs(urlsplit(target).query, strict_parsing=True)


@contextlib.contextmanager
def running(*options: str) -> Iterator[str]:
    command = [
        sys.executable,
        "-m",
        "myspace.connectors.openid.simulator",
        "--client-id",
        CLIENT,
        "--secret-in",
        "HUSH",
    ]
    command += ["--redirect-uri", BACK, "--after-logout", OUT, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "HUSH": SECRET})
    try:
        assert process.stdout
        yield process.stdout.readline().removeprefix("ready ").strip()
    finally:
        process.terminate()
        assert process.wait(10) == 0


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running() as address:
        yield address


def client_of(address: str, deadline_ms: int = 2000, **options: Any) -> OpenIdClient:
    return OpenIdClient(address, CLIENT, SECRET, BACK, READING, deadline_ms, **options)


def log_in(client: OpenIdClient, params: dict[str, list[str]]) -> Identity:
    asked_at = datetime.now(UTC)
    return client.who(client.exchange(client.read_callback(params, SECRETS.state), SECRETS), SECRETS, asked_at)


def test_a_neighbour_comes_in_with_number_names_and_level(provider: str) -> None:
    client = client_of(provider)
    who = log_in(client, Browser(provider).identify(client.authorize_url(SECRETS)))
    assert (who.identifier.value, who.names.full, who.country) == ("12345678Z", "Marta Soler Puig", "ES")
    assert who.level is AssuranceLevel.SUBSTANTIAL
    who = log_in(client, Browser(provider).identify(client.authorize_url(SECRETS), "amina"))
    assert (who.identifier.kind, who.level) == (IdentifierKind.NIE, AssuranceLevel.LOW)


def test_a_level_that_is_asked_for_is_given_to_who_can_reach_it(provider: str) -> None:
    client = client_of(provider)
    asked = client.authorize_url(SECRETS, AssuranceLevel.HIGH)
    assert log_in(client, Browser(provider).identify(asked, "marta")).level is AssuranceLevel.HIGH
    assert log_in(client, Browser(provider).identify(asked, "ramon")).level is AssuranceLevel.LOW


@pytest.mark.parametrize(
    ("mood", "failure"),
    [
        (Mood.CANCEL, failures.Cancelled),
        (Mood.OTHER_ERROR, failures.CallbackError),
        (Mood.WRONG_STATE, failures.StateMismatch),
        (Mood.WRONG_ISSUER, failures.WrongIssuer),
        (Mood.NO_ISSUER, failures.WrongIssuer),
        (Mood.CODE_REFUSED, failures.TokenRefused),
        (Mood.DOWN, failures.ProviderDown),
        (Mood.LATE, failures.ProviderLate),
        (Mood.GARBLED, failures.ProviderGarbled),
        (Mood.TRUNCATED, failures.ProviderGarbled),
        (Mood.REDIRECT, failures.ProviderGarbled),
        (Mood.WRONG_NONCE, failures.NotForUs),
        (Mood.WRONG_AUDIENCE, failures.NotForUs),
        (Mood.EXPIRED, failures.OutOfTime),
        (Mood.UNKNOWN_KEY, failures.UnknownKey),
        (Mood.UNSIGNED, failures.Unsigned),
        (Mood.NOT_AGAIN, failures.NotIdentifiedAgain),
        (Mood.ANOTHER_SUBJECT, failures.AnotherSubject),
        (Mood.NO_NUMBER, failures.IdentityIncomplete),
        (Mood.BAD_NUMBER, failures.IdentityMalformed),
        (Mood.PASSPORT_NOWHERE, failures.IdentityWithoutCountry),
    ],
)
def test_each_mood_has_its_failure(provider: str, mood: Mood, failure: type[LoginFailure]) -> None:
    client = client_of(provider, deadline_ms=700 if mood is Mood.LATE else 2000)
    params = Browser(provider).identify(client.authorize_url(SECRETS), mood=mood)
    with pytest.raises(LoginFailure) as failed:
        log_in(client, params)
    assert type(failed.value) is failure


@pytest.mark.parametrize(
    ("mood", "kind", "country", "level"),
    [
        (Mood.PASSPORT_FR, IdentifierKind.PASSPORT, "FR", AssuranceLevel.SUBSTANTIAL),
        (Mood.UNKNOWN_LEVEL, IdentifierKind.NIF, "ES", AssuranceLevel.LOW),
        (Mood.LOGOUT_DOWN, IdentifierKind.NIF, "ES", AssuranceLevel.SUBSTANTIAL),
    ],
)
def test_in_these_moods_somebody_comes_in(
    provider: str, mood: Mood, kind: IdentifierKind, country: str, level: AssuranceLevel
) -> None:
    client = client_of(provider)
    who = log_in(client, Browser(provider).identify(client.authorize_url(SECRETS), mood=mood))
    assert (who.identifier.kind, who.country, who.level) == (kind, country, level)


def test_a_browser_that_it_remembers_is_asked_again_only_when_we_want_it(provider: str) -> None:
    browser, anew = Browser(provider), client_of(provider)
    browser.identify(anew.authorize_url(SECRETS))
    assert browser.ask(anew.authorize_url(SECRETS)).status == 200
    passing = client_of(provider, asks_again=False).authorize_url(SECRETS)
    assert browser.ask(passing).status == 303
    nobody = callback(Browser(provider).ask(passing + "&prompt=none"))
    assert nobody["error"] == ["login_required"]


def test_a_code_serves_once_and_only_with_the_verifier_of_its_attempt(provider: str) -> None:
    client = client_of(provider)
    code = Browser(provider).identify(client.authorize_url(SECRETS))["code"][0]
    with pytest.raises(failures.TokenRefused):
        client.exchange(code, Secrets("s", "n", "w" * 43))
    tokens = client.exchange(code, SECRETS)
    with pytest.raises(failures.TokenRefused):
        client.exchange(code, SECRETS)
    with pytest.raises(failures.TokenRefused):  # and using it again killed what it gave: user information is refused
        client.who(tokens, SECRETS, datetime.now(UTC))


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("&code_challenge_method=S256", "", "invalid_request"),
        ("&code_challenge_method=S256", "&code_challenge_method=plain", "invalid_request"),
        ("scope=openid", "scope=other", "invalid_scope"),
        ("response_type=code", "response_type=token", "unsupported_response_type"),
        ("prompt=login", "prompt=none%20login", "invalid_request"),
        ("prompt=login", "prompt=login&nonce=another", "invalid_request"),
    ],
)
def test_a_question_that_is_wrong_is_refused_with_its_word(provider: str, old: str, new: str, error: str) -> None:
    address = client_of(provider).authorize_url(SECRETS)
    assert old in address
    says = callback(Browser(provider).ask(address.replace(old, new)))
    assert (says["error"], says["state"], says["iss"]) == ([error], [SECRETS.state], [provider])


def test_nobody_is_sent_to_an_address_that_is_not_registered(provider: str) -> None:
    address = client_of(provider).authorize_url(SECRETS)
    for old, new in (("entra%2Ftorna", "lladre"), ("client_id=the%20folder", "client_id=other")):
        assert old in address
        assert Browser(provider).ask(address.replace(old, new)).status == 400
    out = client_of(provider).way_out("http://localhost:1/lladre", "s-1")
    assert out is not None
    assert Browser(provider).ask(out).status == 200


def test_who_leaves_is_asked_and_then_sent_back_and_is_not_known_here_any_more(provider: str) -> None:
    browser, client = Browser(provider), client_of(provider, asks_again=False)
    browser.identify(client.authorize_url(SECRETS))
    out = client.way_out(OUT, "s-1")
    assert out is not None
    question = browser.ask(out)
    assert question.status == 200
    assert "Marta Soler Puig" in question.read().decode()
    assert browser.ask(client.authorize_url(SECRETS)).status == 303  # asking has ended nothing
    sent = {"client_id": CLIENT, "post_logout_redirect_uri": OUT, "state": "s-1", "act": "leave"}
    answer = browser.ask("/sortida", **sent)
    assert answer.getheader("Location") == OUT + "?state=s-1"
    assert browser.ask(client.authorize_url(SECRETS)).status == 200
    assert browser.ask(out).getheader("Location") == OUT + "?state=s-1"  # nobody is in: nothing to ask


def test_a_token_that_was_ended_says_nothing_more(provider: str) -> None:
    client = client_of(provider)
    params = Browser(provider).identify(client.authorize_url(SECRETS))
    tokens = client.exchange(client.read_callback(params, SECRETS.state), SECRETS)
    assert client.revoke(tokens.access_token) is True
    with pytest.raises(failures.TokenRefused):
        client.who(tokens, SECRETS, datetime.now(UTC))


def test_the_mood_of_the_next_login_can_be_set_from_outside(provider: str) -> None:
    assert Browser(provider).ask("/_control/next?mood=down", form="yes").status == 204
    client = client_of(provider)
    with pytest.raises(failures.ProviderDown):
        log_in(client, Browser(provider).identify(client.authorize_url(SECRETS)))
    assert log_in(client, Browser(provider).identify(client.authorize_url(SECRETS))).identifier.value == "12345678Z"
    assert Browser(provider).ask("/_control/next?mood=sad", form="yes").status == 400


def test_the_probe_tells_a_provider_as_configured_from_one_that_is_not(provider: str) -> None:
    client_of(provider).probe()
    with pytest.raises(failures.NotAsConfigured):
        client_of(provider + "/").probe()
    with running() as address:
        gone = client_of(address)
        gone.probe()
    with pytest.raises(failures.ProviderDown):
        gone.probe()
