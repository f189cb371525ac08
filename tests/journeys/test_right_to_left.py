"""Our own pages in a script that runs from right to left: a language made for this test, of Arabic letters and no sense.

We ship no such language. Whoever adds one should find nothing of the frame in the way.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import django
import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

from django.utils.translation import trans_real  # noqa: E402  # Django must be set up first

from myspace.web import templating  # noqa: E402
from myspace.web.sentences import LEGAL_EFFECT  # noqa: E402
from tests.journeys.browser import visit  # noqa: E402
from tests.unit.web.conftest import MIDDLEWARE  # noqa: E402

pytestmark = pytest.mark.journey

PAGES = ("/", "/casa", "/casa/inici", "/casa/activitat", "/privacitat", "/avis-legal", "/error/404", "/galeria")
_KEPT = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|<[^>]+>|&\w+;")
_LETTERS = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwxyz", "ابسدهفجحيقكلمنوپرزتثوغخشىظ", strict=True))
    | dict(zip("àèéíòóúïüç", "اهعيوئءيوص", strict=True))
)


class _Mirror:
    """Every Catalan sentence in Arabic letters: as long as before, and its placeholders and tags as they were."""

    def gettext(self, message: str) -> str:
        context, _at, words = message.rpartition("\x04")
        if context == LEGAL_EFFECT:  # as a draft: it stands in Catalan
            return message
        if context in ("separador de milers", "separador de decimals", "import en euros", "hora i minuts"):
            return words
        kept = _KEPT.findall(words)
        parts = [part.casefold().translate(_LETTERS) for part in _KEPT.split(words)]
        return parts[0] + "".join(mark + part for mark, part in zip(kept, parts[1:], strict=True))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)

    def to_language(self) -> str:
        return "ar"


@pytest.fixture(autouse=True)
def _door(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with override_settings(
        ROOT_URLCONF="tests.journeys.specimens", MIDDLEWARE=MIDDLEWARE, SIMULATED=True, ALLOWED_HOSTS=["testserver"],
        LANGUAGES=[("ca", "Català"), ("ar", "العربية")], LANGUAGES_BIDI=["ar"],
    ):  # fmt: skip
        # Only now: whoever changes the languages of a test forgets what was translated.
        monkeypatch.setitem(trans_real._translations, "ar", _Mirror())
        yield
    templating._environment.cache_clear()


def _places(page: Page, selector: str) -> list[float]:
    """Where each of them begins, seen from the left."""
    return page.eval_on_selector_all(selector, "all => all.map(one => one.getBoundingClientRect().x)")


def _as_seen(page: Page, selector: str) -> list[str]:
    """The texts in the order of the eye, from left to right, letter by letter."""
    return page.eval_on_selector_all(
        selector,
        """all => all.map(one => {
          const seen = [], walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
          for (let text; text = walk.nextNode();)
            for (let at = 0; at < text.length; at++) {
              const range = document.createRange();
              range.setStart(text, at); range.setEnd(text, at + 1);
              const box = range.getBoundingClientRect();
              if (box.width) seen.push([box.x, text.data[at]]);
            }
          return seen.sort((a, b) => a[0] - b[0]).map(each => each[1]).join('').replace(/\\u00a0/g, ' ').trim();
        })""",
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_turn_whole_and_what_is_read_from_left_to_right_stays_so(browser: Browser, width: int) -> None:
    wrong: dict[str, list[str]] = {}
    with visit(browser, width=width, height=800) as here:
        page = here.open("/privacitat")
        page.get_by_role("button", name="العربية").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        for path in PAGES:
            here.open(path)
            found = here.faults()
            if (over := here.overflow()) > 0:
                found.append(f"{over} px too wide")
            if found:
                wrong[path] = found
        assert wrong == {}

        here.open("/casa/inici")
        assert _places(page, ".nav__link") == sorted(_places(page, ".nav__link"), reverse=True)
        (brand,), (menu,) = _places(page, ".header__brand"), _places(page, ".menu")
        assert brand > menu
        assert (
            page.locator(".nav__icon.mirrors").evaluate("one => getComputedStyle(one).transform")
            == "matrix(-1, 0, 0, 1, 0, 0)"
        )
        assert _as_seen(page, ".card__amount")[:2] == ["2,00 €", "3,00 €"]
        assert _as_seen(page, ".footer__phone") == ["93 800 00 00"]

        page.locator(".menu summary").click()
        box = page.locator(".menu__list").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width

        here.open("/privacitat")
        catalan = page.locator('main span[lang="ca"]').first
        assert catalan.evaluate("one => getComputedStyle(one).direction") == "ltr"
