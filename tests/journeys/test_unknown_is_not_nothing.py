"""Nobody is told "nothing" when it is "unknown": town halls that are not there, silent sources, a folder with nothing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import myspace.web
from myspace.launch.stack import Stack
from myspace.simulation import cast
from myspace.vocabulary.administrations import directory
from tests.journeys.walking import Country, Walk, sql, walk

pytestmark = pytest.mark.journey

LISTS = ("/inici", "/que-em-toca", "/activitat", "/impostos", "/cites")
GENERALITAT = directory().generalitat().ine10


def claims_of_nothing() -> tuple[str, ...]:
    """Every sentence of the pages that says that there is nothing: the templates mark them for this very purpose."""
    pages = Path(myspace.web.__file__).parent / "pages"
    found = {
        sentence
        for template in pages.rglob("*.html")
        for sentence in re.findall(r'pgettext\("known-empty", "([^"]+)"\)', template.read_text("utf-8"))
    }
    assert len(found) >= 4, "the pages no longer mark their claims of nothing"
    return tuple(sorted(found))


def said(here: Walk) -> list[str]:
    text = " ".join(here.page.locator("body").inner_text().split())
    return [claim for claim in claims_of_nothing() if claim in text]


def seen_whole(here: Walk, words: str) -> None:
    """On the first screen of a small telephone, without scrolling and not under the bar at the thumb."""
    found = here.page.get_by_text(words).first
    expect(found).to_be_visible()
    box, bar = found.bounding_box(), here.page.get_by_role("navigation", name="Principal").bounding_box()
    assert box is not None
    assert bar is not None
    assert here.page.evaluate("scrollY") == 0
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= bar["y"], f"«{words}» is below the first screen"


@pytest.mark.parametrize(("who", "hall"), [("nuria", "d'Igualada"), ("marc", "d'Olot"), ("ioana", "de Tortosa")])
def test_a_town_hall_that_is_not_there_is_named_first_with_how_to_reach_it(
    browser: Browser, stack: Stack, country: Country, who: str, hall: str
) -> None:
    with walk(browser, stack) as here:
        here.come_in(who)
        for state in ("while it is asked", "when everybody has answered"):
            if state == "when everybody has answered":
                here.settled()
            seen_whole(here, "El teu ajuntament encara no hi és")
            seen_whole(here, f"Ajuntament {hall}")
            seen_whole(here, "Ves al seu web")
            website = here.page.get_by_role("link", name="Ves al seu web").get_attribute("href")
            assert website is not None
            assert website.startswith("https://")
            seen_whole(here, "Truca al")
            call = here.page.get_by_role("main").get_by_role("link", name=re.compile("Truca al")).first
            assert re.fullmatch(r"tel:[0-9+]+", call.get_attribute("href") or "")
        for path in LISTS:
            here.go(path)
            assert "Ara no et toca fer res" not in here.text()
            assert "Cap administració no té res teu" not in here.text()


def test_nothing_is_claimed_only_when_everybody_who_was_asked_has_answered(
    browser: Browser, stack: Stack, country: Country
) -> None:
    # Refusing, not broken: a broken body is left in peace for half a minute before it is asked again.
    country.wish(cast.BARCELONA, temperament="refusing")
    with walk(browser, stack) as here:
        here.come_in("berta")
        berta = here.person_id()
        here.as_for_the_first_time()
        here.settled()
        for path in LISTS:
            here.go(path)
            assert said(here) == [], f"{path} says nothing where it does not know"
        here.go("/inici")
        expect(here.page.get_by_text("No et podem dir que no tinguis res").first).to_be_visible()
        expect(here.page.locator("main")).to_contain_text("Ajuntament de Barcelona")

        # The town hall speaks again: asked again by hand, the empty folder may say that it is empty.
        country.reset()
        with here.page.expect_navigation():
            here.page.get_by_role("button", name="Torna-ho a preguntar").first.click()
        answered = here.page.locator(".source--answered .source__name").get_by_text(
            "Ajuntament de Barcelona", exact=True
        )
        here.until("/fonts", lambda: answered.count() == 1)
        here.settled()
        for path in LISTS:
            here.until(path, lambda: bool(said(here)))  # says that there is nothing, since everybody answered
        here.go("/inici")
        expect(here.page.locator("main")).to_contain_text("Ara no et toca fer res")
        expect(here.page.locator("main")).to_contain_text(re.compile(r"Ho hem preguntat a \d+ administracions"))

        # And silent once more: what was empty an hour ago is not known to be empty now.
        country.wish(GENERALITAT, temperament="down")
        sql(
            stack,
            "UPDATE gathering_ask SET fresh_until = now() - interval '1 second', answered_at = answered_at"
            " - interval '1 hour', known_at = known_at - interval '1 hour' WHERE person_id = %s",
            [berta],
        )
        here.go("/inici")
        here.until("/fonts", lambda: here.page.locator(".source--failed").count() == 1)
        for path in LISTS:
            here.go(path)
            assert said(here) == [], f"{path} still says that there is nothing"
        expect(here.page.locator("main")).to_contain_text("Generalitat de Catalunya")


def test_whoever_prefers_not_to_say_where_they_live_is_told_whom_we_asked_and_why(
    browser: Browser, stack: Stack, country: Country
) -> None:
    with walk(browser, stack) as here:
        here.come_in("pau", town=None)
        expect(here.page.get_by_text("No ens has dit on vius")).to_be_visible()
        expect(here.page.get_by_text("Per això només ho hem preguntat a la Generalitat.").first).to_be_visible()
        here.settled("/fonts")
        assert here.page.locator(".source__name").all_inner_texts() == ["Generalitat de Catalunya"]
        assert list(country.calls()) == [GENERALITAT]
        expect(here.page.get_by_text("Per això només ho hem preguntat a la Generalitat.")).to_be_visible()

        # It can be said later, from there, and then the town hall is asked.
        here.page.get_by_role("link", name="Digues on vius").click()
        here.say_town("Girona")
        expect(here.page).to_have_url(here.origin + "/inici")
        here.settled("/fonts")
        assert "Ajuntament de Girona" in here.page.locator(".source__name").all_inner_texts()
