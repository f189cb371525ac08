"""The private pages in every state: everybody answered, somebody did not, nothing, everything; and what may be done there."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Down, Fault, Fresh, Garbled, Late, Quarantined, QuarantineReason
from myspace.web.pages.parts import PARTS
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, CASE, GENERALITAT, MANRESA, Country
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

PAGES = ("/inici", "/que-em-toca", "/activitat", "/activitat?vista=dates", "/impostos", "/cites", "/fonts")
CLAIMS = ("no et toca fer res", "no té res", "No tens cap", "cap assumpte teu", "hem preguntat no en surt res")


@pytest.fixture
def country(neighbour: Neighbour, as_role: AsRole, clean: Database) -> Country:  # noqa: F811
    """Marta is in and lives in Manresa; three bodies are connected and none has answered yet."""
    here = Country(as_role, clean)
    here.connect()
    neighbour.enter("marta")
    neighbour.act("/benvinguda", municipi="Manresa")
    return here


@pytest.fixture
def marta(neighbour: Neighbour) -> Neighbour:  # noqa: F811
    return neighbour


def test_before_anybody_answers_no_page_claims_that_there_is_nothing(country: Country, marta: Neighbour) -> None:
    for path in PAGES:
        text = words(marta.get(path))
        assert not [c for c in CLAIMS if c in text], path
    assert "Ho estem preguntant" in words(marta.get("/inici"))


def test_when_everybody_answers_that_there_is_nothing_the_page_says_so_and_to_whom(
    country: Country, marta: Neighbour
) -> None:
    for body in (MANRESA, BAGES, GENERALITAT):
        country.tell(body)
    home = words(marta.get("/inici"))
    assert "Ara no et toca fer res" in home
    assert "Ho hem preguntat a 3 administracions" in home


@pytest.mark.parametrize("failed", [Late(), Down(Fault.UNREACHABLE), Garbled(Fault.NOT_JSON)])
def test_one_body_that_does_not_answer_is_named_everywhere_and_nothing_is_claimed(
    country: Country, marta: Neighbour, failed: Late | Down | Garbled
) -> None:
    country.tell(MANRESA)
    country.tell(GENERALITAT)
    country.tell(BAGES, every=failed)
    for path in PAGES:
        text = words(marta.get(path))
        assert "Consell Comarcal del Bages" in text, path
        assert not [c for c in CLAIMS if c in text], path
    assert "No et podem dir que no tinguis res" in words(marta.get("/inici"))


def test_one_item_kept_aside_is_enough_not_to_claim_that_there_is_nothing(country: Country, marta: Neighbour) -> None:
    aside = Quarantined(QuarantineReason.UNKNOWN_CODE, "estat", "{}")
    country.tell(MANRESA, {Topic.CASES: Fresh((), quarantined=(aside,))})
    country.tell(BAGES)
    country.tell(GENERALITAT)
    assert "no et toca fer res" not in words(marta.get("/inici"))
    assert "no ho tenim tot" in words(marta.get("/fonts"))


def test_a_town_hall_that_is_not_connected_is_named_first_with_how_to_reach_it(
    country: Country, marta: Neighbour
) -> None:
    marta.act("/benvinguda", municipi="Igualada")
    for body in (BAGES, GENERALITAT):
        country.tell(body)
    for path in PAGES:
        page = marta.get(path)
        assert "El teu ajuntament encara no hi és" in words(page), path
        assert 'href="tel:' in page.content.decode(), path
    home = words(marta.get("/inici"))
    assert home.index("Ajuntament d'Igualada") < home.index("Et toca a tu")
    assert "Ara no et toca fer res" not in home


def test_who_prefers_not_to_say_where_they_live_is_told_what_that_means(country: Country, marta: Neighbour) -> None:
    marta.act("/benvinguda", salta="1")
    assert "només ho hem preguntat a la Generalitat" in words(marta.get("/inici"))


def test_a_town_that_is_several_or_none_is_asked_again_with_a_list(country: Country, marta: Neighbour) -> None:
    several = words(marta.act("/benvinguda", municipi="Sant"))
    assert "Quin d'aquests?" in several
    assert "No coneixem cap municipi" in words(marta.act("/benvinguda", municipi="Xyzzy"))


def test_home_says_what_to_do_first_and_who_says_so(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    home = words(marta.get("/inici"))
    assert home.index("Et toca a tu") < home.index("IBI, primer rebut") < home.index("Com van les meves coses")
    assert "Et queden 2 dies" in home
    assert "Per què ho veig?" in home


def test_every_total_carries_its_span(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    assert "5 coses d'una administració" in words(marta.get("/activitat"))


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("f=toca", "Beca menjador", "Permís d'obres"),
        ("f=acabats", "Permís d'obres", "Beca menjador"),
        ("f=diners", "IBI", "Permís d'obres"),
        ("q=contribucio", "IBI", "Permís d'obres"),
        ("q=PERMIS", "Permís d'obres", "Beca menjador"),
        ("qui=" + MANRESA, "IBI", "···"),
    ],
)
def test_the_list_is_narrowed_by_chips_and_by_everyday_words(
    country: Country, marta: Neighbour, query: str, there: str, not_there: str
) -> None:
    country.tell_everything()
    text = words(marta.get(f"/activitat?{query}"))
    assert there in text
    assert not_there not in text


@pytest.mark.parametrize(
    "query",
    ["abans=x", "abans=~", "f=%00", "q=%00", "des=x", "qui=x'", "q=" + "a" * 5000, "abans=2026-01-01~zz", "vista=%ff"],
)
def test_an_address_that_makes_no_sense_still_gives_a_list(country: Country, marta: Neighbour, query: str) -> None:
    country.tell_everything()
    assert marta.get(f"/activitat?{query}").status_code == 200


def test_a_case_says_what_to_do_above_everything_and_what_the_body_does_not_say(
    country: Country, marta: Neighbour
) -> None:
    country.tell_everything()
    text = words(marta.get(f"/activitat/{country.item('c1')}"))
    assert text.index("Què has de fer") < text.index("Com va")
    assert "No diu fins quan" in text
    assert "L'administració no diu quan" in text
    assert "Notificació de la beca" in text
    assert "seu.manresa.exemple.test" in text


def test_what_is_as_a_representative_says_that_nobody_tells_of_whom(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    assert "com a representant. L'administració no diu de qui" in words(marta.get(f"/activitat/{country.item('c2')}"))


def test_a_link_to_a_host_that_is_not_the_bodys_is_never_a_link(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("e1")
    page = marta.get(f"/activitat/{item}")
    assert "dolent.example" not in page.content.decode()
    assert "No l'obrim, per seguretat" in words(page)
    assert marta.get(f"/surt-cap-a/{item}/0").status_code == 404
    assert marta.get(f"/surt-cap-a/{item}/0/ves").status_code == 404


def test_leaving_names_the_real_host_and_is_written_in_the_log(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("c1")
    assert "seu.manresa.exemple.test" in words(marta.get(f"/surt-cap-a/{item}/0"))
    gone = marta.get(f"/surt-cap-a/{item}/0/ves")
    assert (gone.status_code, gone["Location"]) == (302, "https://seu.manresa.exemple.test/c1")
    assert gone["Referrer-Policy"] == "no-referrer"
    assert "Has anat al web d'una administració: Ajuntament de Manresa" in words(marta.get("/el-meu-registre"))
    assert marta.get(f"/surt-cap-a/{item}/9").status_code == 404


def struck_off(country: Country) -> None:
    from myspace.domain.administrations import service as administrations

    country.sql(f"UPDATE administrations_connection SET hosts = '[\"altre.exemple.test\"]' WHERE ine10 = '{MANRESA}'")
    administrations.forget_remembered()


def test_a_host_struck_off_after_the_answer_came_is_not_left_for(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("c1")
    struck_off(country)
    for path in (f"/surt-cap-a/{item}/0", f"/surt-cap-a/{item}/0/ves"):
        answer = marta.get(path)
        assert answer.status_code == 403
        assert "Location" not in answer.headers
        assert "Aquest enllaç no es pot obrir amb seguretat" in words(answer)
        assert "seu.manresa.exemple.test" not in answer.content.decode()
        assert "Ajuntament de Manresa" in words(answer)
    assert "Has anat al web d'una administració" not in words(marta.get("/el-meu-registre"))


def test_a_source_that_is_switched_off_can_still_be_gone_to(country: Country, marta: Neighbour) -> None:
    from myspace.domain.administrations import service as administrations

    country.tell_everything()
    item = country.item("c1")
    country.sql("UPDATE administrations_connection SET switched_off_at = now(), switched_off_why = 'Reforma'")
    administrations.forget_remembered()
    assert marta.get(f"/surt-cap-a/{item}/0/ves").status_code == 302


def test_fresh_money_can_be_paid_and_old_money_is_asked_again_first(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = f"/activitat/{country.item('t1')}"
    assert "Paga-ho" in words(marta.get(item))
    country.sql("UPDATE gathering_ask SET known_at = known_at - interval '16 minutes'")
    old = words(marta.get(item))
    assert "Paga-ho" not in old
    assert "Comprova-ho abans de pagar" in old
    checking = marta.act(f"{item}/comprova")
    assert checking.status_code == 303
    assert country.sql("SELECT scope FROM gathering_wanted WHERE scope = 'one'")
    assert "Ho estem comprovant" in words(marta.get(checking["Location"]))
    waited = int(datetime.now(UTC).timestamp()) - 60
    assert "Si ja has pagat, no tornis a pagar" in words(marta.get(f"{item}?comprova={waited}")), "nobody is asking"


def test_money_that_cannot_be_confirmed_says_not_to_pay_twice(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    country.sql("UPDATE gathering_ask SET known_at = known_at - interval '1 day'")
    country.tell(MANRESA, every=Down(Fault.UNREACHABLE))
    text = words(marta.get(f"/activitat/{country.item('t1')}"))
    assert "No ho hem pogut confirmar" in text
    assert "Si ja has pagat, no tornis a pagar" in text
    assert "Paga-ho" not in text


def test_a_debt_without_a_state_is_neither_paid_nor_pending(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    assert "L'administració no diu si està pagat" in words(marta.get(f"/activitat/{country.item('t1')}"))


def test_the_calendar_file_says_nothing_of_where_or_what(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    text = marta.get(f"/activitat/{country.item('a1')}/cita.ics").content.decode()
    assert "SUMMARY:Cita\r\n" in text
    assert not re.search("padró|Manresa|Plaça|Oficina|espai|localhost", text, re.I)
    assert marta.get(f"/activitat/{country.item('c1')}/cita.ics").status_code == 404


def test_what_is_hidden_is_nowhere_until_it_is_shown_again(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("c1")
    assert "Ho hem amagat" in words(marta.get(marta.act(f"/activitat/{item}/amaga")["Location"]))
    for path in (*PAGES, f"/activitat/{country.item('e1')}", "/activitat?q=menjador"):
        assert "Beca menjador" not in words(marta.get(path)), path
    assert marta.get(f"/activitat/{item}").status_code == 404
    assert "Beca menjador" in words(marta.get("/amagats"))
    assert marta.act(f"/activitat/{item}/mostra").status_code == 303
    assert "Beca menjador" in words(marta.get("/activitat"))


def test_what_a_safer_login_hid_a_weaker_one_neither_sees_nor_shows(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("c1")
    marta.act(f"/activitat/{item}/amaga")
    country.sql("UPDATE activity_mark SET hidden_level = 3")
    assert "Beca menjador" not in words(marta.get("/amagats"))
    assert marta.act(f"/activitat/{item}/mostra").status_code == 404
    assert marta.act(f"/activitat/{item}/amaga").status_code == 404


def test_nobodys_item_and_anothers_give_the_same_answer(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("c1")
    marta.somebody_else()
    marta.enter("jordi")
    theirs, nobodys = marta.get(f"/activitat/{item}"), marta.get(f"/activitat/{uuid4()}")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    for act in ("amaga", "mostra", "preferit", "comprova"):
        assert marta.act(f"/activitat/{item}/{act}").status_code == 404


def test_a_star_puts_a_thing_among_the_favourites_and_back(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("c2")
    assert marta.act(f"/activitat/{item}/preferit", on="1", torna="/activitat").status_code == 303
    assert "Permís d'obres" in words(marta.get("/activitat?preferits=1"))
    marta.act(f"/activitat/{item}/preferit", on="0")
    assert "Permís d'obres" not in words(marta.get("/activitat?preferits=1"))


def test_asking_everybody_is_explained_chosen_and_can_be_stopped(country: Country, marta: Neighbour) -> None:
    assert "Cada administració rebrà el número del teu document" in words(marta.get("/fonts"))
    marta.act("/fonts/tothom", vull="1")
    assert "Deixa de preguntar-ho a tothom" in words(marta.get("/fonts"))
    marta.act("/fonts/tothom", vull="0")
    assert "Deixa de preguntar-ho a tothom" not in words(marta.get("/fonts"))
    assert "Has demanat que ho preguntem a totes" in words(marta.get("/el-meu-registre"))


def test_one_body_by_name_is_asked_at_once_and_an_unknown_one_is_not_found(country: Country, marta: Neighbour) -> None:
    one = country.sql(f"SELECT id FROM administrations_connection WHERE ine10 = '{BAGES}'")[0][0]
    assert marta.act("/fonts/pregunta", font=str(one)).status_code == 303
    assert marta.act("/fonts/pregunta", font=str(uuid4())).status_code == 404
    assert marta.act("/fonts/pregunta", font="x").status_code == 404


def test_a_connected_body_is_found_by_its_name_and_a_name_that_is_none_says_so(
    country: Country, marta: Neighbour
) -> None:
    found = words(marta.act("/fonts/busca", nom="comarcal BAGES"))
    assert "Consell Comarcal del Bages" in found
    assert "Pregunta-l'hi" in found
    assert "No trobem cap administració connectada" in words(marta.act("/fonts/busca", nom="Xyz"))
    assert "Pregunta-l'hi" not in words(marta.act("/fonts/busca", nom=""))


def test_a_body_all_of_whose_things_are_hidden_is_not_named_among_the_sources(
    country: Country, marta: Neighbour
) -> None:
    country.tell_everything()
    before = words(marta.get("/fonts"))
    assert "Consell Comarcal del Bages" in before
    country.sql("UPDATE people_person SET residence_ine10 = NULL")
    country.sql("UPDATE gathering_ask SET items = 0, knows_me_since = now() WHERE items = 0 OR items > 0")
    after = words(marta.get("/fonts"))
    assert "Ajuntament de Manresa" not in after
    assert "Generalitat de Catalunya" in after


def test_ones_data_can_be_taken_away_whole_and_the_log_says_so(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    answer = marta.act("/les-meves-dades-aqui/baixa")
    kept = json.loads(answer.content)
    assert kept["people"]["identifier"] == "12345678Z"
    assert len(kept["activity"]["items"]) == 5
    assert "T'has baixat les dades" in words(marta.get("/el-meu-registre"))


def test_what_a_body_writes_is_text_and_never_markup(country: Country, marta: Neighbour) -> None:
    import msgspec

    nasty = "<script>alert(1)</script>\u202efdp"
    country.tell(MANRESA, {Topic.CASES: Fresh((msgspec.structs.replace(CASE, subject=nasty, notes=nasty),))})
    for path in ("/inici", "/activitat", f"/activitat/{country.item('c1')}"):
        page = marta.get(path).content.decode()
        assert "<script>alert" not in page
        assert '<bdi lang="">&lt;script&gt;' in page


def test_late_answers_are_given_as_parts_of_the_page_they_belong_to(country: Country, marta: Neighbour) -> None:
    mark = marta.drawn_for()
    country.tell_everything()
    for name in (*PARTS, "activitat", "fonts"):
        page = marta.get(f"/fragment/{name}?drawn_for={mark}")
        assert page.status_code == 200
        assert f'id="{name}"' in page.content.decode()
        assert "<html" not in page.content.decode()
    for page_of_it in ("/que-em-toca", "/impostos", "/cites"):
        page = marta.get(page_of_it).content.decode()
        assert f'hx-get="/fragment{page_of_it}?drawn_for={mark}"' in page
        assert 'data-live="/live' in page
    assert marta.get(f"/fragment/no-hi-es?drawn_for={mark}").status_code == 404
    assert marta.get("/fragment/fonts").status_code == 409


def test_every_page_has_one_heading_of_the_first_rank(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    own = [f"/activitat/{country.item(i)}" for i in ("c1", "c2", "e1", "a1", "t1")]
    for path in (
        *PAGES,
        *own,
        "/les-meves-sessions",
        "/el-meu-registre",
        "/amagats",
        "/les-meves-dades-aqui",
        "/benvinguda",
    ):
        page = marta.get(path)
        assert page.status_code == 200, path
        assert page.content.decode().count("<h1") == 1, path
