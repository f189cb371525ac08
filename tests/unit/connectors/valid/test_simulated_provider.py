"""The simulated provider's memory: codes once and for a minute, tokens for an hour, sessions until logout."""

from __future__ import annotations

import pytest

from myspace.connectors.valid.simulator.people import everybody, find
from myspace.connectors.valid.simulator.provider import (
    WORDS,
    Attempt,
    Login,
    Misbehaviour,
    Provider,
    Refused,
    Registered,
)

BACK = "http://localhost/entra"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def provider(clock: Clock) -> Provider:
    return Provider(Registered("7", "s", frozenset({BACK})), clock=clock)


def _enter(provider: Provider, misbehaviour: Misbehaviour = Misbehaviour.NONE) -> tuple[str, str]:
    person = find("marta")
    assert person
    attempt = provider.begin(BACK, "s", offline=True)
    _, code, session = provider.finish(attempt, Login(person, "idcatmobil", "low", misbehaviour=misbehaviour))
    assert session
    return code, session


def test_a_code_carries_a_slash_and_works_once_and_using_it_again_kills_its_token(provider: Provider) -> None:
    code, _ = _enter(provider)
    token, seconds, _ = provider.exchange(code, BACK)
    assert "/" in code
    assert seconds == 3600
    assert provider.login_of(token)
    with pytest.raises(Refused):
        provider.exchange(code, BACK)
    assert provider.login_of(token) is None


def test_a_code_is_over_after_a_minute(provider: Provider, clock: Clock) -> None:
    code, _ = _enter(provider)
    clock.now += 60
    with pytest.raises(Refused):
        provider.exchange(code, BACK)


def test_a_code_belongs_to_the_address_it_was_sent_to(provider: Provider) -> None:
    code, _ = _enter(provider)
    with pytest.raises(Refused):
        provider.exchange(code, BACK + "/")


def test_a_token_is_over_after_an_hour_and_a_refresh_gives_another(provider: Provider, clock: Clock) -> None:
    token, _, refresh = provider.exchange(_enter(provider)[0], BACK)
    clock.now += 3600
    assert provider.login_of(token) is None
    assert not provider.revoke(token)
    assert refresh
    assert provider.login_of(provider.renew(refresh)[0])


def test_revoking_leaves_the_browsers_session_and_logging_out_ends_it(provider: Provider) -> None:
    code, session = _enter(provider)
    token, _, refresh = provider.exchange(code, BACK)
    assert provider.revoke(token)
    assert not provider.revoke(token)
    assert provider.logged_in(session)
    assert provider.logout(token)
    assert provider.logged_in(session) is None
    assert not provider.logout("1/unknown")
    renewed, _ = provider.renew(refresh or "")
    assert provider.was_renewed(renewed)
    assert not provider.was_renewed(token)
    assert provider.revoke(refresh or "")
    with pytest.raises(Refused):
        provider.renew(refresh or "")


def test_a_provider_may_also_end_what_a_login_left_when_its_browser_leaves() -> None:
    provider = Provider(Registered("x", "y", frozenset({BACK})), leaving_ends_offline=True)
    code, _ = _enter(provider)
    token, _, refresh = provider.exchange(code, BACK)
    assert provider.logout(token)
    with pytest.raises(Refused):
        provider.renew(refresh or "")


def test_a_remembered_browser_passes_without_a_question_and_without_the_old_misbehaviour(provider: Provider) -> None:
    _, session = _enter(provider, Misbehaviour.KO)
    passed = provider.pass_through(provider.begin(BACK, "t", offline=False), session)
    assert passed
    assert passed[0].misbehaviour is Misbehaviour.NONE
    assert provider.pass_through(provider.begin(BACK, "t", offline=False), "unknown") is None


def test_the_next_misbehaviour_is_taken_once(provider: Provider) -> None:
    provider.set_next(Misbehaviour.HTML)
    assert provider.peek(_enter(provider)[0]) is Misbehaviour.HTML
    assert provider.peek(_enter(provider)[0]) is Misbehaviour.NONE


def test_an_attempt_ends_with_its_code_and_after_a_quarter_of_an_hour(provider: Provider, clock: Clock) -> None:
    attempt = provider.begin(BACK, "s", offline=False)
    assert isinstance(provider.attempt(attempt.id), Attempt)
    clock.now += 900
    assert provider.attempt(attempt.id) is None
    clock.now += 3601
    provider.begin(BACK, "s", offline=False)
    assert len(provider._attempts) == 1


def test_another_client_or_secret_is_refused(provider: Provider) -> None:
    provider.check_client("7", "s")
    for client, secret in (("7", "x"), ("8", "s"), ("", "")):
        with pytest.raises(Refused):
            provider.check_client(client, secret)


def test_every_misbehaviour_has_words_and_every_neighbour_a_way_in() -> None:
    assert set(WORDS) == set(Misbehaviour)
    assert len(everybody()) >= 12
    assert all(person.means for person in everybody())
