"""A login that did not end inside leaves nobody logged in at the provider: the telephone may be shared."""

from __future__ import annotations

import pytest

from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

STILL_IN = "VALId potser encara et recorda"


def who_is_next(neighbour: Neighbour, person: str = "jordi") -> str:  # noqa: F811
    """The home of who takes the device afterwards; the provider lets pass without a question whoever it still knows."""
    neighbour.enter(person)
    return neighbour.get("/inici").content.decode()


def at_the_choice(neighbour: Neighbour) -> None:  # noqa: F811
    assert neighbour.enter("teresa", "certificat", certificate="representant-atzavara").status_code == 303


@pytest.mark.parametrize(
    "misbehaviour", ["ko", "expired", "html", "truncated", "redirect", "no_identifier", "bad_identifier", "passport_nowhere"]
)  # fmt: skip
def test_after_a_failed_login_the_next_person_is_asked_who_they_are(
    neighbour: Neighbour,  # noqa: F811
    misbehaviour: str,
) -> None:
    assert STILL_IN not in words(neighbour.enter("marta", misbehaviour=misbehaviour))
    assert "Jordi" in who_is_next(neighbour)


def test_a_certificate_that_is_not_for_this_door_is_left_at_the_provider_too(neighbour: Neighbour) -> None:  # noqa: F811
    assert STILL_IN not in words(neighbour.enter("teresa", "certificat", certificate="empleada"))
    assert "Jordi" in who_is_next(neighbour)


@pytest.mark.parametrize("misbehaviour", ["code_refused", "down", "wrong_state"])
def test_where_there_is_no_way_to_log_out_there_the_page_says_so(neighbour: Neighbour, misbehaviour: str) -> None:  # noqa: F811
    says = words(neighbour.enter("marta", misbehaviour=misbehaviour))
    assert STILL_IN in says
    assert "tanca el navegador del tot" in says


@pytest.mark.parametrize("misbehaviour", ["cancel", "other_error"])
def test_who_turned_back_is_not_told_that_they_are_remembered(neighbour: Neighbour, misbehaviour: str) -> None:  # noqa: F811
    assert STILL_IN not in words(neighbour.enter("marta", misbehaviour=misbehaviour))


def test_a_logout_that_fails_does_not_take_the_page_of_the_failed_login_away(
    neighbour: Neighbour,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from myspace.connectors.valid.client import ValidClient
    from myspace.connectors.valid.failures import ProviderDown

    def away(_self: object, _token: object) -> bool:
        raise ProviderDown(503)

    monkeypatch.setattr(ValidClient, "logout", away)
    answer = neighbour.enter("marta", misbehaviour="ko")
    assert answer.status_code == 502
    assert "no t'ha pogut identificar" in words(answer)
    assert STILL_IN in words(answer)


def test_a_logout_of_a_token_the_provider_no_longer_knows_is_not_called_confirmed(neighbour: Neighbour) -> None:  # noqa: F811
    from myspace.domain.people.service import Held
    from myspace.web.session import provider

    assert provider.leave(Held("valid", "1/never-issued")) is False


def test_who_does_not_want_to_say_for_whom_leaves_here_and_there(neighbour: Neighbour) -> None:  # noqa: F811
    at_the_choice(neighbour)
    assert 'action="/surt"' in neighbour.get("/entra/en-nom-de").content.decode()
    assert "També ho hem dit a VALId" in words(neighbour.post("/surt"))
    assert neighbour.http.cookies["__Host-choice"].value == ""
    assert "Jordi" in who_is_next(neighbour)


def test_whoever_begins_to_enter_after_a_choice_nobody_made_is_asked_who_they_are(neighbour: Neighbour) -> None:  # noqa: F811
    at_the_choice(neighbour)
    assert "Jordi" in who_is_next(neighbour)


def test_a_choice_made_too_late_opens_nothing_and_leaves_nobody_in_there(
    neighbour: Neighbour,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from myspace.web.session import choice

    at_the_choice(neighbour)
    now = choice.time.time()
    with monkeypatch.context() as later:
        later.setattr("myspace.web.session.choice.time.time", lambda: now + choice.SECONDS + 1)
        answer = neighbour.post("/entra/en-nom-de", {"qui": "meu"})
        assert answer.status_code == 400
        assert "Ha passat massa estona" in words(answer)
    assert "__Host-session" not in neighbour.http.cookies
    assert neighbour.http.cookies["__Host-choice"].value == ""
    assert "Jordi" in who_is_next(neighbour)


def test_when_the_database_is_away_at_the_last_step_nobody_stays_in_at_the_provider(
    neighbour: Neighbour,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from myspace.domain.kernel.db import DatabaseAway
    from myspace.domain.people import service as people

    def away(*_args: object, **_options: object) -> None:
        raise DatabaseAway

    with monkeypatch.context() as fallen:
        fallen.setattr(people, "enter", away)
        assert neighbour.enter("marta").status_code == 503
    assert "Jordi" in who_is_next(neighbour)
