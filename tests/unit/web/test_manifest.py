"""What puts the folder on a home screen: the same for everybody, neutral, small, and drawn from our own icon."""

import hashlib
import re

import pytest
from django.conf import settings
from django.test import Client

from myspace.web import assets
from myspace.web.assets import HERE
from myspace.web.manifest import colours

ADDRESS = "/manifest.webmanifest"


def test_it_begins_at_home_without_any_identifier_and_knows_no_visitor(client: Client) -> None:
    answer = client.get(ADDRESS)
    said = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (said["start_url"], said["scope"], said["display"]) == ("/inici", "/", "standalone")
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 43
    again = client.get(ADDRESS)
    assert again.content == answer.content
    assert not again.cookies
    assert "Cookie" not in again["Vary"]


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_the_name_is_said_in_each_language_and_fits_under_an_icon(client: Client, code: str) -> None:
    answer = client.get(ADDRESS, {"idioma": code})
    said = answer.json()
    assert said["lang"] == answer["Content-Language"] == code
    assert len(said["short_name"]) <= 14
    assert said["name"] in client.get("/", headers={"accept-language": code}).content.decode()


def test_the_name_tells_nobody_what_it_is_for(client: Client) -> None:
    said = str(client.get(ADDRESS).json()).lower()
    assert not re.search(r"generalitat|administraci|ajuntament|tràmit|carpeta|govern|aoc", said)


def test_an_unknown_language_is_that_of_the_browser(client: Client) -> None:
    assert client.get(ADDRESS, {"idioma": "<x>"}, headers={"accept-language": "es"}).json()["lang"] == "es"


def test_every_page_leads_to_it_and_lets_the_browser_fetch_it(client: Client) -> None:
    answer = client.get("/", headers={"accept-language": "es"})
    assert f'<link rel="manifest" href="{ADDRESS}?idioma=es">' in answer.content.decode()
    assert "manifest-src 'self'" in answer["Content-Security-Policy"]


def test_its_colours_are_those_of_the_tokens(client: Client) -> None:
    said = client.get(ADDRESS).json()
    assert said["theme_color"] == colours()["brand"]
    assert said["background_color"] == colours()["paper"]
    assert f'<meta name="theme-color" content="{colours()["brand"]}">' in client.get("/").content.decode()
    assert f'fill="{colours()["brand"]}"' in (HERE / "static/icon.svg").read_text("utf-8")


def test_its_icons_are_served_and_small(client: Client) -> None:
    icons = client.get(ADDRESS).json()["icons"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in icons}
    assert "maskable" in {icon["purpose"] for icon in icons}
    for icon in icons:
        answer = client.get(icon["src"])
        assert answer.status_code == 200
        assert answer["Content-Type"] == icon["type"]
        assert len(answer.content) <= 12_000


@pytest.mark.parametrize("name", [name for name in assets.assets() if name.endswith(".png")])
def test_an_icon_was_drawn_from_the_svg_of_today(name: str) -> None:
    """docs/icons/draw.py writes the hash of the drawing into each."""
    drawn = hashlib.sha256((HERE / "static/icon.svg").read_bytes()).hexdigest().encode()
    png = (HERE / "static" / name).read_bytes()
    assert b"tEXtSource\0" + drawn in png, "run: .venv/bin/python docs/icons/draw.py"
    size = tuple(int.from_bytes(png[at : at + 4]) for at in (16, 20))
    assert size == {"icon-192.png": (192, 192), "icon-apple.png": (180, 180)}.get(name, (512, 512))


def test_one_page_registers_a_service_worker_that_answers_for_no_page_and_keeps_nothing() -> None:
    """docs/adr/0016: nothing private is kept where `no-store` does not reach."""
    ours = {p.name: p.read_text("utf-8") for p in (*HERE.rglob("*.html"), *HERE.glob("static/*.js"))}
    assert [name for name, text in ours.items() if "serviceWorker" in text] == ["push.js"]
    assert '{ scope: "/avisa/" }' in ours["push.js"], "an address without pages: it controls none"
    worker = ours["push_worker.js"]
    assert re.findall(r'addEventListener\("(\w+)"', worker) == ["push", "notificationclick"]
    for word in ("caches", "fetch", "indexedDB", "localStorage", "clients.claim", "importScripts", "skipWaiting"):
        assert word not in worker


def test_the_script_that_takes_push_messages_may_fetch_nothing(client: Client) -> None:
    answer = client.get("/avisa/treballador.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer, "its scope is its own folder"
    assert client.get("/")["Content-Security-Policy"].count("worker-src 'none'") == 1
