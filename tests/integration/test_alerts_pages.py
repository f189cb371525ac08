"""The page of alerts in its states, the calendar's link, and whether a message is really from an administration."""

# ruff: noqa: F811  # fixtures of another file are asked for by their names
from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from myspace.domain.alerts import jobs
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import MANRESA, Country
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures

CLAIMS = ("cap notificació", "cap de nova", "cap avís", "no tens res", "No tens cap", "tot al dia", "no hi ha res")
WORKER = "myspace_worker"
HIDDEN_WORDS = ("Beca", "IBI", "Manresa", "Marta", "padró")


def look(country: Country, days: int = 0) -> None:
    with country.as_role(WORKER):
        jobs.look(country.person(), datetime.now(UTC) + timedelta(days=days))


def test_before_anybody_looked_the_page_says_so_and_after_it_claims_nothing(country: Country, marta: Neighbour) -> None:
    assert "Encara no ho hem mirat" in words(marta.get("/avisos"))
    look(country)
    page = words(marta.get("/avisos"))
    assert "Ara no et podem avisar de res" in page
    assert "Això no vol dir que no t'hagin enviat res" in page
    assert not [c for c in CLAIMS if c.lower() in page.lower()]


def test_each_alert_says_what_it_rests_on_and_since_when_and_that_there_may_be_more(
    country: Country, marta: Neighbour
) -> None:
    country.tell_everything()
    look(country)
    page = words(marta.get("/avisos"))
    assert "Avisem del que l'administració ens va dir" in page
    assert "Pot ser que n'hi hagi de noves que no hem vist" in page
    assert "L'administració no diu fins quan" in page
    assert "Sense tu no podem mirar la teva bústia de notificacions" in page
    assert "Res d'això no canvia el telèfon ni el correu que té de tu el teu ajuntament" in page
    assert not [c for c in CLAIMS if c.lower() in page.lower()]


def test_put_away_left_for_later_and_said_wrong_without_script(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    look(country)
    ids = re.findall(r'action="/avisos/([0-9a-f-]{36})/mes-tard"', marta.get("/avisos").content.decode())
    assert len(ids) == 3
    said = {
        "ja-ho-se": "Ja no t'ho tornarem a dir", "no-es-aixi": "Hem apuntat que no és així",
        "mes-tard": "T'ho tornarem a dir demà passat",
    }  # fmt: skip
    for alert, how in zip(ids, said, strict=True):
        done = marta.act(f"/avisos/{alert}/{how}")
        assert (done.status_code, done["Location"]) == (303, f"/avisos?fet={how}&de={alert}")
        page = marta.get(done["Location"])
        assert said[how] in words(page)
        assert f'action="/avisos/{alert}/torna"' in page.content.decode()
        assert marta.act(f"/avisos/{alert}/torna")["Location"] == "/avisos"
        assert f'action="/avisos/{alert}/mes-tard"' in marta.get("/avisos").content.decode(), "undone"
        assert marta.act(f"/avisos/{alert}/{how}").status_code == 303
    page = words(marta.get("/avisos"))
    assert "Els que has deixat per a més tard" in page
    assert "Ara no et podem avisar de res" in page
    assert marta.act(f"/avisos/{ids[2]}/ara").status_code == 303
    assert "Els que has deixat per a més tard" not in words(marta.get("/avisos"))
    assert marta.act(f"/avisos/{ids[2]}/inventat").status_code == 404
    assert marta.act(f"/avisos/{UUID(int=9)}/ja-ho-se").status_code == 404


def test_what_is_asked_of_us_is_off_and_goes_on_and_off(country: Country, marta: Neighbour) -> None:
    page = words(marta.get("/avisos"))
    assert "Pregunta-ho quan no hi soc" in page
    marta.act("/avisos/quan-no-hi-soc", vull="1")
    marta.act("/avisos/recorda-m-ho", vull="1")
    page = words(marta.get("/avisos"))
    assert "Ho preguntem també quan no hi ets, perquè ho vas demanar" in page
    assert "Si passes un mes sense entrar, t'ho recordarem" in page
    marta.act("/avisos/quan-no-hi-soc", vull="0")
    assert "Pregunta-ho quan no hi soc" in words(marta.get("/avisos"))


def make_link(marta: Neighbour) -> str:
    answer = marta.act("/avisos/calendari/fes")
    assert answer.status_code == 200
    found = re.search(r'value="http://localhost(?::8000)?(/calendari/[\w-]{43}\.ics)"', answer.content.decode())
    assert found, words(answer)
    return found[1]


def test_the_calendar_is_off_until_made_shown_once_and_ends_at_once(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    page = words(marta.get("/avisos/calendari"))
    assert "Qui tingui l'enllaç veurà que tens terminis" in page
    path = make_link(marta)
    assert path not in marta.get("/avisos/calendari").content.decode()
    stranger = Neighbour()
    file = stranger.get(path)
    text = file.content.decode()
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert text.count("SUMMARY:Termini a El meu espai") == text.count("BEGIN:VEVENT") == 2
    assert not [w for w in HIDDEN_WORDS if w in text]
    uids = re.findall(r"UID:(\w+)", text)
    assert re.findall(r"UID:(\w+)", stranger.get(path).content.decode()) == uids
    assert len(set(uids)) == 2
    assert not file.cookies
    assert "L'han llegit per última vegada" in words(marta.get("/avisos"))
    marta.act(f"/activitat/{country.item('t1')}/amaga")
    assert stranger.get(path).content.decode().count("BEGIN:VEVENT") == 1
    assert marta.act("/avisos/calendari/anulla").status_code == 303
    assert stranger.get(path).status_code == 404
    assert stranger.get("/calendari/" + "a" * 43 + ".ics").status_code == 404


def test_a_link_that_lasts_is_made_only_just_after_identifying_and_ended_at_any_time(
    country: Country, marta: Neighbour
) -> None:
    path = make_link(marta)
    country.sql("UPDATE people_session SET ends_at = ends_at - interval '6 minutes'")
    assert marta.get("/avisos/calendari")["Location"].startswith("/entra/mes-segur")
    assert marta.act("/avisos/calendari/fes").status_code == 302
    assert Neighbour().get(path).status_code == 200
    marta.act("/avisos/calendari/anulla")
    assert Neighbour().get(path).status_code == 404


SCAM = "Generalitat de Catalunya: Montserrat Puig, 00000000T, paga ja https://gencat.cat@secret-place.example/tok3n"


def everything_kept(clean: Database) -> str:
    with clean.as_superuser() as curtain:
        tables = [r[0] for r in curtain.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return "\n".join(repr(curtain.execute(f"SELECT * FROM {t}").fetchall()) for t in tables)


def test_nothing_pasted_is_kept_logged_or_shown_again(
    country: Country,
    marta: Neighbour,
    clean: Database,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for browser in (marta, Neighbour()):
        answer = (
            browser.act("/es-de-debo", missatge=SCAM)
            if browser is marta
            else browser.post("/es-de-debo", {"missatge": SCAM})
        )
        page = words(answer)
        assert "No: sembla un engany" in page
        assert "secret-place.example" in page
        assert answer["Cache-Control"] == "no-store"
        for word in ("Montserrat", "00000000T", "tok3n"):
            assert word not in answer.content.decode()
    kept = everything_kept(clean) + caplog.text + "".join(capfd.readouterr())
    for word in ("Montserrat", "secret-place", "tok3n"):
        assert word not in kept


def test_whoever_is_in_is_told_what_the_folder_knows_and_whoever_is_not_is_not(
    country: Country, marta: Neighbour
) -> None:
    country.tell_everything()
    text = "Ajuntament de Manresa: tens una notificacio https://exemple.test/x"
    mine = words(marta.act("/es-de-debo", missatge=text))
    assert "No ho podem saber" in mine
    assert "Tens una notificació per obrir de: Ajuntament de Manresa" in mine
    outside = words(Neighbour().post("/es-de-debo", {"missatge": text}))
    assert "El que en sabem de tu" not in outside
    assert "Entra al teu espai i mira si hi surt" in outside
    country.tell(MANRESA)
    marta.act(f"/activitat/{country.item('e1')}/amaga")
    hidden = words(marta.act("/es-de-debo", missatge=text))
    assert "Tens una notificació per obrir" not in hidden


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://seu.manresa.exemple.test/x", "Sí: l'enllaç és d'una administració"),  # registered for that connection
        ("https://web.gencat.cat/ca/inici", "Sí: l'enllaç és d'una administració"),
        ("https://gencat-pagaments.com", "No: sembla un engany"),
        ("Bon dia", "No ho podem saber"),
        ("   ", "No hi has enganxat res"),
    ],
)
def test_the_three_answers_and_an_empty_box(country: Country, text: str, expected: str) -> None:
    assert expected in words(Neighbour().post("/es-de-debo", {"missatge": text}))


def test_a_session_that_is_over_does_not_lose_what_was_pasted(country: Country, marta: Neighbour) -> None:
    guard = marta.drawn_for("/es-de-debo")
    country.sql("UPDATE people_session SET ended_at = now()")
    answer = marta.post("/es-de-debo", {"missatge": SCAM, "drawn_for": guard})
    assert "No: sembla un engany" in words(answer)


def test_the_bell_of_a_login_is_heard_by_the_worker(country: Country, marta: Neighbour, as_role: AsRole) -> None:
    assert country.sql("SELECT count(*) FROM alerts_watch") == [(1,)]
