"""A browser that talks to the citizen's door in this very process: no socket, the same headers, the same policy.

Knows how to answer a request with Django's test client. For pages that need neither a database nor the other processes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

ORIGIN = "http://localhost"
Answer = tuple[int, Mapping[str, str], str]


def program() -> str:
    found = os.environ.get("MYSPACE_CHROMIUM") or shutil.which("chromium")
    if found is None:
        pytest.fail("Chromium was not found: set MYSPACE_CHROMIUM to the program, or run ./myspace test.")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium as `./myspace test` found it, else the one on PATH; without any the test fails, it is not skipped."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person at one screen. `told` is what the browser complained of; `sent` the requests that left the page."""

    page: Page
    told: list[str] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(ORIGIN + path)
        return self.page

    def faults(self, *, only: str | None = None) -> list[str]:
        """What axe finds, by all its rules or by `only` one, each as rule and element."""
        if only and self.page.evaluate("'axe' in window"):  # half a megabyte that this page has already read
            run = "rule => axe.run(document, {runOnly: {type: 'rule', values: [rule]}})"
            found = self.page.evaluate(run, only)["violations"]
        else:
            rules = {"runOnly": {"type": "rule", "values": [only]}} if only else None
            found = Axe().run(self.page, options=rules).response["violations"]
        return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]

    def overflow(self) -> int:
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return int(width)


@contextmanager
def visit(
    browser: Browser,
    *,
    width: int = 360,
    height: int = 640,
    dark: bool = False,
    script: bool = True,
    instead: Mapping[str, Callable[[Request], Answer]] | None = None,
) -> Iterator[Visit]:
    """`instead` answers some paths of its own (`/live`); any host but ours gets an empty page that says its name."""
    client = Client()
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        locale="ca",
    )
    page = context.new_page()
    here = Visit(page)

    def answer(route: Route) -> None:
        request = route.request
        here.sent.append(request)
        if not request.url.startswith(ORIGIN + "/"):
            route.fulfill(status=200, content_type="text/html", body="<title>elsewhere</title>elsewhere")
            return
        path = request.url.removeprefix(ORIGIN)
        own = (instead or {}).get(path.partition("?")[0])
        if own is not None:
            status, headers, body = own(request)
            route.fulfill(status=status, headers=dict(headers), body=body)
            return
        got = client.generic(
            request.method,
            path,
            request.post_data or "",
            content_type=request.headers.get("content-type", ""),
            headers={"accept-language": "ca"},
        )
        headers = dict(got.items())
        if got.status_code in (301, 302, 303) and headers["Location"].startswith("/"):
            # The browser would follow a redirect past this route, to a real socket: it is sent on by its page instead.
            route.fulfill(status=200, headers={"Refresh": f"0; url={headers['Location']}"}, body="")
            return
        route.fulfill(status=got.status_code, headers=headers, body=got.content)

    page.route("**/*", answer)
    page.on("console", lambda message: here.told.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: here.told.append(str(error)))
    yield here
    context.close()
