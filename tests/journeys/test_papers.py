"""A paper of what a register holds: asked for, made while one looks, taken, and good for whoever checks it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.reports import Good
from myspace.protocols.pades.trusting import Trust
from tests.journeys.walking import Walk, sql, walk
from tests.unit.protocols.pdfua.reading import words

pytestmark = pytest.mark.journey
HERE, LEAVE = "/els-meus-papers", "Hi dono permís: demana'l"


@pytest.fixture(autouse=True)
def _nobody_asked_before(stack: Stack) -> None:
    sql(
        stack,
        "TRUNCATE certificates_paper, personal_data_sheet, personal_data_told, transparency_exchange, transparency_series",
    )


def _fine(here: Walk) -> None:
    assert here.faults() == []
    assert here.overflow() <= 0


def _good(stack: Stack, file: Path) -> str:
    """What it says, once whoever trusts the invented root alone has found it good."""
    roots = tuple(x509.load_pem_x509_certificates((stack.place.stamping[0] / "roots.pem").read_bytes()))
    octets = file.read_bytes()
    with ThreadPoolExecutor(1) as apart:  # this thread has the browser's loop, and a check wants one of its own
        found = apart.submit(check, octets, Trust(sealing=roots, stamping=roots), datetime.now(UTC)).result()
    assert isinstance(found, Good)
    return "".join(words(octets).split())


def test_a_neighbour_asks_where_she_is_registered_on_paper_and_has_it_in_seconds(
    browser: Browser, stack: Stack, tmp_path: Path
) -> None:
    with walk(browser, stack) as here:
        page = here.page
        here.come_in("marta")
        here.go(HERE)
        _fine(here)
        page.get_by_role("link", name="Empadronament", exact=False).first.click()
        _fine(here)
        page.get_by_role("button", name=LEAVE).click()
        # It is made while she looks, and the page draws itself anew.
        expect(page.get_by_role("link", name="Baixa'l")).to_be_visible(timeout=30_000)
        _fine(here)
        with page.expect_download() as taking:
            page.get_by_role("link", name="Baixa'l").click()
        assert taking.value.suggested_filename == "justificant-de-dades-empadronament.pdf"
        file = tmp_path / "paper.pdf"
        taking.value.save_as(file)
        said = _good(stack, file)
        assert "Justificantdedades" in said
        assert "Exemple" in said
        one = page.url
        here.go(f"{HERE}/nou/empadronament")
        page.get_by_role("button", name="Demana'l").click()
        assert page.url.partition("?")[0] == one.partition("?")[0], "asked for twice it is one paper"
        assert here.told == []
    assert sql(stack, "SELECT count(*) FROM certificates_paper") == [(1,)]


def test_without_script_it_is_made_too_and_one_looks_again(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, java_script_enabled=False) as here:
        page = here.page
        here.come_in("jordi")
        here.go(f"{HERE}/nou/vida-laboral")
        page.get_by_role("button", name=LEAVE).click()
        here.until(urlsplit(page.url).path, lambda: page.get_by_text("Torna a mirar").count() == 0)
        expect(page.get_by_role("link", name="Baixa'l")).to_be_visible()
