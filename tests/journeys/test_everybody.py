""" "Pregunta-ho a tothom": a hundred administrations in waves, every bad temperament among them, and nothing hostile runs."""

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation.bodies import Temperament, invented_bodies, real_bodies
from tests.journeys.test_unknown_is_not_nothing import LISTS, said
from tests.journeys.walking import Country, Walk, walk

pytestmark = pytest.mark.journey

# What never gives an answer one can read. Others break some of what they give, or only some of the time.
NEVER_WELL = frozenset(
    {
        Temperament.HANGING, Temperament.DOWN, Temperament.NOT_FOUND, Temperament.REDIRECTING, Temperament.REFUSING,
        Temperament.IN_ERROR, Temperament.HTML, Temperament.TRUNCATED, Temperament.UNREADABLE, Temperament.ENDLESS,
        Temperament.BOMB, Temperament.SILENT, Temperament.DRIPPING,
    }
)  # fmt: skip


def test_a_hundred_are_asked_the_broken_are_named_and_nothing_hostile_runs(
    browser: Browser, stack: Stack, country: Country
) -> None:
    with walk(browser, stack) as here:
        here.come_in("tania")
        here.go("/fonts")
        here.page.get_by_text("Què vol dir preguntar-ho?").click()
        expect(here.page.get_by_text("Cada administració rebrà el número del teu document.")).to_be_visible()
        here.page.get_by_role("button", name="Pregunta-ho a tothom").click()
        expect(here.page.get_by_role("button", name="Deixa de preguntar-ho a tothom")).to_be_visible()

        # In waves: some have answered while others still wait, and the page says both. What is read does not move
        # under the thumb: the news wait for a tap.
        here.page.get_by_role("button", name="Ha arribat informació nova").click(timeout=30_000)
        expect(here.page.locator(".source--answered, .names li").nth(4)).to_be_attached(timeout=30_000)
        waiting = here.page.get_by_role("heading", name="Encara").first
        expect(waiting).to_be_visible()
        here.settled("/fonts", within=120)
        _everybody_is_accounted_for(here)
        _no_page_claims_nothing_or_runs_anything(here)
        here.go("/el-meu-registre")
        assert "Has demanat que ho preguntem a totes les administracions connectades." in here.text()


def _everybody_is_accounted_for(here: Walk) -> None:
    section = here.page.locator("section").filter(has=here.page.get_by_role("heading", name="No ens han contestat bé"))
    named = set(section.locator(".source__name").all_inner_texts())
    broken = {b.name for b in invented_bodies() if b.temperament in NEVER_WELL}
    broken |= {b.name for b in real_bodies() if b.temperament is Temperament.SILENT}
    assert broken <= named, f"not named: {broken - named}"
    # Who shows something has a line, who shows nothing is in a folded list of names: a hundred and more in all.
    here.page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    answered = set(here.page.locator(".source--answered .source__name, .names li").all_inner_texts())
    well = {b.name for b in real_bodies() if b.temperament is Temperament.MODERN}
    assert len(well) >= 100
    assert well <= answered, f"did not answer well: {well - answered}"
    assert not broken & answered


def _no_page_claims_nothing_or_runs_anything(here: Walk) -> None:
    page = here.page
    page.goto(here.origin + "/activitat?vista=dates")
    hostile = next(b.name for b in invented_bodies() if b.temperament is Temperament.HOSTILE)
    page.goto(f"{here.origin}/activitat?qui={next(b.ine10 for b in invented_bodies() if b.name == hostile)}")
    attacks = page.eval_on_selector_all("a.row__link", "all => all.map(one => one.getAttribute('href'))")
    assert attacks, "the hostile town gave nothing to look at: this journey proves nothing"
    assert "<script>" in page.locator("main").inner_text()  # shown as it came, as text
    for path in (*LISTS, *attacks):
        page.goto(here.origin + path)
        assert said(here) == [], path
        assert page.title().endswith("· El meu espai"), path
        assert page.locator("main script, main img, main iframe, main [onerror], main [onclick]").count() == 0
        addresses = page.eval_on_selector_all("a[href]", "all => all.map(one => one.protocol)")
        assert set(addresses) <= {"http:", "https:", "tel:"}, path
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    page.goto(here.origin + "/inici")
    expect(page.locator(".asked__one--bad")).to_contain_text("no han contestat bé")
    assert here.opened == []  # no dialog
    assert here.told == []  # no script tried and was stopped by the policy either: none was there
    assert page.evaluate("Object.keys(window).filter(k => /hack|pwn|xss|owned/i.test(k))") == []
