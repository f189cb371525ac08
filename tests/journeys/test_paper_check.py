"""The page that checks a paper: each of its states by axe, at both widths, in four languages; and by hand, without script."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
import pytest
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser, expect

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

from myspace.launch.stack import Stack  # noqa: E402  # Django must be set up first
from myspace.web.pages.paper_check.views import FOUND  # noqa: E402
from myspace.web.pages.paper_check.words import Stands  # noqa: E402
from tests.journeys.browser import visit  # noqa: E402
from tests.journeys.walking import walk  # noqa: E402
from tests.unit.protocols.pades import papers  # noqa: E402

pytestmark = pytest.mark.journey

HERE = "/comprova-un-paper"
CODES = ("code_empty", "code_unknown", *Stands)
STATES = ("none", "nothing", "busy", "failed", "good:same", "good:other", *CODES, *FOUND.values())
LANGUAGES = ("ca", "es", "oc", "en")


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """Made in a thread of its own: the browser's driver keeps a loop in this one, and the library that seals wants one too."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(papers.sealed).result()


@pytest.fixture(scope="module", autouse=True)
def specimens() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.journeys.specimens_paper_check"):
        yield


@pytest.mark.parametrize("width", [320, 1280])
def test_no_state_has_a_fault_or_is_too_wide(browser: Browser, width: int) -> None:
    wrong, titles = {}, set()
    with visit(browser, width=width) as here:
        for turn, state in enumerate(STATES):
            language = LANGUAGES[(turn + (width > 320)) % 4]
            page = here.open(f"/estat/{state}/{language}")
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
            found = here.faults()
            if (over := here.overflow()) > 0:
                found.append(f"{over} px too wide")
            if found:
                wrong[f"{state} {language}"] = found
            titles.add(" ".join(page.locator(".panel__title").all_inner_texts()))
    assert wrong == {}
    assert len(titles) == len(STATES)
    assert here.told == []


def test_by_keyboard_and_without_script_a_file_is_checked_and_what_is_known_is_said(
    browser: Browser, stack: Stack, tmp_path: Path, sealed: bytes
) -> None:
    (tmp_path / "paper.pdf").write_bytes(papers.plain())
    with walk(browser, stack, java_script_enabled=False) as here:
        page = here.go("/")
        page.locator("footer").get_by_role("link", name="Comprova un paper").click()
        assert here.heading() == "Comprova un paper"
        page.get_by_role("button", name="Comprova'l").click()
        expect(page.get_by_role("alert")).to_contain_text("No has triat cap fitxer")
        page.get_by_label("El fitxer PDF").focus()
        page.get_by_label("El fitxer PDF").set_input_files(tmp_path / "paper.pdf")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("No porta cap segell")
        assert "No hem guardat el fitxer." in here.text()
        (tmp_path / "paper.pdf").write_bytes(sealed)
        page.get_by_label("El fitxer PDF").set_input_files(tmp_path / "paper.pdf")
        page.get_by_role("button", name="Comprova'l").click()
        expect(page.locator(".panel").first).to_contain_text("No sabem qui l'ha segellat")
        page.get_by_label("El codi del paper").fill("ABCDE-ABCDE-ABCDE-ABCDE-ABCDE")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("No tenim cap paper amb aquest codi")
        page.get_by_text("Què comprovem, i què no").click()
        expect(page.get_by_text("Un paper imprès no porta segell")).to_be_visible()


def test_a_code_behind_the_address_is_put_in_its_box_and_travels_nowhere(browser: Browser, stack: Stack) -> None:
    code = "ABCDE-ABCDE-ABCDE-ABCDE-ABCDE"
    with walk(browser, stack) as here:
        asked: list[str] = []
        here.page.on("request", lambda request: asked.append(request.url))
        page = here.go(f"{HERE}#{code}")
        expect(page.get_by_label("El codi del paper")).to_have_value(code)
        assert page.url.endswith(HERE), "it is not left in the history"
        page.get_by_role("button", name="Mira el codi").click()
        expect(page.get_by_role("status")).to_contain_text("No tenim cap paper amb aquest codi")
        assert [url for url in asked if "ABCDE" in url.partition("#")[0]] == []
        page = here.go(f"{HERE}#<script>")
        expect(page.get_by_label("El codi del paper")).to_have_value("")


def test_whoever_is_in_checks_a_paper_too(browser: Browser, stack: Stack, tmp_path: Path, sealed: bytes) -> None:
    (tmp_path / "paper.pdf").write_bytes(papers.written_over(sealed))
    with walk(browser, stack) as here:
        here.come_in("marta")
        page = here.go(HERE)
        page.get_by_label("El fitxer PDF").set_input_files(tmp_path / "paper.pdf")
        page.get_by_role("button", name="Comprova'l").click()
        expect(page.get_by_role("alert")).to_contain_text("Hi han afegit coses")
        assert here.faults() == []


def test_the_specimens_leave_the_language_as_it_was() -> None:
    assert translation.get_language() in (None, "ca")
