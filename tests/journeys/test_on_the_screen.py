"""The folder on a home screen: Chromium finds nothing missing, and the quick way out works in a window without a bar."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

from tests.journeys.browser import program  # noqa: E402  # Django must be set up first
from tests.unit.web.conftest import MIDDLEWARE  # noqa: E402

pytestmark = pytest.mark.journey


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(autouse=True)
def _door() -> Iterator[None]:
    with override_settings(
        ROOT_URLCONF="tests.journeys.specimens",
        MIDDLEWARE=MIDDLEWARE,
        SIMULATED=True,
        ALLOWED_HOSTS=["testserver", "localhost"],
    ):
        yield


@pytest.fixture
def origin() -> Iterator[str]:
    """A real socket: the browser fetches a manifest and its icons by itself, past what answers for a page."""
    server = make_server("localhost", 0, get_wsgi_application(), _Server, _Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser: Browser, origin: str, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """A browser that keeps a profile: a private window refuses to install anything. `alone`: without the address bar."""
    kept = []

    def at(path: str, *, alone: bool = False) -> Page:
        args = ["--no-sandbox", "--disable-gpu", *([f"--app={origin}{path}"] if alone else [])]
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=program(), args=args, locale="ca"
        )
        kept.append(context)
        context.route(
            "https://**", lambda route: route.fulfill(content_type="text/html", body="<title>elsewhere</title>")
        )
        page = context.pages[0]
        if not alone:
            page.goto(origin + path)
        return page

    yield at
    for context in kept:
        context.close()


def test_chromium_finds_nothing_missing_to_install_it(opened: Callable[..., Page], origin: str) -> None:
    page = opened("/a-la-pantalla")
    devtools = page.context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{origin}/manifest.webmanifest?idioma=ca"
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0


def test_the_quick_way_out_leaves_a_window_without_a_bar_too(opened: Callable[..., Page], origin: str) -> None:
    page = opened("/casa", alone=True)
    page.wait_for_url(f"{origin}/casa")
    assert page.evaluate("matchMedia('(display-mode: standalone)').matches")
    with page.expect_request(f"{origin}/surt-rapid") as sent:
        page.locator("[data-quick-exit] button").click()
    assert sent.value.method == "POST"
    page.wait_for_url("https://www.meteo.cat/")
    assert page.title() == "elsewhere"
    page.go_back()
    assert "/casa" not in page.url
