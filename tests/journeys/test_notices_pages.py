"""The pages around an act in a browser: every state without a fault, what must be weighed on one small screen, keys alone.

Made-up facts (specimens_notices.py): what the forms do is tests/integration/test_pages_notice_acts.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import django
import pytest
from django.test import override_settings
from playwright.sync_api import Browser

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

from myspace.vocabulary.notices import ActRefusal  # noqa: E402  # Django must be set up first
from tests.journeys.browser import visit  # noqa: E402  # the same
from tests.unit.web.conftest import MIDDLEWARE  # noqa: E402  # the same

pytestmark = pytest.mark.journey

BOXES = ("full", "partial", "none", "old", "never", "reading", "failed", "over", "other", "nowhere", "copy")
STANDING = (2, 6, 7, 8, 9, 10, 11, 13)
BEFORE = (
    "", "?fins=dia", "?fins=avui", "?fins=res", "?fins=lluny", "?fins=passat", "?fins=passat&obligat=yes",
    "?obligat=yes", "?obligat=no&triat=no", "?tinc=1&cal=3",
    "?tinc=2", "?puc=login_over", "?puc=other_provider", "?puc=copy", "?tipus=communication", "?un-altre-cop",
)  # fmt: skip
PAGES = (
    *(f"/casa/bustia/{state}" for state in BOXES), "/casa/bustia/full?nomes", "/casa/bustia/none?nomes",
    *(f"/casa/notificacio/{number}" for number in STANDING), "/casa/notificacio/2?mirat", "/casa/notificacio/2?puc=login_over",
    *(f"/casa/abans{cell}" for cell in BEFORE),
    *(f"/casa/resposta/{why}?cal=3&tinc=2" for why in (*ActRefusal, "under_way", "being_checked", "unsent")),
    *(f"/casa/document/{why}" for why in ("level_too_low", "login_over", "too_large", "dangerous", "not_now")),
    "/casa/abans-de-rebutjar", "/casa/justificant", "/casa/justificant?sense",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _door() -> Iterator[None]:
    with override_settings(
        ROOT_URLCONF="tests.journeys.specimens", MIDDLEWARE=MIDDLEWARE, SIMULATED=True, ALLOWED_HOSTS=["testserver"]
    ):
        yield


@pytest.mark.parametrize("turn", [0, 1])
def test_no_page_in_any_state_has_a_fault_or_is_too_wide(browser: Browser, turn: int) -> None:
    """Half of them narrow and light, the other half wide and dark."""
    wrong: dict[str, list[str]] = {}
    with visit(browser, width=(320, 1280)[turn], dark=bool(turn)) as here:
        for path in PAGES[turn::2]:
            page = here.open(path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
            found = here.faults()
            if (over := here.overflow()) > 0:
                found.append(f"{over} px too wide")
            if found:
                wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize("cell", ["", "?fins=dia", "?fins=res", "?obligat=yes", "?obligat=no&triat=no"])
def test_what_must_be_weighed_and_both_ways_out_are_on_one_small_screen(browser: Browser, cell: str) -> None:
    with visit(browser) as here:  # 360 × 640, with the ribbon of the invented country and the bar at the thumb
        page = here.open(f"/casa/abans{cell}")
        bar = page.get_by_role("navigation", name="Principal").bounding_box()
        doing = page.locator(".threshold__do").bounding_box()
        assert bar is not None
        assert doing is not None
        assert doing["y"] + doing["height"] <= bar["y"], "one must scroll"
        sizes = page.evaluate(
            """() => [...document.querySelectorAll('main *')].filter(e => e.childElementCount === 0 && e.checkVisibility())
            .map(e => [parseFloat(getComputedStyle(e).fontSize), e.closest('.threshold__until') !== null])"""
        )
        largest = max(size for size, _ in sizes)
        assert {until for size, until in sizes if size == largest} == {True}, "the date is the largest text"
        weights = page.locator(".threshold__way").evaluate_all(
            "all => all.map(e => [e.querySelector('p'), e.querySelector('h2')].map(c => {"
            " const s = getComputedStyle(c); return [s.fontSize, s.fontWeight, s.color].join(); }).join('|'))"
        )
        assert len(weights) == 2
        assert len(set(weights)) == 1, "opening and not opening weigh the same"


def test_with_the_keyboard_alone_the_act_is_the_first_thing_and_the_other_ways_follow(browser: Browser) -> None:
    with visit(browser) as here:
        page = here.open("/casa/abans")
        page.locator("#main").focus()
        seen = []
        for _ in range(6):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert seen == [
            "Obre la notificació", "Ara no", "La vull rebutjar", "No puc fer-ho aquí", "Qui més la pot obrir?", "Què diu la llei",
        ]  # fmt: skip
        page.keyboard.press("Enter")
        assert page.get_by_text("Rebutjar-la no atura el tràmit.").is_visible()


def test_without_script_the_act_is_a_plain_form_and_the_confirming_page_has_its_button(browser: Browser) -> None:
    with visit(browser, script=False) as here:
        page = here.open("/casa/abans")
        form = page.locator(".threshold__do form")
        assert form.get_attribute("method") == "post"
        assert (form.get_attribute("action") or "").endswith("/obre")
        assert page.get_by_role("button", name="Obre la notificació").is_enabled()
        page = here.open("/casa/notificacio/2")
        assert page.get_by_role("button", name="Mira com ha quedat").is_visible()
        assert page.get_by_role("button", name="Obre la notificació").count() == 0


def test_nothing_on_the_page_before_the_act_is_fetched_or_sent_by_itself(browser: Browser) -> None:
    with visit(browser) as here:
        page = here.open("/casa/abans")
        page.wait_for_timeout(1500)
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(300)
        sent = [(r.method, r.url) for r in here.sent if "/notificacions" in r.url]
        assert sent == []
