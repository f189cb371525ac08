"""The OpenID client over real sockets: a provider that others wrote, and a far side that breaks each rule in turn."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from myspace.connector_kit.login import Identity, LoginFailure
from myspace.connectors.openid import client as module
from myspace.connectors.openid import failures
from myspace.connectors.openid.client import OpenIdClient
from myspace.connectors.openid.mapping import Reading
from myspace.connectors.openid.wire import Secrets
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind
from tests.integration.openid_far import Far, far_side
from tests.unit.connectors.openid import signing

BACK = "http://localhost:8000/entra/torna/prova"
SECRETS = Secrets("state-1", "nonce-1", "v" * 43)
READING = Reading("nif", levels={"urn:high": AssuranceLevel.HIGH})


@pytest.fixture
def far() -> Iterator[Far]:
    with far_side() as speaking:
        speaking.nonce = SECRETS.nonce
        yield speaking


def client_of(far: Far, deadline_ms: int = 2000, **options: Any) -> OpenIdClient:
    return OpenIdClient(far.issuer, signing.CLIENT, "hush", BACK, READING, deadline_ms, **options)


def log_in(client: OpenIdClient, asked_at: datetime | None = None) -> Identity:
    tokens = client.exchange("c-1", SECRETS)
    return client.who(tokens, SECRETS, asked_at or datetime.now(UTC))


# -- a provider of others ---------------------------------------------------------------------------------------------


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def consent(address: str, sub: str) -> dict[str, list[str]]:
    """Chooses somebody on the provider's page; the query with which it sends the browser back."""
    from urllib.error import HTTPError

    with pytest.raises(HTTPError) as moved:
        build_opener(_Stay).open(Request(address, urlencode({"sub": sub}).encode()), timeout=5)
    assert moved.value.headers["Location"].startswith(BACK)
    return parse_qs(urlsplit(moved.value.headers["Location"]).query)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the mock is on its way to joserfc too
def test_somebody_comes_in_through_a_provider_that_we_did_not_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    from oidc_provider_mock import User, run_server_in_thread

    marta = User(sub="m", claims={"nif": "00000000T", "given_name": "Marta", "family_name": "Puig"})
    with run_server_in_thread(user_claims=[marta]) as server:
        issuer = f"http://localhost:{server.server_port}"
        client = OpenIdClient(issuer, "folder", "hush", BACK, READING, asks_again=False)
        params = consent(client.authorize_url(SECRETS), "m")
        tokens = client.exchange(client.read_callback(params, SECRETS.state), SECRETS)
        who = client.who(tokens, SECRETS, datetime.now(UTC))
        assert (who.identifier.kind, who.identifier.value) == (IdentifierKind.NIF, "00000000T")
        assert who.names.full == "Marta Puig"
        assert client.way_out("http://localhost:8000/surt/fet", "st")
        with pytest.raises(failures.TokenRefused):  # a code serves once
            client.exchange(params["code"][0], SECRETS)
        with pytest.raises(failures.NotForUs):  # the token of one attempt does not answer another
            client.who(tokens, Secrets("state-1", "nonce-2", SECRETS.verifier), datetime.now(UTC))


# -- a far side that breaks each rule ---------------------------------------------------------------------------------


def test_the_verifier_and_the_secret_go_to_the_token_call_and_nowhere_else(far: Far) -> None:
    client = client_of(far)
    assert SECRETS.verifier not in client.authorize_url(SECRETS)
    log_in(client)
    sent = next(form for form in far.forms if form)
    assert sent["code_verifier"] == SECRETS.verifier
    assert "client_secret" not in sent  # it goes in the head, as the provider asks
    assert [head["Authorization"][:6] for head in far.heads if "Authorization" in head] == ["Basic "]


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(far: Far) -> None:
    far.describes = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    log_in(client_of(far))
    assert next(form for form in far.forms if form)["client_secret"] == "hush"
    assert not any("Authorization" in head for head in far.heads)


@pytest.mark.parametrize(
    ("claims", "failure"),
    [
        ({"aud": "another"}, failures.NotForUs),
        ({"iss": "https://other.example"}, failures.NotForUs),
        ({"nonce": "of another attempt"}, failures.NotForUs),
        ({"at_hash": signing.at_hash("another")}, failures.NotForUs),
        ({"exp": 1_000_000_000}, failures.OutOfTime),
        ({"auth_time": 1_000_000_000}, failures.NotIdentifiedAgain),
        ({"nif": "00000000A"}, failures.IdentityMalformed),
        ({"nif": "Q0000000J"}, failures.IdentityMalformed),
        ({"nif": None}, failures.IdentityIncomplete),
    ],
)
def test_a_signed_token_that_is_not_for_this_login_opens_nothing(
    far: Far, claims: dict[str, Any], failure: type[LoginFailure]
) -> None:
    far.token = claims
    with pytest.raises(LoginFailure) as failed:
        log_in(client_of(far))
    assert type(failed.value) is failure


@pytest.mark.parametrize("forged", [signing.unsigned(), signing.with_the_public_key_as_secret(), "x", "a.b.c.d.e"])
def test_a_token_that_nobody_of_theirs_signed_opens_nothing(far: Far, forged: str) -> None:
    far.id_token = lambda _: forged
    with pytest.raises(failures.Unsigned):
        log_in(client_of(far))


def test_a_description_of_another_provider_is_used_for_nothing(far: Far) -> None:
    for wrong in ({"issuer": far.issuer + "/"}, {"token_endpoint": "https://thief.example/token"}):
        far.describes = wrong
        with pytest.raises(failures.NotAsConfigured):
            client_of(far).authorize_url(SECRETS)
    assert set(far.asked) == {"/.well-known/openid-configuration"}


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ((200, b"<html>"), failures.ProviderGarbled),
        ((200, b'{"keys": ['), failures.ProviderGarbled),
        ((200, b"\xff\xfe"), failures.ProviderGarbled),
        ((200, b"{" + b" " * 300_000 + b"}"), failures.ProviderGarbled),
        ((302, b""), failures.ProviderGarbled),
        ((503, b""), failures.ProviderDown),
        ((429, b""), failures.ProviderDown),
    ],
)
def test_whatever_is_asked_a_bad_answer_has_its_failure(
    far: Far, path: str, answer: tuple[int, bytes], failure: type[LoginFailure]
) -> None:
    far.answers[path] = answer
    with pytest.raises(LoginFailure) as failed:
        log_in(client_of(far))
    assert type(failed.value) is failure


@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_code_is_refused_and_not_sent_again(far: Far, status: int) -> None:
    far.answers["/token"] = (status, b'{"error": "invalid_grant"}')
    with pytest.raises(failures.TokenRefused):
        log_in(client_of(far))
    assert far.asked["/token"] == 1


def test_the_deadline_is_kept_against_a_provider_that_accepts_and_says_nothing() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        far = Far(issuer=f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(failures.ProviderLate):
            client_of(far, deadline_ms=200).authorize_url(SECRETS)
    with pytest.raises(failures.ProviderDown):
        client_of(far).authorize_url(SECRETS)


# -- keys, caches, user information -----------------------------------------------------------------------------------


def test_description_and_keys_are_asked_once_for_many_logins(far: Far) -> None:
    client = client_of(far)
    log_in(client)
    log_in(client)
    assert (far.asked["/.well-known/openid-configuration"], far.asked["/keys"], far.asked["/token"]) == (1, 1, 2)


def test_after_a_change_of_keys_they_are_looked_at_once_more_and_not_at_every_token(
    far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(far)
    log_in(client)
    far.keys, far.signs_with = [signing.rsa("new")], signing.rsa("new")
    with pytest.raises(failures.UnknownKey):  # within the minute they are not asked for again
        log_in(client)
    assert far.asked["/keys"] == 1
    monkeypatch.setattr(module, "KEYS_AGAIN_SECONDS", 0)
    assert log_in(client).identifier.value == "00000000T"
    assert far.asked["/keys"] == 2
    monkeypatch.setattr(module, "KEYS_AGAIN_SECONDS", 60)
    far.signs_with = signing.rsa("invented")
    for _ in range(3):
        with pytest.raises(failures.UnknownKey):
            log_in(client)
    assert far.asked["/keys"] == 2


def test_user_information_is_asked_only_where_the_token_says_too_little(far: Far) -> None:
    log_in(client_of(far))
    assert far.asked["/about"] == 0
    far.token, far.about = {"nif": None}, {"sub": "s-1", "nif": "00000001R", "acr": "urn:high"}
    who = log_in(client_of(far))
    assert (who.identifier.value, far.asked["/about"]) == ("00000001R", 1)


def test_user_information_about_somebody_else_opens_nothing(far: Far) -> None:
    far.token = {"nif": None}
    for about in ({"sub": "s-2", "nif": "00000001R"}, {"nif": "00000001R"}):
        far.about = about
        with pytest.raises(failures.AnotherSubject):
            log_in(client_of(far))


def test_a_level_is_believed_of_the_signed_token_alone(far: Far) -> None:
    far.token, far.about = {"nif": None}, {"sub": "s-1", "nif": "00000001R", "acr": "urn:high"}
    assert log_in(client_of(far)).level is AssuranceLevel.LOW
    far.token = {"nif": None, "acr": "urn:high"}
    assert log_in(client_of(far)).level is AssuranceLevel.HIGH


def test_a_token_is_ended_where_the_provider_lets_us(far: Far) -> None:
    assert client_of(far).revoke("a-1") is True
    assert far.forms[-1]["token"] == "a-1"
    far.describes = {"revocation_endpoint": None, "end_session_endpoint": None}
    assert client_of(far).revoke("a-1") is False
    assert client_of(far).way_out("http://localhost/surt/fet", "st") is None


def test_who_identified_before_we_asked_is_not_taken_for_who_sits_here_now(far: Far) -> None:
    client = client_of(far)
    assert "prompt=login" in client.authorize_url(SECRETS)
    with pytest.raises(failures.NotIdentifiedAgain):
        log_in(client, asked_at=datetime.now(UTC) + timedelta(minutes=5))
    assert "prompt" not in client_of(far, asks_again=False).authorize_url(SECRETS)


def test_the_levels_asked_for_are_the_providers_own_words(far: Far) -> None:
    asked = parse_qs(urlsplit(client_of(far).authorize_url(SECRETS, AssuranceLevel.SUBSTANTIAL)).query)
    assert asked["acr_values"] == ["urn:high"]


@pytest.mark.parametrize(
    "issuer", ["http://id.example", "ftp://localhost", "", "https://id.example?x", "https://a@b.example"]
)
def test_no_client_is_made_for_an_issuer_that_would_be_asked_in_the_clear(issuer: str) -> None:
    with pytest.raises(ValueError, match="issuer"):
        OpenIdClient(issuer, "folder", "hush", BACK, READING)


def test_no_log_line_or_exception_carries_a_token_code_or_number(far: Far, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    log_in(client_of(far))
    for token in ({"nif": "00000000A"}, {"nonce": "x"}, {"exp": 1}):
        far.token = token
        with pytest.raises(LoginFailure) as failed:
            log_in(client_of(far))
        said.append(f"{failed.value!r} {failed.value.__cause__!r} {failed.value.__context__!r}")
    everything = " ".join(said) + caplog.text
    assert not re.search(r"0000000|hush|c-1|access-1|eyJ", everything)
