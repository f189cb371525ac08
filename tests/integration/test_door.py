"""The session door over the real provider simulator and a real database: who comes in, who does not, and how one leaves."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.cookies import Morsel

import pytest

from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.neighbour import CLIENT_ID, CLIENT_SECRET, ORIGIN, Neighbour, provider, words


@pytest.fixture(scope="module")
def valid() -> Iterator[str]:
    with provider("--slow-seconds", "3") as url:
        yield url


@pytest.fixture
def neighbour(valid: str, as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> Iterator[Neighbour]:
    from django.conf import settings

    from myspace.web.session import provider as door_provider

    for name, value in {
        "VALID_URL": valid, "VALID_CLIENT_ID": CLIENT_ID, "VALID_CLIENT_SECRET": CLIENT_SECRET, "ORIGIN": ORIGIN,
        "ALLOWED_HOSTS": ["localhost"],
    }.items():  # fmt: skip
        monkeypatch.setattr(settings, name, value)
    door_provider.forget()
    with as_role("myspace_web"):
        yield Neighbour()
    door_provider.forget()


def session_cookie(neighbour: Neighbour) -> Morsel[str]:
    return neighbour.http.cookies["__Host-session"]


def test_a_first_visit_comes_in_is_asked_where_it_lives_and_gets_home(neighbour: Neighbour) -> None:
    answer = neighbour.enter("marta")
    assert (answer.status_code, answer["Location"]) == (303, "/benvinguda")
    assert "On vius?" in words(neighbour.get("/benvinguda"))
    done = neighbour.post("/benvinguda", {"drawn_for": neighbour.drawn_for("/benvinguda"), "municipi": "manresa"})
    assert (done.status_code, done["Location"]) == (303, "/inici")
    assert "Vius a Manresa" in words(neighbour.get("/fonts"))


def test_the_session_cookie_is_bound_to_this_origin_and_out_of_reach_of_scripts(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    cookie = session_cookie(neighbour)
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["path"] == "/"
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]
    assert not cookie["max-age"]
    assert len(cookie.value) >= 40


def test_each_login_has_a_new_token_and_the_one_before_is_dead(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    first = session_cookie(neighbour).value
    neighbour.enter("marta")
    assert session_cookie(neighbour).value != first
    other = Neighbour()
    other.http.cookies["__Host-session"] = first
    assert other.get("/inici").status_code == 401


@pytest.mark.parametrize(
    ("misbehaviour", "status", "says"),
    [
        ("cancel", 200, "No ha passat res"),
        ("other_error", 400, "no pot continuar"),
        ("wrong_state", 400, "no ha començat en aquest navegador"),
        ("code_refused", 502, "no ens ha volgut dir qui ets"),
        ("expired", 400, "Ha passat massa estona"),
        ("down", 503, "VALId no contesta"),
        ("html", 502, "No entenem"),
        ("truncated", 502, "No entenem"),
        ("redirect", 502, "No entenem"),
        ("ko", 502, "no t'ha pogut identificar"),
        ("no_identifier", 403, "no ens ha dit el número"),
        ("bad_identifier", 403, "no lliguen"),
    ],
)
def test_each_failure_has_its_own_page_with_a_way_on_and_nobody_is_in(
    neighbour: Neighbour, misbehaviour: str, status: int, says: str
) -> None:
    answer = neighbour.enter("marta", misbehaviour=misbehaviour)
    assert answer.status_code == status
    assert says in words(answer)
    assert "012" in words(answer)
    assert 'href="/entra"' in answer.content.decode()
    assert "__Host-session" not in neighbour.http.cookies
    assert answer["Cache-Control"] == "no-store"


def test_a_provider_that_takes_too_long_is_said_to(neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    from myspace.web.session import provider as door_provider

    monkeypatch.setattr(door_provider, "PATIENCE_MS", 1_000)
    door_provider.forget()
    answer = neighbour.enter("marta", misbehaviour="slow")
    assert answer.status_code == 504
    assert "triga massa" in words(answer)


def test_a_return_nobody_asked_for_opens_nothing_even_with_a_good_code(neighbour: Neighbour) -> None:
    back = neighbour.identify(neighbour.sent_to_provider(), "marta")
    stranger = Neighbour()
    answer = stranger.get(back)
    assert answer.status_code == 400
    assert "__Host-session" not in stranger.http.cookies


def test_a_return_cannot_be_used_twice(neighbour: Neighbour) -> None:
    back = neighbour.identify(neighbour.sent_to_provider(), "marta")
    assert neighbour.get(back).status_code == 303
    assert neighbour.get(back).status_code == 400


def test_a_forged_login_cookie_is_no_login_cookie(neighbour: Neighbour) -> None:
    back = neighbour.identify(neighbour.sent_to_provider(), "marta")
    neighbour.http.cookies["__Host-login"] = neighbour.http.cookies["__Host-login"].value[:-2] + "xx"
    assert neighbour.get(back).status_code == 400


def test_a_representative_is_asked_for_whom_and_no_number_travels_in_the_address(neighbour: Neighbour) -> None:
    answer = neighbour.enter("teresa", "certificat", certificate="representant-atzavara")
    assert (answer.status_code, answer["Location"]) == (303, "/entra/en-nom-de")
    page = neighbour.get("/entra/en-nom-de")
    assert "Consorci Fictici de l'Atzavara" in words(page)
    assert "Q0000000J" not in neighbour.http.cookies["__Host-choice"].value
    assert neighbour.post("/entra/en-nom-de", {"qui": "empresa"}).status_code == 303
    assert "Ara mires l'espai de" in neighbour.get("/inici").content.decode()


def test_a_representative_may_come_in_as_themselves(neighbour: Neighbour) -> None:
    neighbour.enter("teresa", "certificat", certificate="representant-atzavara")
    assert neighbour.post("/entra/en-nom-de", {"qui": "meu"}).status_code == 303
    page = neighbour.get("/inici").content.decode()
    assert "Ara mires l'espai de" not in page
    assert "Teresa" in page


def test_a_public_employees_certificate_is_not_for_the_citizens_door(neighbour: Neighbour) -> None:
    answer = neighbour.enter("teresa", "certificat", certificate="empleada")
    assert answer.status_code == 403
    assert "no es pot entrar" in words(answer)


def test_without_a_session_every_private_page_leads_to_the_door_and_back(neighbour: Neighbour) -> None:
    for path in ("/inici", "/activitat", "/impostos", "/cites", "/fonts", "/que-em-toca", "/les-meves-sessions",
                 "/el-meu-registre", "/amagats", "/les-meves-dades-aqui", "/benvinguda"):  # fmt: skip
        answer = neighbour.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/entra?cap-a={path}")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://dolent.example", "//dolent.example", "/\\dolent.example", "//", "/\\", "/surt", "javascript:1"],
)
def test_after_entering_one_lands_only_inside(neighbour: Neighbour, elsewhere: str) -> None:
    neighbour.enter("marta")
    assert neighbour.enter("marta", to=elsewhere)["Location"] == "/inici"


def test_leaving_ends_the_session_here_and_there_and_going_back_shows_nothing(
    neighbour: Neighbour, clean: Database
) -> None:
    neighbour.enter("marta")
    token = session_cookie(neighbour).value
    answer = neighbour.post("/surt")
    assert answer.status_code == 200
    assert "També ho hem dit a VALId" in words(answer)
    assert neighbour.http.cookies["__Host-session"].value == ""
    neighbour.http.cookies["__Host-session"] = token
    back = neighbour.get("/inici")
    assert back.status_code == 401
    assert "La sessió s'ha acabat" in words(back)
    # The provider was told of no logout: whoever takes the device next might be let in as this person.
    assert "tanca el navegador del tot" in words(back)
    assert "Marta" not in back.content.decode()
    with clean.as_superuser() as connection:
        assert connection.execute("SELECT count(provider_token_sealed) FROM people_session").fetchone() == (0,)


def test_when_the_provider_does_not_confirm_the_way_out_the_page_says_so(neighbour: Neighbour) -> None:
    neighbour.enter("marta", misbehaviour="logout_down")
    answer = neighbour.post("/surt")
    assert "no ens ha confirmat" in words(answer)
    assert neighbour.get("/inici").status_code == 302


def test_the_quick_way_out_clears_the_site_and_leads_to_a_page_that_is_not_ours(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    token = session_cookie(neighbour).value
    answer = neighbour.post("/surt-rapid")
    assert answer.status_code == 303
    assert not answer["Location"].startswith(("/", ORIGIN))
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    gone = {name for name, each in answer.cookies.items() if each["max-age"] == 0}
    assert {"__Host-session", "__Host-lang", "__Host-csrf", "__Host-hello"} <= gone
    neighbour.http.cookies["__Host-session"] = token
    assert neighbour.get("/inici").status_code == 401
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread() and "leave" in thread.name:
            thread.join(5)


def test_a_form_drawn_for_another_folder_does_nothing(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    of_marta = neighbour.drawn_for("/benvinguda")
    neighbour.somebody_else()
    neighbour.enter("jordi")
    answer = neighbour.post("/benvinguda", {"drawn_for": of_marta, "municipi": "Vic"})
    assert answer.status_code == 409
    assert "No hem fet res" in words(answer)
    assert "No ens has dit on vius" in words(neighbour.get("/fonts"))
    assert neighbour.post("/benvinguda", {"municipi": "Vic"}).status_code == 409


def test_a_part_of_a_page_is_given_only_to_the_folder_it_was_drawn_for(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    of_marta = neighbour.drawn_for()
    assert neighbour.get(f"/fragment/inici-et-toca?drawn_for={of_marta}").status_code == 200
    neighbour.somebody_else()
    neighbour.enter("jordi")
    answer = neighbour.get(f"/fragment/inici-et-toca?drawn_for={of_marta}")
    assert answer.status_code == 409
    assert answer["HX-Refresh"] == "true"


def test_a_post_from_another_site_is_turned_away_before_anything_is_read(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    for path in ("/benvinguda", "/surt", "/surt-rapid", "/entra", "/fonts/tothom", "/sessio/continua"):
        assert neighbour.post(path, {}, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert neighbour.get("/inici").status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Moz", "prefetch"), ("X-Purpose", "preview")],
)
def test_what_a_browser_fetches_ahead_is_given_nothing_and_nobody_has_looked(
    neighbour: Neighbour, clean: Database, name: str, value: str
) -> None:
    neighbour.enter("marta")
    for path in ("/inici", "/activitat", "/notificacions"):
        answer = neighbour.get(path, **{name: value})
        assert (answer.status_code, answer.content) == (503, b""), path
        assert answer["Cache-Control"] == "no-store"
    with clean.as_superuser() as connection:
        assert connection.execute("SELECT count(*) FROM audit_event WHERE event LIKE '%.read'").fetchone() == (0,)
    assert neighbour.get("/activitat").status_code == 200


def test_a_part_of_a_page_does_not_keep_the_session_alive_and_a_page_does(
    neighbour: Neighbour, clean: Database
) -> None:
    neighbour.enter("marta")
    mark = neighbour.drawn_for()
    with clean.as_superuser() as connection:
        connection.execute(
            "UPDATE people_session SET seen_at = now() - interval '5 minutes', idle_until = now() + interval '3 minutes'"
        )
        neighbour.get(f"/fragment/fonts?drawn_for={mark}")
        left = "SELECT idle_until < now() + interval '4 minutes' FROM people_session"
        assert connection.execute(left).fetchone() == (True,)
        neighbour.get("/inici")
        assert connection.execute(left).fetchone() == (False,)


def test_one_key_extends_the_session_and_tells_the_page_how_long(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    answer = neighbour.post("/sessio/continua", {"drawn_for": neighbour.drawn_for()}, **{"sec-fetch-mode": "cors"})
    assert answer.status_code == 204
    assert 800 < int(answer["X-Session-Seconds"]) <= 900


def test_nothing_of_who_is_in_may_be_kept_by_the_browser(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    for path in (
        "/inici",
        "/activitat",
        "/les-meves-sessions",
        "/fragment/fonts?drawn_for=x",
        "/activitat/" + "0" * 8 + "-0000-0000-0000-" + "0" * 12,
    ):
        assert neighbour.get(path)["Cache-Control"] == "no-store"


def test_the_last_time_one_came_in_is_said_once(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    assert "L'última vegada vas entrar" not in words(neighbour.get("/inici"))
    neighbour.enter("marta")
    assert "L'última vegada vas entrar" in words(neighbour.get("/inici"))
    assert "L'última vegada vas entrar" not in words(neighbour.get("/inici"))


def test_what_was_hidden_asks_to_identify_anew_after_five_minutes(neighbour: Neighbour, clean: Database) -> None:
    neighbour.enter("marta")
    assert neighbour.get("/amagats").status_code == 200
    with clean.as_superuser() as connection:
        connection.execute("UPDATE people_session SET ends_at = ends_at - interval '6 minutes'")
    answer = neighbour.get("/amagats")
    assert (answer.status_code, answer["Location"]) == (302, "/entra/mes-segur?cap-a=/amagats")
    assert "Cal que tornis a identificar-te" in words(neighbour.get(answer["Location"]))


def test_a_step_up_ends_the_session_first_and_never_loops_when_it_falls_short(neighbour: Neighbour) -> None:
    neighbour.enter("jordi")
    token = session_cookie(neighbour).value
    authorize = neighbour.sent_to_provider("/entra/mes-segur", **{"cap-a": "/amagats", "nivell": "3"})
    stranger = Neighbour()
    stranger.http.cookies["__Host-session"] = token
    assert stranger.get("/inici").status_code == 401
    answer = neighbour.get(neighbour.identify(authorize, "jordi"))
    assert answer.status_code == 200
    assert "per a això no n'hi ha prou" in words(answer)
    assert "certificat digital" in words(answer)
    assert "012" in words(answer)
    assert neighbour.get("/inici").status_code == 200


def test_when_the_database_is_away_the_page_says_to_come_back(
    neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.kernel import db

    neighbour.enter("marta")
    db.close_pool()
    monkeypatch.setenv("DATABASE_URL", "postgresql://myspace_web@/away?host=/nowhere")
    monkeypatch.setattr(db, "pool", lambda: (_ for _ in ()).throw(db.DatabaseAway("away")))
    answer = neighbour.get("/inici")
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_no_identifier_and_no_name_is_in_a_title_or_an_address(neighbour: Neighbour) -> None:
    neighbour.enter("marta")
    page = neighbour.get("/inici").content.decode()
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    assert title
    assert "Marta" not in title[1]
    assert "12345678" not in page
