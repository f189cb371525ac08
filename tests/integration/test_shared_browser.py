"""Two people, one telephone: who enters after somebody who did not leave ends that session for good."""

from __future__ import annotations

import pytest

from tests.conftest import Database
from tests.integration.neighbour import Neighbour
from tests.integration.test_door import neighbour, session_cookie, valid  # noqa: F401  # fixtures


@pytest.mark.parametrize("next_one", ["marta", "jordi"])
def test_the_session_a_browser_held_is_over_when_another_begins_in_it(
    neighbour: Neighbour,  # noqa: F811
    clean: Database,
    next_one: str,
) -> None:
    neighbour.enter("marta")
    forgotten = session_cookie(neighbour).value
    neighbour.somebody_else()
    neighbour.enter(next_one)
    stranger = Neighbour()
    stranger.http.cookies["__Host-session"] = forgotten
    assert stranger.get("/inici").status_code == 401
    assert neighbour.get("/inici").status_code == 200
    with clean.as_superuser() as connection:
        held = "SELECT count(*), count(provider_token_sealed) FROM people_session WHERE ended_how = 'replaced'"
        assert connection.execute(held).fetchone() == (1, 0)


def test_a_session_in_another_browser_goes_on(neighbour: Neighbour) -> None:  # noqa: F811
    neighbour.enter("marta")
    elsewhere = Neighbour()
    elsewhere.enter("marta")
    assert neighbour.get("/inici").status_code == 200
    assert elsewhere.get("/inici").status_code == 200
