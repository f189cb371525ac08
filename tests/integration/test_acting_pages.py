"""In somebody else's folder, as a browser sees it: how one gets there and back, what is shown, and what never is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse

from myspace.domain.mandates.rules import Wish
from myspace.vocabulary.mandates import MandateCapacity, MandateState
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, MANRESA, Country
from tests.integration.mandates_stage import a_registry, age  # noqa: F401  # fixtures
from tests.integration.neighbour import Neighbour, words
from tests.integration.registry import FakeRegistry, look_up, mandate, of_body
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

RAMON, MARTA = "10000322Z", "12345678Z"
WEB, WORKER = "myspace_web", "myspace_worker"


class Folder:
    """Ramon's folder is full; Marta is at the browser, and what the registry lists is looked up on demand."""

    def __init__(self, here: Neighbour, country: Country, as_role: AsRole, registry: FakeRegistry) -> None:
        self.here, self.country, self.as_role, self.registry = here, country, as_role, registry

    def look_up(self, *people: str) -> None:
        with self.as_role(WORKER):
            for each in people or ("marta",):
                look_up(self.people[each])

    def come_in(self) -> None:
        self.people: dict[str, object] = {}
        for who in ("ramon", "marta"):
            self.here.somebody_else()
            self.here.enter(who)
            self.people[who] = self.country.person()
            if who == "ramon":
                self.country.tell_everything()
        self.look_up()

    def button(self, path: str = "/perfils") -> str:
        found = re.search(r'action="(/perfils/poder/[^"]+)"', self.here.get(path).content.decode())
        assert found, words(self.here.get(path))
        return found[1]

    def step_in(self) -> None:
        answer = self.act(self.button())
        assert answer.status_code == 303, words(answer)

    def act(self, path: str, at: str = "/perfils", **fields: str) -> HttpResponse:  # as Neighbour's
        return self.here.post(path, {"drawn_for": self.here.drawn_for(at), **fields})


@pytest.fixture
def folder(
    neighbour: Neighbour,  # noqa: F811
    as_role: AsRole,
    clean: Database,
    registry: FakeRegistry,
) -> Folder:
    country = Country(as_role, clean)
    country.connect()
    here = Folder(neighbour, country, as_role, registry)
    registry.lines.append(mandate(RAMON, MARTA))
    here.come_in()
    return here


PAGES = (
    "/inici",
    "/que-em-toca",
    "/activitat",
    "/activitat?vista=dates",
    "/impostos",
    "/cites",
    "/fonts",
    "/en-nom-de",
)


def test_every_page_says_whose_folder_it_is_on_what_ground_and_until_when(folder: Folder) -> None:
    folder.step_in()
    for path in PAGES:
        page = folder.here.get(path)
        assert page.status_code == 200, path
        text = page.content.decode()
        strip = re.search(r'<section class="acting".*?</section>', text, re.S)
        assert strip, path
        for said in ("Ara mires l'espai de:", "Ramon Bosch Vidal", "Amb un poder per a tot.", "Fins:", "Torna al meu"):
            assert said in strip[0].replace("&#39;", "'"), (path, said)
    assert "IBI, primer rebut" in words(folder.here.get("/inici"))


def test_one_goes_back_to_ones_own_folder_with_one_button_and_the_strip_is_gone(folder: Folder) -> None:
    folder.step_in()
    assert folder.act("/perfils/meu", at="/inici").status_code == 303
    assert 'class="acting"' not in folder.here.get("/inici").content.decode()
    assert "IBI" not in words(folder.here.get("/inici"))


@pytest.mark.parametrize(
    "path",
    [
        "/les-meves-sessions",
        "/les-meves-sessions/tanca-ho-tot",
        "/el-meu-registre",
        "/amagats",
        "/les-meves-dades-aqui",
        "/poders",
    ],
)
def test_what_is_only_the_persons_own_says_so_and_shows_nothing(folder: Folder, path: str) -> None:
    folder.step_in()
    page = folder.here.get(path)
    assert page.status_code == 403
    assert "Això no es pot mirar en nom d'una altra persona" in words(page)
    assert path not in folder.here.get("/inici").content.decode()


def test_nothing_of_how_the_folder_is_arranged_can_be_done(folder: Folder) -> None:
    item = folder.country.item("c1")
    folder.step_in()
    for path in (f"/activitat/{item}/amaga", f"/activitat/{item}/preferit", "/benvinguda", "/fonts/tothom"):
        assert folder.act(path, at="/inici", municipi="Vic", on="1").status_code == 403, path
    page = folder.here.get(f"/activitat/{item}")
    assert page.status_code == 200
    assert "Amaga" not in words(page)
    assert "Posa-ho a preferits" not in words(page)
    assert folder.country.sql("SELECT count(*) FROM activity_mark") == [(0,)]


def test_a_page_of_ones_own_folder_left_open_does_nothing_in_the_other(folder: Folder) -> None:
    mine = folder.here.drawn_for("/inici")
    folder.step_in()
    answer = folder.here.post("/fonts/pregunta", {"drawn_for": mine})
    assert answer.status_code == 409


def test_revoked_in_the_middle_the_next_page_after_a_look_shows_nothing_and_says_why(folder: Folder) -> None:
    folder.step_in()
    folder.registry.set(folder.registry.lines[0].source_id, MandateState.REVOKED)
    folder.look_up()
    for path in PAGES:
        page = folder.here.get(path)
        assert page.status_code == 403, path
        assert "ha revocat el poder" in words(page)
        assert "IBI" not in page.content.decode()
    part = folder.here.get(f"/fragment/inici-et-toca?drawn_for={folder.here.drawn_for()}")
    assert part["HX-Refresh"] == "true"
    assert "IBI" not in part.content.decode()
    assert folder.act("/perfils/meu", at="/inici").status_code == 303


def test_when_the_check_is_older_than_a_minute_the_page_says_that_it_is_being_checked_and_has_it_checked(
    folder: Folder, clean: Database
) -> None:
    folder.step_in()
    folder.country.sql("DELETE FROM gathering_wanted")
    age(clean, timedelta(seconds=61))
    page = folder.here.get("/activitat")
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "Ho estem comprovant" in words(page)
    assert "IBI" not in page.content.decode()
    assert folder.country.sql("SELECT scope, person_id FROM gathering_wanted") == [
        ("mandates_standing", folder.people["marta"])
    ]
    folder.look_up()
    assert folder.here.get("/activitat").status_code == 200


def test_while_the_registry_is_down_the_page_says_so_and_shows_nothing(folder: Folder, clean: Database) -> None:
    folder.step_in()
    folder.registry.down = True
    folder.look_up()
    assert folder.here.get("/inici").status_code == 200  # within its minute
    age(clean, timedelta(seconds=61))
    page = folder.here.get("/inici")
    assert page.status_code == 503
    assert "El registre de representacions no contesta" in words(page)
    assert "El registre de representacions no contesta" in words(folder.here.get("/perfils"))
    folder.act("/perfils/meu", at="/inici")
    assert "ara no hi pots entrar" in words(folder.here.get("/perfils"))
    text = words(folder.here.get("/poders")).partition("Poders que has donat")[2]
    assert "No sabem si n'hi ha cap." in text
    assert "El que veus" not in text, "there is nothing to see"


def test_the_strip_asks_again_and_has_the_page_drawn_anew_only_when_it_no_longer_holds(
    folder: Folder, clean: Database
) -> None:
    folder.step_in()
    mark = folder.here.drawn_for()
    still = f"/fragment/en-nom-de?drawn_for={mark}&era=allowed"
    assert folder.here.get(still).status_code == 204
    age(clean, timedelta(seconds=61))
    assert folder.here.get(still)["HX-Refresh"] == "true"
    assert folder.here.get(still.replace("allowed", "being_checked")).status_code == 204


def test_a_mandate_of_one_body_shows_a_list_of_just_its_things_and_no_page_of_the_folder(
    folder: Folder, clean: Database
) -> None:
    folder.registry.lines[:] = [of_body(RAMON, MARTA, MANRESA, MandateCapacity.CONSULT)]
    folder.look_up()
    folder.country.sql(f"UPDATE activity_item SET ine10 = '{BAGES}' WHERE kind = 'tax'")
    folder.step_in()
    for path in ("/inici", "/activitat", "/impostos", "/fonts"):
        page = folder.here.get(path)
        assert (page.status_code, page["Location"]) == (302, "/en-nom-de"), path
    page = words(folder.here.get("/en-nom-de"))
    assert "Davant d'una sola administració" in page
    assert "Beca menjador" in page
    assert "IBI" not in page
    item = folder.country.item("t1")
    assert folder.here.get(f"/activitat/{item}")["Location"] == "/en-nom-de"


def test_the_grantor_reads_in_their_log_who_did_what_in_their_name(folder: Folder) -> None:
    folder.step_in()
    folder.here.get("/activitat")
    folder.act("/perfils/meu", at="/inici")
    folder.here.somebody_else()
    folder.here.enter("ramon")
    log = words(folder.here.get("/el-meu-registre"))
    assert "ho va fer Marta Soler Puig , en nom teu" in log
    assert "Ha entrat al teu espai qui et representa" in log
    # What she did is not told as if he had done it.
    assert "S'ha mirat la teva activitat." in log
    assert "Has mirat la teva activitat." not in log


def test_whose_folder_was_first_opened_by_another_is_asked_where_they_live_when_they_come_in_themselves(
    folder: Folder,
) -> None:
    folder.registry.lines.append(mandate("00000007F", MARTA))
    folder.look_up("marta")
    text = folder.here.get("/perfils").content.decode()
    (hers,) = [one for one in re.findall(r'action="(/perfils/poder/[^"]+)"', text) if one != folder.button()] or [None]
    assert hers
    assert folder.act(hers).status_code == 303
    folder.here.somebody_else()
    assert folder.here.enter("carme")["Location"] == "/benvinguda"
    folder.here.somebody_else()
    assert folder.here.enter("carme")["Location"] == "/inici", "asked once"


def test_nothing_is_offered_that_a_mandate_never_opens(folder: Folder) -> None:
    folder.step_in()
    shown = folder.here.get("/inici").content.decode() + folder.here.get("/fonts").content.decode()
    for way in ("/benvinguda", "/fonts/tothom", 'href="/avisos"', "/preferencies", "/poders"):
        assert way not in shown, way
    assert "No ens has dit on" not in shown


def test_the_strip_says_what_became_of_the_power_when_it_no_longer_holds(folder: Folder, clean: Database) -> None:
    folder.step_in()

    def strip() -> str:
        found = re.search(r'<section class="acting".*?</section>', folder.here.get("/inici").content.decode(), re.S)
        assert found
        return found[0].replace("&#39;", "'")

    assert "Amb un poder per a tot." in strip()
    age(clean, timedelta(seconds=61))
    assert "Ho estem comprovant." in strip()
    assert "Amb un poder" not in strip()
    folder.registry.set(folder.registry.lines[0].source_id, MandateState.REVOKED)
    folder.look_up()
    assert "Ja no pots mirar aquest espai." in strip()


def test_the_link_of_ones_own_mail_opened_in_anothers_folder_asks_to_go_back_and_leads_on(folder: Folder) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.outbox import service as outbox
    from myspace.vocabulary.messages import MessageKind

    def told(**given: object) -> str:
        with folder.as_role(WORKER), db.as_person(folder.people["marta"]) as tx:
            outbox.tell(tx, folder.people["marta"], MessageKind.NOTICE, str(given), **given)
            return str(tx.run("SELECT door FROM outbox_message ORDER BY id DESC LIMIT 1")[0][0])

    hers, of_his = told(), told(concerns=folder.people["ramon"])
    folder.step_in()
    asked = folder.here.get(folder.here.get(f"/a/{hers}")["Location"])
    assert "És del teu espai, i ara en mires un altre." in words(asked)
    assert folder.act("/perfils/meu", at="/inici", **{"cap-a": "/avisos"})["Location"] == "/avisos"
    assert folder.here.get(f"/a/{hers}")["Location"] == "/avisos"
    asked = folder.here.get(folder.here.get(f"/a/{of_his}")["Location"])
    assert "És de l'espai de" in words(asked)
    assert "Nom Del Registre" in words(asked)
    found = re.search(r'action="(/perfils/poder/[^"]+)"', asked.content.decode())
    assert found
    assert folder.act(found[1], **{"cap-a": "/notificacions"})["Location"] == "/notificacions"
    assert folder.here.get(f"/a/{of_his}")["Location"] == "/notificacions", "already there"


def test_a_link_of_a_message_opens_the_right_folder_or_offers_to_go_there(folder: Folder) -> None:
    from myspace.domain.people import links

    folder.step_in()
    folder.act("/perfils/meu", at="/inici")
    hers, his = (links.mark_of(folder.people[who]) for who in ("marta", "ramon"))
    own = folder.here.get(f"/per/{hers}?cap-a=/cites")
    assert (own.status_code, own["Location"]) == (303, "/cites")
    asked = folder.here.get(f"/per/{his}?cap-a=/cites")
    assert "És de l'espai de" in words(asked)
    found = re.search(r'action="(/perfils/poder/[^"]+)"', asked.content.decode())
    assert found
    went = folder.act(found[1], **{"cap-a": "/cites"})
    assert (went.status_code, went["Location"]) == (303, "/cites")
    assert "Torna al meu i obre-ho" in words(folder.here.get(f"/per/{hers}?cap-a=/cites"))
    for nobody in ("x" * 32, "0" * 32):
        strange = folder.here.get(f"/per/{nobody}?cap-a=/cites")
        assert strange.status_code == 404
        assert "Aquest enllaç no s'obre aquí" in words(strange)
    assert str(folder.people["ramon"]).replace("-", "") not in his


def test_a_link_leads_to_no_other_site(folder: Folder) -> None:
    from myspace.domain.people import links

    mark = links.mark_of(folder.people["marta"])
    for to in ("https://dolent.example", "//dolent.example", "/surt"):
        assert folder.here.get(f"/per/{mark}?cap-a={to}")["Location"] == "/inici"


def test_whoever_closed_their_folder_is_told_to_whom_would_enter_and_nothing_else(folder: Folder) -> None:
    folder.country.sql(
        f"UPDATE people_person SET closed_to_mandates_since = now() WHERE person_id = '{folder.people['ramon']}'"
    )
    answer = folder.act(folder.button())
    assert answer.status_code == 200
    assert "tancat a qui el representa" in words(answer)


def test_whoever_is_inside_when_the_folder_is_closed_reads_that_and_not_that_something_failed(folder: Folder) -> None:
    """The registry's word is still fresh, and the database already says no: the page asks both before it is drawn."""
    folder.step_in()
    item = folder.country.item("c1")
    folder.country.sql("DELETE FROM people_acting")  # as closing it does, and revoking it in one's own folder
    for path in (*PAGES, "/notificacions", f"/activitat/{item}"):
        page = folder.here.get(path)
        assert page.status_code == 403, path
        assert 'Ara mires l\'espai de: <bdi lang="">Ramon Bosch Vidal' in page.content.decode().replace("&#39;", "'")
        assert "Ara cap poder no t'obre aquest espai." in words(page)
        assert "IBI" not in page.content.decode()
    assert folder.act("/fonts/pregunta", at="/perfils").status_code == 403
    assert (
        folder.here.get(f"/fragment/en-nom-de?drawn_for={folder.here.drawn_for()}&era=allowed")["HX-Refresh"] == "true"
    )
    assert folder.act("/perfils/meu", at="/inici").status_code == 303


def test_every_page_of_the_folder_says_what_a_representative_needs_for_it() -> None:
    from myspace.web import urls
    from myspace.web.session.ground import verdict  # noqa: F401  # the reader of what is asked here

    told = {
        pattern.name: getattr(pattern.callback, "wish", Wish.OPEN_FOLDER) for pattern in urls.urlpatterns
        if hasattr(pattern, "name")
    }  # fmt: skip
    assert told["sessions"] is told["session_end"] is told["log"] is told["data"] is Wish.SEE_LOGINS
    assert told["item_hide"] is told["hidden"] is told["item_show"] is Wish.SEE_HIDDEN
    assert told["welcome"] is told["item_star"] is told["sources_everyone"] is Wish.ARRANGE
    assert {name for name, wish in told.items() if wish is Wish.GRANT_MANDATE} == {
        "mandates", "mandate_give", "mandates_close", "mandate_act", "warned_refuse",
    }  # fmt: skip


def test_a_letter_that_nobody_answered_is_on_its_persons_home_and_on_nobody_elses(folder: Folder) -> None:
    """What it is about is a look-up of their data, or a login as them: no mandate gives either."""
    folder.country.sql(
        "INSERT INTO agenda_entry (id, person_id, topic, ref_id, part, verb, title, ine10, due_on, visible_from, concealed)"
        " SELECT gen_random_uuid(), person_id, 'letters', gen_random_uuid(), '', 'claim', 'Carta de ningú més', '0811360009',"
        " current_date - 2, current_date - 1, false FROM people_person"
    )
    assert "Carta de ningú més" in words(folder.here.get("/inici"))
    folder.step_in()
    for page in ("/inici", "/que-em-toca"):
        text = words(folder.here.get(page))
        assert "IBI, primer rebut" in text
        assert "Carta de ningú més" not in text
