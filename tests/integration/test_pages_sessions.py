"""The page of one's own sessions: every open one is there, and one that is not mine can be ended."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

from tests.integration.country import Country
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures


def test_another_session_can_be_ended_from_here(country: Country, marta: Neighbour) -> None:
    elsewhere = Neighbour()
    elsewhere.enter("marta")
    there = country.sql("SELECT id FROM people_session ORDER BY created_at DESC LIMIT 1")[0][0]
    assert marta.act(f"/les-meves-sessions/{there}/tanca").status_code == 303
    assert elsewhere.get("/inici").status_code == 401


def test_every_open_session_is_shown_and_a_cut_list_says_so(country: Country, marta: Neighbour) -> None:
    country.sql(
        "INSERT INTO people_session (id, person_id, viewer_id, token_hash, basis, level, method, device, created_at,"
        " seen_at, idle_until, ends_at, ended_at, ended_how)"
        " SELECT gen_random_uuid(), person_id, viewer_id, sha256(convert_to(n::text, 'UTF8')), basis, level, method,"
        " CASE WHEN n = 1 THEN 'Telèfon vell' ELSE 'Ordinador' END, now() - interval '1 day', now(), idle_until, ends_at,"
        " CASE WHEN n > 1 THEN now() - interval '1 hour' END, CASE WHEN n > 1 THEN 'logout' END"
        " FROM people_session, generate_series(1, 60) n"
    )
    text = words(marta.get("/les-meves-sessions"))
    assert "Telèfon vell" in text.partition("Acabades")[0]
    assert text.count("Es va acabar") < 60
    assert "Les d'abans ja no surten aquí." in text
