"""A computer that others use too: five minutes, the way out always in view, and nothing left in the browser."""

from __future__ import annotations

import threading
from datetime import timedelta

from django.http import HttpResponse

from tests.conftest import Database
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, session_cookie, valid  # noqa: F401  # fixtures

SECOND = timedelta(seconds=1)
EVERYTHING, OURS = '"cache", "cookies", "storage"', '"cache", "storage"'


def enter(neighbour: Neighbour, person: str = "marta", *, public: bool = True) -> HttpResponse:  # noqa: F811
    return neighbour.get(neighbour.identify(neighbour.sent_to_provider(**({"public": "1"} if public else {})), person))


def gone(answer: HttpResponse) -> set[str]:
    return {name for name, each in answer.cookies.items() if each["max-age"] == 0}


def test_the_session_may_be_idle_for_five_minutes_and_each_page_gives_five_more(
    neighbour: Neighbour,  # noqa: F811
    clean: Database,
) -> None:
    enter(neighbour)
    with clean.as_superuser() as connection:
        row = connection.execute("SELECT idle_until - created_at, ends_at - created_at FROM people_session").fetchone()
        assert row is not None
        assert abs(row[0] - timedelta(minutes=5)) < SECOND
        assert abs(row[1] - timedelta(hours=8)) < SECOND
        connection.execute("UPDATE people_session SET seen_at = now() - interval '2 minutes'")
        assert neighbour.get("/inici").status_code == 200
        left = connection.execute("SELECT idle_until - now() FROM people_session").fetchone()
        assert left is not None
        assert timedelta(minutes=4) < left[0] <= timedelta(minutes=5)


def test_the_countdown_of_the_page_and_of_its_answer_follow_the_five_minutes(neighbour: Neighbour) -> None:  # noqa: F811
    enter(neighbour)
    page = neighbour.get("/inici").content.decode()
    seconds = int(page.partition('data-session-seconds="')[2].partition('"')[0])
    assert 240 < seconds <= 300
    answer = neighbour.post("/sessio/continua", {"drawn_for": neighbour.drawn_for()}, **{"sec-fetch-mode": "cors"})
    assert 240 < int(answer["X-Session-Seconds"]) <= 300


def test_the_way_out_is_in_the_frame_of_every_page_and_only_there(neighbour: Neighbour) -> None:  # noqa: F811
    enter(neighbour)
    for path in ("/inici", "/activitat", "/les-meves-sessions"):
        page = neighbour.get(path).content.decode()
        frame = page.partition('class="header__out"')[2].partition("</form>")[0]
        assert ">Surt<" in frame.replace("<span>", "").replace("</span>", "")
        assert page.count('action="/surt"') == 1
    assert "en un ordinador públic" in words(neighbour.get("/les-meves-sessions"))


def test_the_browser_keeps_what_was_said_as_long_as_it_is_open(neighbour: Neighbour) -> None:  # noqa: F811
    kept = enter(neighbour).cookies["__Host-public"]
    assert (kept.value, kept["max-age"], kept["expires"]) == ("1", "", "")


def test_at_home_nothing_of_it_is_there(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    enter(neighbour, public=False)
    assert "header__out" not in neighbour.get("/inici").content.decode()
    assert "públic" not in words(neighbour.get("/les-meves-sessions"))
    assert "__Host-public" not in neighbour.http.cookies or neighbour.http.cookies["__Host-public"].value == ""
    with clean.as_superuser() as connection:
        assert connection.execute("SELECT idle_seconds FROM people_session").fetchone() == (900,)


def test_leaving_takes_everything_along_here_and_keeps_the_language_at_home(neighbour: Neighbour) -> None:  # noqa: F811
    enter(neighbour)
    answer = neighbour.post("/surt")
    assert answer["Clear-Site-Data"] == EVERYTHING
    assert {"__Host-session", "__Host-lang", "__Host-csrf", "__Host-hello", "__Host-public"} <= gone(answer)
    assert "<form" not in answer.content.decode()  # its cookie would be gone before it is sent
    assert answer["Cache-Control"] == "no-store"
    neighbour.somebody_else()
    enter(neighbour, "jordi", public=False)
    at_home = neighbour.post("/surt")
    assert at_home["Clear-Site-Data"] == OURS
    assert "__Host-lang" not in gone(at_home)


def test_when_its_time_is_over_the_page_takes_everything_along_too(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    for public, header in ((True, EVERYTHING), (False, OURS)):
        neighbour.somebody_else()
        enter(neighbour, public=public)
        with clean.as_superuser() as connection:
            connection.execute("UPDATE people_session SET idle_until = now() - interval '1 second'")
        answer = neighbour.get("/inici")
        assert answer.status_code == 401
        assert answer["Clear-Site-Data"] == header
        assert ("__Host-lang" in gone(answer)) is public
        assert answer["Cache-Control"] == "no-store"


def test_the_quick_way_out_takes_everything_along_wherever_one_is(neighbour: Neighbour) -> None:  # noqa: F811
    for public in (True, False):
        neighbour.somebody_else()
        enter(neighbour, public=public)
        answer = neighbour.post("/surt-rapid")
        assert answer["Clear-Site-Data"] == EVERYTHING
        assert {"__Host-session", "__Host-lang", "__Host-csrf", "__Host-public"} <= gone(answer)
        for thread in threading.enumerate():
            if thread.daemon and "leave" in thread.name:
                thread.join(5)


def test_identifying_again_for_more_does_not_make_the_computer_ones_own(
    neighbour: Neighbour,  # noqa: F811
    clean: Database,
) -> None:
    enter(neighbour)
    authorize = neighbour.sent_to_provider("/entra/mes-segur", **{"cap-a": "/amagats", "nivell": "0"})
    neighbour.get(neighbour.identify(authorize, "marta"))
    with clean.as_superuser() as connection:
        kept = "SELECT public_computer, idle_seconds FROM people_session WHERE ended_at IS NULL"
        assert connection.execute(kept).fetchall() == [(True, 300)]


def test_who_chooses_for_whom_is_still_on_a_public_computer(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    authorize = neighbour.sent_to_provider(public="1")
    neighbour.get(neighbour.identify(authorize, "teresa", "certificat", certificate="representant-atzavara"))
    neighbour.post("/entra/en-nom-de", {"qui": "meu"})
    with clean.as_superuser() as connection:
        assert connection.execute("SELECT public_computer FROM people_session").fetchone() == (True,)


def test_the_next_person_who_says_nothing_has_a_session_of_their_own_length(
    neighbour: Neighbour,  # noqa: F811
    clean: Database,
) -> None:
    enter(neighbour)
    session_cookie(neighbour)
    neighbour.somebody_else()
    enter(neighbour, "jordi", public=False)
    assert neighbour.http.cookies["__Host-public"].value == ""
    with clean.as_superuser() as connection:
        kept = "SELECT public_computer FROM people_session WHERE ended_at IS NULL"
        assert connection.execute(kept).fetchall() == [(False,)]
