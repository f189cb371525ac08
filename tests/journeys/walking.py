"""One person's walk through the running product: a browser window, the way in at the provider, what went wrong.

Knows addresses and words of the screen, as a neighbour does. Looks behind the curtain (SQL, the country's control)
only to make happen what nobody can wait for: a quarter of an hour, a body that falls silent.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from myspace.domain.kernel import roles
from myspace.launch.stack import Stack
from myspace.simulation import cast
from myspace.vocabulary.people import LoginMethod

NEUTRAL = "https://www.meteo.cat/"
TOWNS = {
    cast.MANRESA: "Manresa", cast.SANT_FRUITOS: "Sant Fruitós de Bages", cast.VIC: "Vic", cast.BARCELONA: "Barcelona",
    cast.GIRONA: "Girona", cast.LLEIDA: "Lleida", cast.GRANOLLERS: "Granollers", cast.VIELHA: "Vielha e Mijaran",
    cast.IGUALADA: "Igualada", cast.OLOT: "Olot", cast.TORTOSA: "Tortosa",
    cast.VILANOVA_EXEMPLE: "Vilanova de l'Exemple", cast.ARXIVELL: "Arxivell de l'Exemple",
}  # fmt: skip
WAYS = {
    LoginMethod.IDCAT_MOBIL: "idCAT Mòbil", LoginMethod.CERTIFICATE: "Certificat digital", LoginMethod.CLAVE: "Cl@ve",
}  # fmt: skip


class Country:
    """The bodies of the make-believe country, as whoever pulls the strings sees them."""

    def __init__(self, hub_url: str) -> None:
        self._url = hub_url

    pulled = False  # whether some body was made to misbehave: then the worker remembers it for a while

    def wish(self, ine10: str, **wishes: Any) -> None:
        self.pulled = True
        self._post(f"/_control/{ine10}", wishes)

    def reset(self) -> None:
        self._post("/_control", {"reset": True})

    def asked(self, ine10: str) -> int:
        """How many questions this body has received since the last reset."""
        return sum(self.calls().get(ine10, {}).values())

    def calls(self) -> dict[str, dict[str, int]]:
        with urllib.request.urlopen(self._url + "/_control/calls", timeout=10) as answer:
            return dict(json.load(answer))

    def _post(self, path: str, wishes: dict[str, Any]) -> None:
        data = json.dumps(wishes).encode()
        request = urllib.request.Request(self._url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            answer.read()


@dataclass
class Walk:
    """A window of its own. `told`: what the browser complained of. `opened`: dialogs that some script opened."""

    page: Page
    stack: Stack
    told: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    seen: list[Response] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.stack.origin

    # -- going places -------------------------------------------------------------------------------------------

    def go(self, path: str) -> Page:
        self.page.goto(self.origin + path)
        return self.page

    def to_provider(self, path: str = "/entra") -> Page:
        self.go(path)
        self.page.get_by_role("button", name="Identifica't").click()
        expect(self.page).to_have_title("Com et vols identificar? · VALId simulat")
        return self.page

    def identify(
        self, who: str, *, way: str | None = None, certificate: str | None = None, behaviour: str | None = None
    ) -> None:
        """At the provider's pages: the way, the person, the code or certificate, and in."""
        person, page = cast.person(who), self.page
        way = way or WAYS[person.logins[0].method]
        page.get_by_role("button", name=way).click()
        page.get_by_role("button", name=person.full_name).click()
        if way == "idCAT Mòbil":
            page.get_by_label("Codi del mòbil").fill(page.locator("[data-sms]").inner_text())
        if certificate:
            page.get_by_label(certificate).check()
        if behaviour:
            page.get_by_text("Per a proves: nivell i comportament").click()
            page.get_by_label("Comportament").select_option(label=behaviour)
        page.get_by_role("button", name="Entra", exact=True).click()

    def come_in(self, who: str, *, way: str | None = None, town: str | None = "own") -> None:
        """All the way to the home page. `town` answers the first visit's question; None prefers not to say."""
        self.to_provider()
        self.identify(who, way=way)
        expect(self.page).not_to_have_url(self.origin + "/entra")
        if self.page.url.endswith("/benvinguda"):
            self.say_town(TOWNS[cast.person(who).municipality] if town == "own" else town)
        expect(self.page).to_have_url(self.origin + "/inici")

    def say_town(self, town: str | None) -> None:
        if town is None:
            self.page.get_by_role("button", name="Prefereixo no dir-ho").click()
        else:
            self.page.get_by_label("Municipi").fill(town)
            self.page.get_by_role("button", name="Continua").click()

    def settled(self, path: str = "/inici", *, within: float = 40) -> Page:
        """The page once everybody who was asked has answered, well or badly."""
        answered = self.page.locator(".source:not(.source--waiting)")
        waiting = self.page.locator(".source--waiting").or_(self.page.get_by_role("heading", name="Encara"))
        self.until("/fonts", lambda: answered.count() > 0 and waiting.count() == 0, within=within)
        return self.go(path)

    def until(self, path: str, holds: Callable[[], bool], *, within: float = 40) -> Page:
        """Looks at a page again and again, as a person would without script, until what is waited for is on it."""
        end = time.monotonic() + within
        while True:
            self.go(path)
            if holds():
                return self.page
            if time.monotonic() > end:
                raise AssertionError(f"{path} did not get there in {within:.0f} s:\n{self.text()[:2000]}")
            self.page.wait_for_timeout(300)

    def source(self, name: str) -> Locator:
        """The line of an administration on the sources page."""
        return self.page.locator(".source").filter(has=self.page.get_by_text(name, exact=True))

    # -- what is on the screen ----------------------------------------------------------------------------------

    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def faults(self) -> list[str]:
        found = Axe().run(self.page).response["violations"]
        return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]

    def overflow(self) -> int:
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return int(width)

    # -- behind the curtain -------------------------------------------------------------------------------------

    def as_for_the_first_time(self) -> None:
        """Nothing is known of this person any more, as before the first question was asked."""
        for table in ("gathering_ask", "activity_word", "activity_item", "agenda_entry"):
            sql(self.stack, f"DELETE FROM {table} WHERE person_id = %s", [self.person_id()])
        self.go("/inici")

    def person_id(self) -> UUID:
        """Whose folder was opened last: the person of this walk, right after coming in."""
        rows = sql(self.stack, "SELECT person_id FROM people_session ORDER BY created_at DESC LIMIT 1")
        return UUID(str(rows[0][0]))


def sql(stack: Stack, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """As superuser, past every policy: for moving time, never for judging what a screen shows."""
    assert stack.cluster is not None
    with psycopg.connect(stack.cluster.superuser_url(roles.DATABASE), autocommit=True) as connection:
        done = connection.execute(statement, tuple(values))
        return done.fetchall() if done.description else []


@contextmanager
def window(browser: Browser, **wishes: Any) -> Iterator[BrowserContext]:
    """A browser of one's own: cookies, storage. Nothing of it reaches the internet."""
    wishes = {"viewport": {"width": 360, "height": 640}, "locale": "ca", **wishes}
    context = browser.new_context(**wishes)
    context.set_default_timeout(15_000)
    context.route(
        NEUTRAL + "**", lambda route: route.fulfill(body="<title>El temps</title>El temps", content_type="text/html")
    )
    yield context
    context.close()


def tab(context: BrowserContext, stack: Stack) -> Walk:
    page = context.new_page()
    here = Walk(page, stack)
    page.on("console", lambda message: here.told.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: here.told.append(str(error)))
    # A builtin method cannot carry the mark the driver puts on its listeners.
    page.on("response", lambda response: here.seen.append(response))  # noqa: PLW0108

    def dismiss(dialog: Any) -> None:
        here.opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    return here


@contextmanager
def walk(browser: Browser, stack: Stack, **wishes: Any) -> Iterator[Walk]:
    with window(browser, **wishes) as context:
        yield tab(context, stack)
