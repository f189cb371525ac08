"""The provider's addresses, forms and answers as bytes: what is sent, what is refused."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from myspace.connectors.openid import failures, wire
from myspace.connectors.openid.wire import Secrets

ISSUER = "https://id.example"
ORIGINS = frozenset({ISSUER})
SECRETS = Secrets("s" * 43, "n" * 43, "v" * 43)


def described(**changed: Any) -> bytes:
    good = {
        "issuer": ISSUER, "authorization_endpoint": ISSUER + "/auth", "token_endpoint": ISSUER + "/token",
        "jwks_uri": ISSUER + "/keys", "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    }  # fmt: skip
    return json.dumps({k: v for k, v in {**good, **changed}.items() if v is not None}).encode()


def test_the_browser_is_sent_with_everything_that_binds_the_attempt_and_no_verifier() -> None:
    sent = parse_qs(wire.authorize_query("folder", "https://f.example/x", ("profile", "openid"), SECRETS, again=True))
    assert sent["scope"] == ["openid profile"]
    assert (sent["state"], sent["nonce"]) == ([SECRETS.state], [SECRETS.nonce])
    assert sent["code_challenge_method"] == ["S256"]
    assert (sent["prompt"], sent["max_age"]) == (["login"], ["0"])
    assert SECRETS.verifier not in str(sent)
    assert "prompt" not in wire.authorize_query("folder", "https://f.example/x", (), SECRETS, again=False)


def test_the_challenge_is_the_one_of_the_standard() -> None:
    """The example of RFC 7636, appendix B."""
    assert (
        wire.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def test_a_secret_with_odd_marks_is_encoded_before_it_is_joined() -> None:
    assert wire.basic("a:b", "c d") == "Basic YSUzQWI6YyUyMGQ="


def test_the_way_out_names_nobody() -> None:
    address = wire.way_out(ISSUER + "/out?x=1", "folder", "https://f.example/surt/fet", "st")
    assert address == (
        ISSUER + "/out?x=1&client_id=folder&post_logout_redirect_uri=https%3A%2F%2Ff.example%2Fsurt%2Ffet&state=st"
    )
    assert "id_token" not in address


def test_a_callback_gives_its_code_only_to_the_attempt_and_the_provider_it_answers() -> None:
    good = {"state": ["st"], "code": ["c"], "iss": [ISSUER]}
    assert wire.read_callback(good, "st", ISSUER, names_itself=True) == "c"
    assert wire.read_callback({"state": "st", "code": "c"}, "st", ISSUER, names_itself=False) == "c"


@pytest.mark.parametrize(
    ("params", "failure"),
    [
        ({"state": "other", "code": "c"}, failures.StateMismatch),
        ({"code": "c"}, failures.StateMismatch),
        ({"state": "other", "error": "access_denied"}, failures.StateMismatch),
        ({"state": "st", "code": "c"}, failures.WrongIssuer),  # it announces that it names itself, and does not
        ({"state": "st", "code": "c", "iss": "https://other.example"}, failures.WrongIssuer),
        ({"state": "st", "error": "access_denied", "iss": "https://other.example"}, failures.WrongIssuer),
        ({"state": "st", "error": "access_denied", "iss": ISSUER}, failures.Cancelled),
        ({"state": "st", "error": "server_error", "iss": ISSUER}, failures.CallbackError),
        ({"state": "st", "error": "access_denied", "code": "c", "iss": ISSUER}, failures.CallbackError),
        ({"state": "st", "iss": ISSUER}, failures.CallbackError),
        ({"state": "st", "code": "c" * 2001, "iss": ISSUER}, failures.CallbackError),
        ({"state": ["st", "st"], "code": "c", "iss": ISSUER}, failures.CallbackError),
        ({"state": "st", "code": ["c", "d"], "iss": ISSUER}, failures.CallbackError),
    ],
)
def test_any_other_callback_has_its_own_failure(params: Any, failure: type[Exception]) -> None:
    with pytest.raises(failure):
        wire.read_callback(params, "st", ISSUER, names_itself=True)


def test_a_callback_that_no_login_waits_for_is_nobodys() -> None:
    with pytest.raises(failures.StateMismatch):
        wire.read_callback({"state": "", "code": "c"}, "", ISSUER, names_itself=False)


def test_a_description_is_read_and_only_asymmetric_algorithms_are_taken_from_it() -> None:
    assert wire.algorithms_of(wire.read_described(described(), ISSUER, ORIGINS)) == ("RS256",)


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": ISSUER + "/"},
        {"issuer": "https://other.example"},
        {"token_endpoint": "https://thief.example/token"},
        {"token_endpoint": "http://id.example/token"},
        {"token_endpoint": "https://id.example:444/token"},
        {"token_endpoint": "https://id.example@thief.example/token"},
        {"token_endpoint": "https://id.example/to ken"},
        {"token_endpoint": "https://id.example/\r\nX: y"},
        {"jwks_uri": "https://thief.example/keys"},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"revocation_endpoint": "https://thief.example/revoke"},
        {"response_types_supported": ["id_token"]},
        {"code_challenge_methods_supported": ["plain"]},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
    ],
)
def test_a_provider_that_is_not_the_configured_one_is_not_used(changed: dict[str, Any]) -> None:
    with pytest.raises(failures.NotAsConfigured):
        wire.read_described(described(**changed), ISSUER, ORIGINS)


def test_addresses_may_be_at_origins_that_the_configuration_names() -> None:
    told = described(token_endpoint="https://api.example/token")
    assert wire.read_described(told, ISSUER, ORIGINS | {"https://api.example"}).token_endpoint.endswith("/token")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"\xff\xfe", b'{"issuer": 1}', described()[:-5]])
def test_a_description_that_is_not_one_is_garbled(body: bytes) -> None:
    with pytest.raises(failures.ProviderGarbled):
        wire.read_described(body, ISSUER, ORIGINS)


def tokens(**changed: Any) -> bytes:
    return json.dumps({"access_token": "a", "id_token": "h.p.s", "token_type": "Bearer", **changed}).encode()


def test_tokens_are_read_with_a_life_that_is_never_believed_too_long() -> None:
    assert wire.read_tokens(tokens(token_type="bearer")) == ("a", "h.p.s", 3600)
    assert wire.read_tokens(tokens(expires_in="60"))[2] == 60
    assert wire.read_tokens(tokens(expires_in=10**8))[2] == 24 * 3600


@pytest.mark.parametrize(
    "changed",
    [
        {"access_token": None},
        {"access_token": "a\r\nX-Y: z"},
        {"access_token": "à"},
        {"id_token": None},
        {"id_token": "x" * 70_000},
        {"token_type": "mac"},
        {"token_type": None},
        {"expires_in": -1},
        {"expires_in": "soon"},
    ],
)
def test_tokens_that_are_none_are_garbled(changed: dict[str, Any]) -> None:
    with pytest.raises(failures.ProviderGarbled):
        wire.read_tokens(tokens(**changed))


def test_an_error_with_http_200_is_a_refusal() -> None:
    with pytest.raises(failures.TokenRefused):
        wire.read_tokens(b'{"error": "invalid_grant"}')


@pytest.mark.parametrize("body", [b"[]", b"h.p.s", b"{", b'"x"', b"\xff"])
def test_user_information_that_is_no_object_is_garbled(body: bytes) -> None:
    with pytest.raises(failures.ProviderGarbled):
        wire.read_claims(body)


def test_secrets_and_tokens_are_hidden_from_every_repr() -> None:
    answer = wire.TokenAnswer(access_token="hidden", id_token="hidden")
    assert "hidden" not in f"{answer!r}"
    assert SECRETS.verifier not in f"{SECRETS!r} {SECRETS}"
