"""The failure tree: every leaf has a page and a code of its own, and no room for anybody's data."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from myspace.connector_kit.contract import read_manifest
from myspace.connector_kit.login import Token
from myspace.connectors.valid import failures
from myspace.connectors.valid.client import ValidClient
from myspace.connectors.valid.failures import LoginFailure, Screen, TokenExpired
from myspace.connectors.valid.mapping import Evidence
from myspace.connectors.valid.wire import TokenAnswer, UserInfo

LEAVES = [leaf for leaf in LoginFailure.__subclasses__() if leaf.__module__ == failures.__name__]


def test_every_failure_has_its_own_page() -> None:
    assert len({leaf.screen for leaf in LEAVES}) == len(LEAVES)
    assert len({leaf.code for leaf in LEAVES}) == len(LEAVES)


def test_the_drawing_names_every_failure() -> None:
    for leaf in LEAVES:
        assert f"─ {leaf.__name__} " in (failures.__doc__ or "")


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_text_of_a_failure_is_its_code_and_a_status(leaf: type[LoginFailure]) -> None:
    assert str(leaf()) == leaf.code
    assert str(leaf(503)) == f"{leaf.code} (HTTP 503)"
    assert pickle.loads(pickle.dumps(leaf(503))).http_status == 503


def test_tokens_are_hidden_from_every_repr() -> None:
    token = Token("1/secret", datetime(2026, 1, 1, tzinfo=UTC))
    answers = (TokenAnswer(access_token="1/secret"), UserInfo("ok", "00000000T"), Evidence((b"1/secret",)))
    shown = f"{token!r} {token} {answers!r}"
    assert "secret" not in shown
    assert "00000000T" not in shown


def test_a_token_that_is_over_is_not_even_sent() -> None:
    """The address answers nobody: a call that went out would be `down`, not `expired`."""
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    valid = ValidClient("http://127.0.0.1:9", "c", "s", "http://localhost/entra", now=lambda: now)
    with pytest.raises(TokenExpired) as failed:
        valid.who(Token("1/secret", now))
    assert failed.value.screen is Screen.EXPIRED


@pytest.mark.parametrize("address", ["http://valid.example", "ftp://localhost", "valid.example", "", "http://10.0.0.1"])
def test_the_client_secret_never_travels_in_the_clear(address: str) -> None:
    with pytest.raises(ValueError, match="MYSPACE_VALID_URL"):
        ValidClient(address, "c", "s", "https://folder.example/entra")


def test_the_browser_may_know_the_provider_under_another_address() -> None:
    valid = ValidClient("http://localhost:1", "c", "s", "https://f.example/", browser_url="https://192.0.2.1:8443/")
    assert valid.authorize_url("x").startswith("https://192.0.2.1:8443/o/oauth2/auth?")


def test_the_manifest_is_one() -> None:
    assert read_manifest(Path(failures.__file__).with_name("manifest.toml")).name == "valid"
