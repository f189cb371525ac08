# ruff: noqa: T201 (a script that speaks to a terminal)
"""Takes the screenshots of the README again: `.venv/bin/python docs/screenshots/take.py`.

The whole product with the invented country, on a database of its own; a telephone of 360 pixels; two fictitious people.
Each picture must show the ribbon and weigh at most 60 kB, or nothing is written.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from myspace.launch.chromium import find_or_get
from myspace.launch.stack import Stack

HERE = Path(__file__).parent
LIMIT = 60_000
WITH_A_GRANT = ("Marta Soler", "Manresa")
CASE = "Beca menjador. Curs escolar"  # of hers
WITH_A_SILENT_BODY = ("Amina Benali", "Lleida")  # her comarca's council does not answer
WAITING = "Encara esperem"
RIBBON = "País inventat"


def main() -> int:
    chromium = find_or_get(lambda text: print(text, file=sys.stderr))
    with Stack(temporary=True, environ={"PATH": os.environ["PATH"]}) as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = enter(browser, stack.origin, *WITH_A_GRANT)
        taken = {
            "home": shot(page, stack.origin + "/inici"),
            "activity": shot(page, stack.origin + "/activitat"),
            "case": shot(page, stack.origin + address_of(page, stack.origin, CASE)),
            "sources": shot(enter(browser, stack.origin, *WITH_A_SILENT_BODY), stack.origin + "/fonts"),
        }
        browser.close()
    for name, picture in taken.items():
        (HERE / f"{name}.jpg").write_bytes(picture)
        print(f"docs/screenshots/{name}.jpg: {len(picture) // 1000} kB")
    return 0


def enter(browser: Browser, origin: str, who: str, where: str) -> Page:
    """Through the identity provider, as anybody would; then the one question of a first visit."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="ca", color_scheme="light")
    page = context.new_page()
    page.goto(origin + "/entra")
    page.locator("main form button").first.click()
    page.locator("button[value=idcatmobil]").click()
    page.locator("button.person", has_text=who).click()
    page.fill("#sms", page.locator("[data-sms]").inner_text())
    page.locator("button[value=enter]").click()
    page.wait_for_url(origin + "/benvinguda")
    page.fill("#municipi", where)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: not url.endswith("/benvinguda"))
    for _ in range(20):  # the pictures show how a visit ends: answered, or given up on
        page.wait_for_timeout(2_000)
        page.goto(origin + "/inici")
        if WAITING not in page.locator("main").inner_text():
            return page
    raise SystemExit(f"{who} still waits for somebody after 40 seconds: see why before taking pictures.")


def address_of(page: Page, origin: str, title: str) -> str:
    """The address of the thing with this title in the list."""
    page.goto(f"{origin}/activitat?q={title.split(maxsplit=1)[0]}")
    found = page.locator("main a[href^='/activitat/']", has_text=title)
    if not found.count():
        raise SystemExit(f"The activity page shows nothing called {title!r}: there is nothing to take a picture of.")
    return str(found.first.get_attribute("href"))


def shot(page: Page, address: str) -> bytes:
    page.goto(address)
    if RIBBON not in page.locator("body").inner_text():
        raise SystemExit(f"No ribbon on {page.title()!r}: only the invented country may be in a picture.")
    picture = page.screenshot(type="jpeg", quality=70)
    if len(picture) > LIMIT:
        raise SystemExit(f"{page.title()!r} weighs {len(picture)} bytes: more than {LIMIT}.")
    return picture


if __name__ == "__main__":
    sys.exit(main())
