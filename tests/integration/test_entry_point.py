"""By a body's door: the ordinary login, the way back on every page of that session, and on nobody else's."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest

from myspace.domain.administrations import service as administrations
from tests.conftest import Database
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

MANRESA, VILANOVA = "0811360009", "9990130008"
SEU = "seu.vilanova-de-l-exemple.exemple.test"
BACK = "__Host-seu"


@pytest.fixture(autouse=True)
def _bodies(neighbour: Neighbour, clean: Database) -> Iterator[None]:  # noqa: F811
    rows = {MANRESA: ("Ajuntament de Manresa", "seu.manresa.exemple.test"),
            VILANOVA: ("Ajuntament de Vilanova de l'Exemple", SEU)}  # fmt: skip
    with clean.as_superuser() as curtain:
        for number, (ine10, (name, host)) in enumerate(rows.items(), 1):
            curtain.execute(
                "INSERT INTO administrations_connection (id, connector, ine10, name, base_url, hosts, deadline_ms,"
                " rate_per_second, simulated, connected_at) VALUES (%s, 'hub_carpetes', %s, %s, 'https://a.test',"
                " jsonb_build_array(%s::text), 2500, 5, true, now())",
                (f"00000000-0000-0000-0000-{number:012d}", ine10, name, host),
            )
    administrations.forget_remembered()
    yield
    administrations.forget_remembered()


def come_in(here: Neighbour, person: str, ine10: str) -> None:
    """As a person does: the door, its button, the ordinary page of entering and its form."""
    door = here.get(f"/seu/{ine10}/").content.decode()
    onward = re.search(r'href="(/entra\?des-de=\d+)"', door)
    assert onward, "the door's button"
    form = here.get(onward[1]).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(cap-a|des-de)" value="([^"]*)"', form))
    assert here.get(here.identify(here.sent_to_provider("/entra", **hidden), person)).status_code == 303


def back_of(here: Neighbour, path: str = "/inici") -> str | None:
    """Where the frame's way back leads; None when there is none."""
    page = here.get(path)
    assert page.status_code == 200
    found = re.search(r'class="way-back__link" href="([^"]*)"', page.content.decode())
    return found[1] if found else None


def test_after_entering_by_a_door_every_page_leads_back_to_that_bodys_website(neighbour: Neighbour) -> None:  # noqa: F811
    come_in(neighbour, "marta", MANRESA)
    for path in ("/inici", "/activitat", "/fonts", "/les-meves-dades-aqui"):
        assert back_of(neighbour, path) == "https://www.manresa.cat"
    assert "Torna a l&#39;<bdi" in neighbour.get("/inici").content.decode()
    cookie = neighbour.http.cookies[BACK]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert not cookie["max-age"]


def test_what_is_inside_is_the_same_by_every_door(neighbour: Neighbour) -> None:  # noqa: F811
    come_in(neighbour, "marta", VILANOVA)
    by_the_door = {path: words(neighbour.get(path)) for path in ("/fonts", "/activitat", "/impostos")}
    neighbour.enter("marta")
    assert back_of(neighbour) is None
    assert by_the_door == {path: words(neighbour.get(path)) for path in by_the_door}


def test_the_ordinary_way_in_has_no_way_back(neighbour: Neighbour) -> None:  # noqa: F811
    neighbour.get(f"/seu/{MANRESA}/")  # looked at, and not used
    neighbour.enter("marta")
    assert back_of(neighbour) is None


def test_a_representative_keeps_the_door_through_the_question_for_whom(neighbour: Neighbour) -> None:  # noqa: F811
    authorize = neighbour.sent_to_provider("/entra", **{"des-de": VILANOVA})
    neighbour.get(neighbour.identify(authorize, "teresa", "certificat", certificate="representant-atzavara"))
    neighbour.post("/entra/en-nom-de", {"qui": "empresa"})
    assert back_of(neighbour) == f"https://{SEU}/"


@pytest.mark.parametrize("way", ["/surt", "/surt-rapid"])
def test_leaving_forgets_the_door(neighbour: Neighbour, way: str) -> None:  # noqa: F811
    come_in(neighbour, "marta", MANRESA)
    answer = neighbour.post(way)
    assert answer.cookies[BACK]["max-age"] == 0
    assert "manresa" not in answer.content.decode().lower()
    for thread in threading.enumerate():  # the quick way out tells the provider behind the person's back
        if thread.daemon and "leave" in thread.name:
            thread.join(5)


def test_a_session_that_is_over_forgets_the_door(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    come_in(neighbour, "marta", MANRESA)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_session SET idle_until = now() - interval '1 minute'")
    answer = neighbour.get("/inici")
    assert answer.status_code == 401
    assert answer.cookies[BACK]["max-age"] == 0
    assert "manresa" not in answer.content.decode().lower()


def test_the_next_person_in_the_browser_is_not_told_where_the_one_before_came_from(
    neighbour: Neighbour,  # noqa: F811
) -> None:
    come_in(neighbour, "marta", MANRESA)
    left_behind = neighbour.http.cookies[BACK].value
    neighbour.somebody_else()
    neighbour.enter("jordi")
    assert back_of(neighbour) is None
    neighbour.http.cookies[BACK] = left_behind  # a browser that forgot nothing, or somebody who kept it
    assert back_of(neighbour) is None


def test_a_step_up_forgets_the_door_because_anybody_may_come_back_from_it(neighbour: Neighbour) -> None:  # noqa: F811
    come_in(neighbour, "marta", MANRESA)
    authorize = neighbour.sent_to_provider("/entra/mes-segur", **{"cap-a": "/amagats"})
    neighbour.get(neighbour.identify(authorize, "marta"))
    assert back_of(neighbour) is None


def test_a_website_whose_host_is_struck_off_is_no_longer_a_way_back(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    come_in(neighbour, "marta", VILANOVA)
    assert back_of(neighbour) == f"https://{SEU}/"
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE administrations_connection SET hosts = '[]' WHERE ine10 = %s", (VILANOVA,))
    administrations.forget_remembered()
    assert back_of(neighbour) is None


@pytest.mark.parametrize("odd", ["", "x", "9999999999", '"><script>alert(1)</script>', "https://dolent.test"])
def test_a_door_that_does_not_exist_changes_nothing_of_the_login(neighbour: Neighbour, odd: str) -> None:  # noqa: F811
    assert "<script>alert" not in neighbour.http.get("/entra", {"des-de": odd}).content.decode()
    neighbour.get(neighbour.identify(neighbour.sent_to_provider("/entra", **{"des-de": odd}), "marta"))
    assert back_of(neighbour) is None


def test_the_door_is_in_no_row_of_the_database(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    come_in(neighbour, "marta", VILANOVA)
    back_of(neighbour)
    with clean.as_superuser() as curtain:
        tables = [row[0] for row in curtain.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        held = {t: curtain.execute(f"SELECT string_agg(t::text, ' ') FROM {t} t").fetchone() for t in tables}
    assert len(tables) > 10
    assert [t for t, (text,) in held.items() if text and VILANOVA in text] == ["administrations_connection"]
