"""Every piece and every public page in a real browser: axe, reflow, size under the thumb, both lights."""

import os
from collections.abc import Iterator

import django
import pytest
from django.test import override_settings
from playwright.sync_api import Browser

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

from myspace.vocabulary.administrations import directory  # noqa: E402  # Django must be set up first
from myspace.web.gallery.describing import FRAME, components  # noqa: E402
from myspace.web.pages.what_you_will_find import views as what_you_will_find  # noqa: E402
from myspace.web.pages.what_you_will_find.views import Coverage  # noqa: E402
from tests.journeys.browser import visit  # noqa: E402
from tests.unit.web.conftest import MIDDLEWARE  # noqa: E402

pytestmark = pytest.mark.journey

PUBLIC = ["/", "/que-hi-trobaras", "/privacitat", "/avis-legal", "/accessibilitat", "/a-la-pantalla"]
ERRORS = [f"/error/{status}" for status in (400, 403, 404, 405, 409, 500, 503)]
SHAPES = [(320, False), (1280, True), (360, True), (1280, False)]
# axe's best practice that asks each landmark once per page: a gallery shows the same piece several times.
REPEATED_IN_A_GALLERY = ("landmark-unique",)


@pytest.fixture(autouse=True)
def _door(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Here is no database to say who is connected: half of a small directory is, long names and telephones included.
    known = tuple(directory())[:60]
    monkeypatch.setattr(what_you_will_find, "coverage", lambda: Coverage(known[:30], known[30:], 800))
    with override_settings(
        ROOT_URLCONF="tests.journeys.specimens", MIDDLEWARE=MIDDLEWARE, SIMULATED=True, ALLOWED_HOSTS=["testserver"]
    ):
        yield


def test_every_piece_passes_axe_in_both_lights_and_fits_320_pixels(browser: Browser) -> None:
    """Each on its own page; a piece of the frame once for each example, as the page's own. In the dark only colours change."""
    wrong = {}
    with visit(browser, width=320) as here:
        for path in ["/galeria", "/galeria/cap-peca", *pieces()]:
            here.page.emulate_media(color_scheme="light", reduced_motion="reduce")
            here.open(path)
            faults = [f for f in here.faults() if not f.startswith(REPEATED_IN_A_GALLERY)]
            here.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            faults += here.faults(only="color-contrast")
            if faults or here.overflow():
                wrong[path] = (*faults, here.overflow())
        assert wrong == {}
        assert [t for t in here.told if "the server responded with a status of" not in t] == []


def pieces() -> Iterator[str]:
    for each in components().values():
        if each.name in FRAME:
            # A hostile target is the id of nothing: axe is right that such a link leads nowhere.
            shown = [example for example in each.examples if (each.name, example.state) != ("skip_link", "hostile")]
            yield from (f"/galeria/{each.name}/{each.examples.index(example) + 1}" for example in shown)
        else:
            yield f"/galeria/{each.name}"


@pytest.mark.parametrize(("number", "path"), list(enumerate([*PUBLIC, *ERRORS, "/casa"])))
def test_a_page_passes_axe_and_fits(browser: Browser, number: int, path: str) -> None:
    """One shape a page, taken in turn: the whole product of pages and shapes is a proof, not a test."""
    width, dark = SHAPES[number % len(SHAPES)]
    with visit(browser, width=width, dark=dark) as here:
        here.open(path)
        assert here.faults() == []
        assert here.overflow() == 0
        assert [t for t in here.told if "the server responded with a status of" not in t and "/live" not in t] == []


def test_the_browser_would_tell_of_a_fault(browser: Browser) -> None:
    with visit(browser) as here:
        page = here.open("/")
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x><pre></pre>')")
        page.evaluate("document.querySelector('main pre').textContent = 'x'.repeat(900)")
        assert any(fault.startswith("image-alt") for fault in here.faults())
        assert here.overflow() > 0


@pytest.mark.parametrize("path", ["/", "/que-hi-trobaras", "/casa", "/error/503"])
def test_everything_to_tap_is_big_enough(browser: Browser, path: str) -> None:
    """44 px, but for links inside a sentence (WCAG 2.5.5) and a row's link, whose target is the whole row."""
    with visit(browser, width=320) as here:
        page = here.open(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select')]
            .filter(e => e.checkVisibility() && !e.matches('.skip-link, .row__link') && !e.closest('main p:not(.actions)'))
            .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
            .filter(([, r]) => r.height < 43.9 || r.width < 43.9).map(([html, r]) => html + r.height + 'x' + r.width)"""
        )
        assert [s for s in small if "tel:" not in s] == []


def test_at_four_hundred_percent_nothing_hides_the_text(browser: Browser) -> None:
    """A 1280×1024 window at 400 % is 320×256: bars that stick would leave nothing to read."""
    with visit(browser, width=320, height=256) as here:
        page = here.open("/casa")
        assert here.overflow() == 0
        stuck = page.evaluate(
            """() => [...document.querySelectorAll('header, nav')]
            .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position)).length"""
        )
        assert stuck == 0


def test_the_first_card_is_whole_on_a_small_telephone(browser: Browser) -> None:
    with visit(browser, width=360, height=640) as here:
        page = here.open("/casa")
        button = page.locator(".card .button").bounding_box()
        bar = page.locator(".nav").bounding_box()
        assert button is not None
        assert bar is not None
        assert button["y"] + button["height"] <= bar["y"]


def test_the_first_key_leads_past_the_frame_and_the_focus_is_seen(browser: Browser) -> None:
    with visit(browser) as here:
        page = here.open("/casa")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"


def test_a_page_prints_on_one_sheet_without_bars(browser: Browser) -> None:
    with visit(browser, width=794, height=1123) as here:
        page = here.open("/")
        page.emulate_media(media="print")
        assert page.locator(".menu").is_hidden()
        assert page.locator(".footer__help").is_visible()
        assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
